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
        guard let data = activity.data else {
            writer.object { writer in
                self.writeMembers(of: activity, into: &writer)
                writer.flag("withheld", if: true)
            }
            return
        }
        var reader = DocumentReader()
        try reader.read(data) { root in
            writer.object { writer in
                self.writeMembers(of: activity, into: &writer)
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
                writer.key("data")
                writer.element(root)
            }
        }
    }

    private static func writeMembers(of activity: LoggedActivity, into writer: inout JSONWriter) {
        writer.text("unit", activity.unit.rawValue)
        writer.text("kind", activity.kind.rawValue)
        writer.text("startedAt", activity.started.description)
        self.write(activity.version, into: &writer)
        writer.flag("probableDuplicate", if: activity.isProbableDuplicate)
        if !activity.versions.isEmpty {
            writer.objects("versions", activity.versions) { version, writer in
                writer.text("state", version.state.rawValue)
                self.write(version, into: &writer)
            }
        }
        if !activity.looks.isEmpty {
            writer.objects("looks", activity.looks) { look, writer in
                writer.text("at", look.at.description)
                writer.text("by", look.login)
                writer.text("purpose", look.purpose)
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
}
