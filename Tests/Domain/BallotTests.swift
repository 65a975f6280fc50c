import Domain
import Testing

@Suite struct `A vote` {
    private static func ballot(
        _ matter: Ballot.Matter, due: Int = 10, present: Int, approved: Int, method: Ballot.Method? = nil,
        written: Int = 0
    ) -> Ballot {
        var ballot = Ballot()
        (ballot.matter, ballot.method) = (matter, method)
        (ballot.due, ballot.present, ballot.approved, ballot.written) = (due, present, approved, written)
        return ballot
    }

    @Test(arguments: [(4, false), (5, true), (10, true)])
    func `V-1 V-2: on an ordinary matter needs at least half of those due`(present: Int, isQuorate: Bool) {
        #expect(Self.ballot(.ordinary, present: present, approved: 0).isQuorate == isQuorate)
    }

    @Test(arguments: [(5, false), (6, true)])
    func `V-3: on an admission needs more than half of those due`(present: Int, isQuorate: Bool) {
        #expect(Self.ballot(.admission, present: present, approved: 0).isQuorate == isQuorate)
    }

    @Test(arguments: [(7, false), (8, true)])
    func `in an election needs at least four fifths of those due`(present: Int, isQuorate: Bool) {
        #expect(Self.ballot(.election, present: present, approved: 0).isQuorate == isQuorate)
    }

    @Test(arguments: Ballot.Matter.allCases)
    func `V-4: is carried by more than half of those due, not of those present`(matter: Ballot.Matter) {
        #expect(!Self.ballot(matter, present: 8, approved: 5, method: .secret).isCarried)
        #expect(Self.ballot(matter, present: 8, approved: 6, method: .secret).isCarried)
    }

    @Test func `V-3: on an admission is secret, and opinions in writing count`() {
        #expect(!Self.ballot(.admission, present: 8, approved: 8, method: .hands).isCarried)
        #expect(Self.ballot(.admission, present: 8, approved: 8).isCarried)
        #expect(Self.ballot(.admission, present: 6, approved: 8, method: .secret, written: 2).isPossible)
        #expect(!Self.ballot(.admission, present: 6, approved: 9, method: .secret, written: 2).isPossible)
    }

    @Test func `of nobody is carried by nobody`() {
        #expect(!Self.ballot(.ordinary, due: 0, present: 0, approved: 0).isCarried)
        #expect(!Self.ballot(.ordinary, due: 3, present: 4, approved: 0).isPossible)
    }
}
