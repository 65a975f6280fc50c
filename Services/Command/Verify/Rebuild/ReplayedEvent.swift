internal import Crypto
internal import Domain
internal import Messages
internal import Pipeline

/// An event as activity's journal has it: what it says, and when it became known.
struct ReplayedEvent {
    let number: JournalNumber
    let message: ActivityMessage
    /// The source and the id that readers of the journal see.
    let (source, id): (String, String)
    let recorded: Instant
    /// When it was first taken in.
    let accepted: Instant
    /// The number of the version of its record that it is.
    let revision: Int32

    /// Reads an entry; throws the fault of one that cannot be read.
    init(
        _ journaled: JournaledEntry, with decoder: inout MessageDecoder<ActivityEvent>
    ) throws(Fault) {
        let entry = journaled.entry
        var headers = HeaderList(entry.headers)
        self.source = journaled.source(of: "activity")
        self.id = journaled.id
        headers.append("content-type", "application/json")
        headers.append("ce_specversion", "1.0")
        headers.append("ce_type", entry.type)
        headers.append("ce_source", self.source)
        headers.append("ce_id", self.id)
        let value = entry.value ?? []
        self.message = try decoder.decode(headers, value: value.span)
        self.number = journaled.number
        self.accepted = entry.header(RecordHeader.accepted).flatMap { Instant($0) } ?? journaled.accepted
        self.recorded = min(self.message.envelope.recorded ?? self.accepted, self.accepted)
        self.revision = entry.header(RecordHeader.revision).flatMap { Int32($0) } ?? 1
    }
}
