internal import Domain
internal import JSON
internal import Messages

/// Records as one JSON object.
struct ActivityJSON {
    private let log: ActivityReader.Log
    private let question: ActivityQuestion

    /// What was found.
    init(_ log: ActivityReader.Log, _ question: ActivityQuestion) {
        self.log = log
        self.question = question
    }

    /// The object.
    ///
    /// - Throws: `JSONError` where the data of an event is no JSON.
    var bytes: [UInt8] {
        get throws {
            var writer = JSONWriter()
            var failure: (any Error)?
            writer.object { writer in
                writer.text("asOf", self.question.asOf.description)
                writer.text("knownAt", self.question.knownAt.description)
                writer.key("activities")
                writer.array { writer in
                    for activity in self.log.activities where failure == nil {
                        do { try Self.write(activity, into: &writer) } catch { failure = error }
                    }
                }
            }
            if let failure { throw failure }
            return writer.bytes + [UInt8(ascii: "\n")]
        }
    }

    private static func write(_ activity: LoggedActivity, into writer: inout JSONWriter) throws {
        var reader = DocumentReader()
        try reader.read(activity.data) { root in
            writer.object { writer in
                writer.text("unit", activity.unit.rawValue)
                writer.text("kind", activity.kind.rawValue)
                writer.text("startedAt", activity.started.description)
                Self.write(activity.version, into: &writer)
                writer.flag("probableDuplicate", if: activity.isProbableDuplicate)
                let votes = Ballot.votes(in: root)
                if !votes.isEmpty {
                    writer.objects("votes", votes) { vote, writer in
                        writer.text("matter", vote.matter)
                        writer.key("quorate")
                        writer.boolean(vote.ballot.isQuorate)
                        writer.key("carried")
                        writer.boolean(vote.ballot.isCarried)
                    }
                }
                if !activity.versions.isEmpty {
                    writer.objects("versions", activity.versions) { version, writer in
                        writer.text("state", version.state.rawValue)
                        Self.write(version, into: &writer)
                    }
                }
                writer.key("data")
                Self.copy(root, into: &writer)
            }
        }
    }

    private static func write(_ version: LoggedVersion, into writer: inout JSONWriter) {
        writer.text("source", version.source.rawValue)
        writer.text("id", version.id)
        writer.number("revision", Int64(version.revision))
        writer.text("recorded", version.recorded.description)
        writer.text("accepted", version.accepted.description)
        writer.flag("delayed", if: version.isDelayed)
    }

    /// The data without the list of those due: who they are is nobody's business here.
    private static func copy(_ element: Element, into writer: inout JSONWriter) {
        switch element.kind {
        case .object:
            writer.object { writer in
                element.forEachMember { name, value in
                    let name = String(decoding: Array(copying: name), as: UTF8.self)
                    guard name != Ballot.rollMember else { return }
                    writer.key(name)
                    Self.copy(value, into: &writer)
                }
            }
        case .array:
            writer.array { writer in element.forEachElement { Self.copy($0, into: &writer) } }
        default: writer.element(element)
        }
    }
}
