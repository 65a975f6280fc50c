public import Domain
public import JSON

extension Ballot {
    /// The member that lists those due: codes of people.
    public static let rollMember = "roll"

    /// The votes of a meeting, each with what was voted on, as the data of its event tells them.
    public static func votes(in data: Element) -> [(matter: String?, ballot: Ballot)] {
        let form = ObjectShape(Vote(isWithRoll: true), .sealed)
        var votes: [(matter: String?, ballot: Ballot)] = []
        data.member("decisions")?.forEachElement { decision in
            guard let vote = decision.member("vote"), let read = try? form.read(vote) else { return }
            votes.append((decision.member("matter")?.string, read.ballot))
        }
        return votes
    }
}
