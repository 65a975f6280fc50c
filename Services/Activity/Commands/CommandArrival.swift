internal import Crypto
internal import Domain
internal import Kafka
internal import Messages
internal import Pipeline

/// A command as it came. None has been taught to this service yet, so each is answered by a rejection.
struct CommandArrival: Hashable, Sendable {
    /// Tells a command that comes twice.
    let identity: Digest16
    /// The sender's id for it, which the answer names.
    let id: String
    /// Why it is not carried out.
    let fault: Fault

    /// Reads a command; throws the fault of one that cannot be answered, because it has no id.
    init(_ record: Kafka.Record) throws(Fault) {
        self.fault = Self.fault(of: record)
        let glance = KeptRecord(record).glance
        guard let id = glance.id else { throw self.fault }
        self.id = id
        self.identity = MessageDigest.identity(source: glance.source ?? "", id: id)
    }

    private static func fault(of record: Kafka.Record) -> Fault {
        var decoder = EnvelopeDecoder(accepting: [], valueLimitBytes: Limits.commandBytes)
        do throws(Fault) {
            try decoder.decode(record, value: record.value) { _, _, _ throws(Fault) in }
            return Fault(.unsupportedType, at: "type")
        } catch {
            return error
        }
    }

    /// The answer.
    func answer(on topic: Topic) -> JournalEntry {
        let rejection = CommandRejection(
            code: self.fault.code.rawValue, field: self.fault.field, sentence: self.fault.sentence)
        var entry = JournalEntry(
            topic: topic.name, lane: 0, key: nil, type: CommandRejection.type(of: "activity"), value: rejection.data)
        entry.cause = self.id
        return entry
    }
}

extension Fault {
    fileprivate var sentence: BilingualText {
        let place = self.field.isEmpty ? "" : "（\(self.field)）"
        let site = self.field.isEmpty ? "" : " at \(self.field)"
        guard self.code != .unsupportedType else {
            return BilingualText(
                zh: "活动服务没有这个命令\(place)；请核对 type。",
                en: "The activity service has no such command\(site); check its type.")
        }
        return BilingualText(
            zh: "命令无法读取：\(self.code.rawValue)\(place)；请改正后换一个 id 重发。",
            en: "The command cannot be read: \(self.code.rawValue)\(site); correct it and send it with another id.")
    }
}
