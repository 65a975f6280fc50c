public import Domain
public import JSON

extension Ballot {
    /// The member that lists those due: codes of people.
    public static let rollMember = "roll"

    /// The votes of a meeting, each with what was voted on, as the data of its event tells them.
    public static func votes(in data: Element) -> [(matter: String?, ballot: Ballot)] {
        var votes: [(matter: String?, ballot: Ballot)] = []
        data.member("decisions")?.forEachElement { decision in
            guard let vote = decision.member("vote"), let ballot = try? MeetingMembers.ballot.read(vote) else { return }
            votes.append((decision.member("matter")?.string, ballot))
        }
        return votes
    }
}
