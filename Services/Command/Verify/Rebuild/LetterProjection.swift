internal import Domain
internal import Messages
internal import Pipeline

/// The letters, and which of them were ended.
struct LetterProjection {
    static let table = ProjectedTable("activity", "dead_letter", key: "lane", "position", by: .entries)

    private var endings: [LetterNumber: (instant: Instant, position: Int64)] = [:]

    /// Takes in that a letter was ended, before any letter is taken in.
    mutating func announce(_ ending: JournaledEntry) {
        guard let fact = ending.entry.value.flatMap({ LetterDismissed(data: $0) }) else { return }
        self.endings[fact.letter] = (ending.accepted, ending.number.position)
    }

    /// The row of a letter.
    func row(of journaled: JournaledEntry) -> ProjectedRow? {
        guard let letter = DeadLetterHeaders(HeaderList(journaled.entry.headers)) else { return nil }
        let number = LetterNumber(lane: journaled.number.lane, position: journaled.number.position)
        let ending = self.endings[number]
        let origin = letter.origin
        return ProjectedRow(
            table: Self.table, number: journaled.number,
            columns: [
                "lane": .number(number.lane), "position": .number(number.position),
                "accepted": .instant(letter.accepted), "code": .text(letter.fault.code.rawValue),
                "field": .text(letter.fault.field.isEmpty ? nil : letter.fault.field),
                "stage": .text(letter.fault.stage.rawValue), "source": .text(letter.source),
                "event_id": .text(letter.eventID), "unit": .text(letter.unit), "kind": .text(letter.kind),
                "occurred": .instant(letter.occurred), "recorded": .instant(letter.recorded),
                "topic": .text(origin.topic), "partition": .number(origin.partition),
                "record_offset": .number(origin.offset), "ended": .instant(ending?.instant),
                "ended_position": ending.map { .number($0.position) } ?? .null,
            ])
    }
}
