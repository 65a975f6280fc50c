internal import Crypto
internal import Facts
internal import Pipeline
internal import Postgres

/// SQL of the events that were ever accepted or parked.
enum SeenTable {
    /// An event that claims its identity.
    struct Claim: Sendable {
        let event: Digest16
        let content: Digest16
        /// Of a held event that is written, where its record stands first.
        let place: Place?
    }

    /// What is known of events: `digest`, `content` and whether the event is written (`is_place`).
    static func known(_ events: [Digest16]) -> SQL {
        "SELECT digest, content, unit IS NOT NULL AS is_held FROM seen WHERE digest = ANY(\(events))"
    }

    /// Claims identities, in ascending order, so that two transactions never wait for each other crosswise. Where
    /// another one claims one of them at the same time the unique index refuses the later.
    static func claim(_ claims: [Claim], on connection: Connection) async throws {
        guard !claims.isEmpty else { return }
        var encoder = CopyEncoder(reservingCapacity: claims.count * 80)
        // Places are sorted instead of claims: these are large.
        for place in claims.indices.sorted(by: { claims[$0].event < claims[$1].event }) {
            let claim = claims[place]
            encoder.beginRow(columns: 4)
            encoder.append(claim.event)
            encoder.append(claim.content)
            encoder.append(claim.place?.unit)
            encoder.append(claim.place?.occurred)
        }
        try await connection.copy(encoder, into: "seen (digest, content, unit, occurred)")
    }

    /// Writes over rows that are there: of events that were awaited or have waited. Their rows are locked.
    static func complete(_ claims: [Claim], on connection: Connection) async throws {
        guard !claims.isEmpty else { return }
        try await connection.run(
            """
            UPDATE seen SET content = new.content, unit = new.unit, occurred = new.occurred
            FROM unnest(\(claims.map(\.event)), \(claims.map(\.content)), \(claims.map(\.place?.unit)),
                \(claims.map(\.place?.occurred))) AS new (digest, content, unit, occurred)
            WHERE seen.digest = new.digest
            """)
    }

    /// Gives up the identities of events that waited in vain. Where others wait for such an event the row stays,
    /// without what it said. Its key must be locked.
    static func giveUp(_ events: [Digest16], on connection: Connection) async throws {
        guard !events.isEmpty else { return }
        try await connection.pipeline([
            """
            UPDATE seen SET content = NULL
            WHERE digest = ANY(\(events)) AND EXISTS (
                SELECT FROM parked_key k
                WHERE k.key = 'target:' || replace(seen.digest::text, '-', '') AND k.waiting > 0)
            """,
            """
            DELETE FROM seen
            WHERE digest = ANY(\(events)) AND NOT EXISTS (
                SELECT FROM parked_key k
                WHERE k.key = 'target:' || replace(seen.digest::text, '-', '') AND k.waiting > 0)
            """,
        ])
    }
}
