public import Domain
public import JSON

extension Explanation {
    /// Writes into the open object what the verdict rests on beside the members of an alert: what is asked and how it
    /// weighs, what the register says, how far each source is, and with whose knowledge it was asked.
    public func writeGrounds(into writer: inout JSONWriter) {
        writer.member("wording", self.requirement.wording)
        writer.member("severity", self.severity.rawValue)
        if let count {
            writer.key("members")
            writer.object { writer in
                writer.member("formal", count.formal)
                writer.member("probationary", count.probationary)
                writer.member("from", count.date.description)
            }
        }
        if let committee {
            writer.key("committee")
            writer.object { writer in
                writer.member("elected", committee.term.from.description)
                writer.member("through", committee.term.through.description)
                writer.member("members", committee.members)
            }
        }
        writer.key("sources")
        writer.array { writer in
            for standing in self.sources {
                writer.object { writer in
                    writer.member("source", standing.source.rawValue)
                    writer.member("until", ifAny: standing.watermark?.until.description)
                    writer.member("recorded", ifAny: standing.watermark?.recorded.description)
                }
            }
        }
        writer.member("knownAt", self.knownAt.description)
    }
}
