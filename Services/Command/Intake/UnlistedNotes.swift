internal import JSON
internal import Messages
internal import ServiceKit

/// The members of a file's events that nothing reads: as likely a slip of the keyboard as somebody's own, so that it is
/// no fault, and said once for all events.
struct UnlistedNotes: ~Copyable {
    private let file: String
    private var reader = DocumentReader()
    private var found: [UnlistedMember: (line: Int, events: Int)] = [:]

    /// Of a file of that name.
    init(_ file: String) { self.file = file }

    /// Takes in an event in which nothing is wrong.
    mutating func take(_ text: EventFile.Text) {
        let members = try? self.reader.read(text.bytes) { Set(ActivityEvent.unlistedMembers(in: $0)) }
        for member in members ?? [] {
            self.found[member, default: (text.line, 0)].events += 1
        }
    }

    /// A line for each member, in the order in which they first stood.
    var lines: [String] {
        let sorted = self.found.sorted { ($0.value.line, $0.key.path) < ($1.value.line, $1.key.path) }
        return sorted.map { member, place in
            let meant = NearestName.suggestion(for: member.name, among: member.listed)
            let note = "\(self.file):\(place.line): note \(member.path): is kept, and nothing reads it\(meant)"
            return "\(note); in \(counted(place.events, "event"))".printable
        }
    }
}
