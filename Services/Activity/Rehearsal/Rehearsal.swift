internal import Kafka
internal import Machines
internal import Messages
internal import Pipeline

/// A record of the rehearsal: what it says, or what is wrong with it.
struct Rehearsal: Sendable {
    /// The event, where it is one.
    let message: ActivityMessage?
    /// What is wrong with it, where it is none.
    private let fault: Fault?
    private let place: Kafka.TopicPartition
    private let offset: Int64
    private let source: String?
    private let id: String?

    /// Reads a record.
    init(_ record: Kafka.Record, with decoder: inout MessageDecoder<ActivityEvent>) {
        (self.place, self.offset) = (record.topicPartition, record.offset)
        do throws(Fault) {
            let message = try decoder.decode(record, value: record.value)
            (self.message, self.fault) = (message, nil)
            (self.source, self.id) = (message.envelope.source, message.envelope.id)
        } catch {
            let glance = KeptRecord(record).glance
            (self.message, self.fault) = (nil, error)
            (self.source, self.id) = (glance.source, glance.id)
        }
    }

    /// What would become of it.
    ///
    /// - Parameters:
    ///   - fact: The event on its way; nil where it is none.
    ///   - refusal: What else condemns it, as far as it shows in the event and its topic.
    ///   - triage: What the store knows, and what the earlier ones of the batch would have done.
    func answer(
        _ fact: Fact?, refusal: Fault?, knowing triage: inout Triage<ParkingKey>
    ) -> RehearsalAnswer {
        guard let fact, refusal == nil else { return self.answer(.refused, refusal ?? self.fault) }
        return switch triage.sort(fact.candidate) {
        case .apply: self.answer(.accepted)
        case .duplicate: self.answer(.duplicate)
        case .conflict: self.answer(.refused, fact.refusalOfConflict)
        case .park(let key): self.answer(key.mayCome ? .parked : .refused, fact.refusal(missing: key))
        }
    }

    /// The answer where the database has refused a value of it.
    var condemned: RehearsalAnswer { self.answer(.refused, Fault(.internal)) }

    private func answer(_ outcome: RehearsalAnswer.Outcome, _ fault: Fault? = nil) -> RehearsalAnswer {
        RehearsalAnswer(
            partition: self.place.partition, offset: self.offset, source: self.source, id: self.id, outcome: outcome,
            fault: fault)
    }
}

extension JournalEntry {
    /// Answers whoever rehearses, under the key of their source.
    static func rehearsed(_ answer: RehearsalAnswer, on topic: Topic) -> JournalEntry {
        let source = answer.source ?? ""
        var entry = JournalEntry(on: topic)
        entry.lane = Lane.index(ofUnit: source)
        entry.key = Array(source.utf8.prefix(Limits.unitCharacters * 4))
        entry.type = RehearsalAnswer.type
        entry.value = answer.data
        if let id = answer.id { entry.headers.append("ce_causationid", id) }
        return entry
    }
}
