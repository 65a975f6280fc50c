internal import Crypto
internal import Domain
internal import Messages
internal import Pipeline

/// A command that is answered with a rejection.
struct RefusedCommand: Hashable, Sendable {
    /// The command's source and id, for ever.
    let identity: Digest16
    /// The command's id.
    let id: String
    /// What is wrong with it.
    let fault: Fault

    /// The answer.
    func answer(on topics: Topics) -> JournalEntry {
        let rejection = CommandRejection(
            code: self.fault.code.rawValue, field: self.fault.field, sentence: self.sentence)
        var entry = JournalEntry(
            topic: topics.supervisionJournal.name, lane: Lane.index(ofUnit: nil), key: nil,
            type: CommandRejection.type(of: "supervision"), value: rejection.data)
        entry.cause = self.id
        return entry
    }

    private var sentence: BilingualText {
        switch self.fault.code {
        case .unsupportedType:
            BilingualText(
                zh: "督查服务没有这种指令，请核对 type，或升级服务后重发。",
                en: "Supervision knows no such command; check its type, or send it again to a newer version.")
        default:
            BilingualText(
                zh: "指令不合规范（\(self.fault)），请更正后用新的 id 重发。",
                en: "The command is not well-formed (\(self.fault)); correct it and send it again with a new id.")
        }
    }
}
