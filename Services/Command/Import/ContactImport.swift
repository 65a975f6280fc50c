internal import Domain
internal import Facts
internal import Messages
internal import Postgres
internal import ServiceKit

/// A row of `people`, and where it stands.
struct PlacedPerson {
    let row: PersonRow
    let file: String
    let line: Int
}

/// Names and contacts on their way to the protected table, each person once.
struct ContactImport {
    /// The rows.
    private(set) var rows: [PersonRow] = []
    /// Rows that contradict one another.
    private(set) var faults: [RowFault] = []

    /// Puts the rows of all files together. A row may be repeated; one that says something else of a person is a fault,
    /// because of contacts only the newest are kept and rows of a file have no order.
    init(_ people: [PlacedPerson]) {
        var first: [PersonID: PlacedPerson] = [:]
        for placed in people {
            guard let earlier = first[placed.row.person] else {
                first[placed.row.person] = placed
                self.rows.append(placed.row)
                continue
            }
            if earlier.row != placed.row { self.faults.append(.contradiction(placed, of: earlier)) }
        }
    }

    /// Takes them in through the one function that may, within the transaction that is open.
    func keep(for purpose: String, on connection: Connection) async throws -> Changes {
        do {
            let answer = try await connection.run(
                """
                SELECT added, changed, unchanged FROM registry.keep_contacts(
                    \(self.rows.map(\.person)), \(self.rows.map(\.name)), \(self.rows.map(\.mobile)),
                    \(self.rows.map(\.email)), \(self.rows.map(\.recorded)), \(purpose))
                """)
            func count(_ column: String) throws -> Int { Int(try answer[0].decode(column, as: Int32.self)) }
            return Changes(
                new: try count("added"), changed: try count("changed"), unchanged: try count("unchanged"))
        } catch let error as DatabaseError where error.sqlState == .insufficientPrivilege {
            throw CommandFailure(
                "\(error.message); contacts go to a protected table: log in as a role that belongs to guoying_operator, or "
                    + "leave 'people' out; nothing was changed")
        }
    }

    /// What taking them in came to.
    struct Changes {
        let new: Int
        let changed: Int
        let unchanged: Int

        /// `12 contacts (10 new, 2 changed, 0 unchanged)`.
        var summary: String {
            "\(counted(self.new + self.changed + self.unchanged, "contact")) "
                + "(\(self.new) new, \(self.changed) changed, \(self.unchanged) unchanged)"
        }
    }
}

extension RowFault {
    /// Two rows say different things of one person. They are named and not quoted.
    fileprivate static func contradiction(_ later: PlacedPerson, of earlier: PlacedPerson) -> RowFault {
        let place = "\(earlier.file):\(earlier.line)"
        return RowFault(
            file: later.file, line: later.line, column: "person", code: "contradiction",
            sentence: BilingualText(
                zh: "与 \(place) 为同一人员，内容却不同；请保留一行",
                en: "is the person of \(place) and says something else of them; keep one of the two"))
    }
}
