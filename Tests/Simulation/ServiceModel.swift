import Machines

/// What a service does with the records of one transaction: a small model of it.
protocol ServiceModel {
    var service: ServiceName { get }

    /// The steps that write what the records say; what becomes of each is noted in `minutes`.
    func steps(for records: [Incoming], _ minutes: Minutes) -> [Step]
}

extension ServiceModel {
    /// Claims identities: a unique index lets the second of two writers wait for the first, and fail.
    func claim(_ messages: [Message]) -> [Step] {
        guard !messages.isEmpty else { return [] }
        let service = self.service
        let claims = messages.map { ($0.identity, $0.fingerprint) }.sorted { $0.0 < $1.0 }
        return [
            .lock(claims.map { .seen(service, $0.0) }),
            .act { tables, session throws(WriteFailure) in
                for (identity, content) in claims {
                    guard tables[service].seen[identity] == nil else { throw .taken }
                    session.change { $0[service].seen[identity] = content }
                }
                return []
            },
        ]
    }
}
