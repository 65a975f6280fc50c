internal import Domain
internal import Facts
internal import Messages
internal import Pipeline
internal import Postgres

/// The waivers that were given.
enum WaiverTable {
    /// Which of these units the register has.
    static func known(_ units: [UnitCode], on connection: Connection) async throws -> Set<UnitCode> {
        guard !units.isEmpty else { return [] }
        return Set(
            try await connection.run("SELECT DISTINCT code FROM registry.unit_v1 WHERE code = ANY(\(units))")
                .decode("code", as: UnitCode.self))
    }

    /// Waivers by their names, locked so that each is revoked once.
    static func lock(_ ids: [String], on connection: Connection) async throws -> [String: Waiver] {
        guard !ids.isEmpty else { return [:] }
        let rows = try await connection.run("SELECT * FROM waiver WHERE id = ANY(\(ids)) ORDER BY id FOR UPDATE")
        var waivers: [String: Waiver] = [:]
        for row in rows {
            let waiver = try Waiver(row)
            waivers[waiver.id] = waiver
        }
        return waivers
    }

    /// Writes what was given or taken back, with the places of the answers in the journal.
    static func write(
        _ facts: [(fact: WaiverFact, number: JournalNumber)], on connection: Connection
    ) async throws {
        for (fact, number) in facts {
            let waiver = fact.waiver
            switch fact {
            case .given:
                try await connection.run(
                    """
                    INSERT INTO waiver (id, unit, requirement, valid_from, valid_through, basis, signer, recorded, lane,
                        position)
                    VALUES (\(waiver.id), \(waiver.unit), \(waiver.requirement.rawValue), \(waiver.period.from),
                        \(waiver.period.through), \(waiver.basis), \(waiver.signer.rawValue), \(waiver.recorded),
                        \(Int16(number.lane)), \(number.position))
                    """)
            case .revoked(_, let person, let reason):
                try await connection.run(
                    """
                    UPDATE waiver
                    SET revoked = \(waiver.revocation?.recorded), revoked_from = \(waiver.revocation?.from),
                        revoked_position = \(number.position), revoked_by = \(person.rawValue),
                        revocation_reason = \(reason)
                    WHERE id = \(waiver.id)
                    """)
            }
        }
    }
}
