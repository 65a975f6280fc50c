import Domain
import Testing

@testable import Notification

@Suite struct `The holders of a post` {
    private static let early = Instant(microseconds: 0)

    private static func day(_ text: String) throws -> Day { try #require(Day(text)) }

    /// Committee `c`, general branch `g`, branch `b`.
    private func book(_ holdings: [PostHolding]) throws -> PostBook {
        let begin = try Self.day("2020-01-01")
        func unit(_ code: UnitCode, _ kind: UnitKind, _ parent: UnitCode?) -> UnitVersion {
            UnitVersion(
                code: code, name: "\(code)", kind: kind, parent: parent, from: begin, recorded: Self.early, order: 1)
        }
        return PostBook(
            units: [unit("b", .branch, "g"), unit("g", .generalBranch, "c"), unit("c", .committee, nil)],
            holdings: holdings)
    }

    private func holding(
        _ unit: UnitCode, _ post: RoleName, _ person: PersonID, from: String = "2020-01-01", through: String? = nil,
        recorded: Instant = early, order: Int64 = 1
    ) throws -> PostHolding {
        PostHolding(
            unit: unit, post: post, person: person, from: try Self.day(from),
            through: try through.map { try Self.day($0) }, recorded: recorded, order: order)
    }

    private func holders(_ book: PostBook, _ role: String, _ unit: String, on day: String) throws -> PostBook.Holders? {
        let day = try Self.day(day)
        return book.holders(of: Post(role: role, unit: unit), on: day, knownAt: day.start)
    }

    @Test func `are those who hold it on that day, each of several`() throws {
        let book = try self.book([
            self.holding("b", "branch-secretary", "p-1", through: "2021-04-30"),
            self.holding("b", "branch-secretary", "p-2", from: "2021-05-01"),
            self.holding("b", "branch-secretary", "p-3", from: "2021-05-01"),
        ])

        let before = try self.holders(book, "branch-secretary", "b", on: "2021-04-30")
        let after = try self.holders(book, "branch-secretary", "b", on: "2021-05-01")

        #expect(before?.persons == ["p-1"])
        #expect(after?.persons == ["p-2", "p-3"])
        #expect(after?.post == Post(role: "branch-secretary", unit: "b"))
    }

    @Test func `are those further up while it is vacant: who leads the unit, then who leads the one above`() throws {
        let book = try self.book([
            self.holding("b", "branch-secretary", "p-1", through: "2021-04-30"),
            self.holding("g", "general-branch-secretary", "p-4"),
            self.holding("c", "committee-secretary", "p-5"),
        ])

        let vacant = try self.holders(book, "branch-secretary", "b", on: "2021-05-01")
        let office = try self.holders(book, "organisation-department", "c", on: "2021-05-01")
        let deputy = try self.holders(book, "branch-deputy", "b", on: "2021-04-30")

        #expect(vacant?.persons == ["p-4"] && vacant?.post == Post(role: "general-branch-secretary", unit: "g"))
        #expect(office?.persons == ["p-5"] && office?.post == Post(role: "committee-secretary", unit: "c"))
        #expect(deputy?.persons == ["p-1"])
    }

    @Test func `are nobody where all posts up to the top are vacant, or the unit is not known`() throws {
        let book = try self.book([])

        #expect(try self.holders(book, "branch-secretary", "b", on: "2021-05-01") == nil)
        #expect(try self.holders(book, "branch-secretary", "b-9", on: "2021-05-01") == nil)
    }

    @Test func `are known by the newest version that was recorded by then`() throws {
        let late = try Self.day("2021-06-01").start
        let book = try self.book([
            self.holding("b", "branch-secretary", "p-1"),
            self.holding("b", "branch-secretary", "p-1", through: "2021-04-30", recorded: late, order: 2),
            self.holding("g", "general-branch-secretary", "p-4"),
        ])

        #expect(try self.holders(book, "branch-secretary", "b", on: "2021-05-05")?.persons == ["p-1"])
        #expect(try self.holders(book, "branch-secretary", "b", on: "2021-06-05")?.persons == ["p-4"])
    }
}
