internal import JSON
internal import Messages
internal import ServiceKit

/// The members of a file's events that nothing reads: as likely a slip of the keyboard as somebody's own, so that it is
/// no fault, and said once for all events.
struct UnlistedNotes: ~Copyable {
    /// Where a member first stood, and in how many events it stands.
    private struct Note {
        let member: UnlistedMember
        let line: Int
        var events = 0
    }

    /// How many members are noted: names that are made of days or numbers have no end.
    private static let limit = 100

    private let file: String
    private var reader = DocumentReader()
    private var notes: [String: Note] = [:]
    private var hasMore = false

    /// Of a file of that name.
    init(_ file: String) { self.file = file }

    /// Takes in an event in which nothing is wrong.
    mutating func take(_ text: EventFile.Text) {
        let members = try? self.reader.read(text.bytes) { ActivityEvent.unlistedMembers(in: $0) }
        let byPath = Dictionary(members?.map { ($0.path, $0) } ?? []) { first, _ in first }
        for (path, member) in byPath {
            guard self.notes[path] != nil || self.notes.count < Self.limit else {
                self.hasMore = true
                continue
            }
            self.notes[path, default: Note(member: member, line: text.line)].events += 1
        }
    }

    /// Writes a line for each member, in the order in which they first stood.
    func write(to output: StandardStream) {
        for line in self.lines { output.write("\(line)\n") }
    }

    /// The lines.
    var lines: [String] {
        let sorted = self.notes.values.sorted { ($0.line, $0.member.path) < ($1.line, $1.member.path) }
        let lines = sorted.map { note in
            let meant = NearestName.suggestion(for: note.member.name, among: note.member.listed)
            let said = "\(self.file):\(note.line): note \(note.member.path): is kept, and nothing reads it\(meant)"
            return "\(said); in \(counted(note.events, "event"))".printable
        }
        return lines + (self.hasMore ? ["\(self.file): note: and more members that nothing reads".printable] : [])
    }
}
