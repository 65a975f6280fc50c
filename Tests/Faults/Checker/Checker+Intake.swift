import Kit
import Messages
import Postgres

extension Checker {
    /// I1: every acknowledged event is a fact, a dead letter or an answered command.
    func nothingIsLost() async throws -> [Violation] {
        var found: [Violation] = []
        let facts = Set(try await self.facts())
        let lost = self.ledger.ids("fact", .acked).subtracting(facts)
        if !lost.isEmpty { found.append(Violation(.noLoss, "acknowledged, and no fact", lost)) }

        let letters = Set(try await self.letters().keys)
        let unrefused = self.intake.filter { record in
            self.entry(of: record).map { $0.fate != "fact" && !letters.contains(record.place) } ?? true
        }
        if !unrefused.isEmpty {
            found.append(Violation(.noLoss, "poison without a letter", unrefused.map { self.subject($0) }))
        }
        let lying = Set((self.intake + self.commands).compactMap(\.ledgerNumber))
        let vanished = self.ledger.entries.filter { $0.status == .acked && !lying.contains($0.number) }
        if !vanished.isEmpty {
            found.append(Violation(.noLoss, "acknowledged, and not on its topic", vanished.map(\.id)))
        }
        let answered = Set(try await self.answers())
        let unanswered = self.ledger.ids("command", .acked).subtracting(answered)
        if !unanswered.isEmpty { found.append(Violation(.noLoss, "commands without an answer", unanswered)) }
        let uncounted = self.ledger.counts.certain.subtracting(try await self.counts())
        if !uncounted.isEmpty {
            found.append(Violation(.noLoss, "counts that were imported and are not there", uncounted))
        }
        return found
    }

    /// I2: everything that is stored was sent, and its sending has not failed.
    func nothingIsInvented() async throws -> [Violation] {
        var found: [Violation] = []
        let invented = Set(try await self.facts()).subtracting(self.ledger.ids("fact", .acked, .unknown))
        if !invented.isEmpty { found.append(Violation(.noInvention, "facts that nobody sent", invented)) }

        let poison = Dictionary(uniqueKeysWithValues: self.intake.map { ($0.place, self.entry(of: $0)?.fate) })
        let letters = try await self.letters().filter { poison[$0.key] != .some($0.value) }
        if !letters.isEmpty {
            found.append(
                Violation(
                    .noInvention, "letters about records that are not what they say",
                    letters.map { "\($0.value) \($0.key)" }))
        }
        let answers = Set(try await self.answers()).subtracting(self.ledger.ids("command", .acked, .unknown))
        if !answers.isEmpty { found.append(Violation(.noInvention, "answers to commands that nobody sent", answers)) }
        let counts = Set(try await self.counts()).subtracting(self.ledger.counts.possible)
        if !counts.isEmpty { found.append(Violation(.noInvention, "counts that nobody imported", counts)) }
        return found
    }

    /// I3: one fact, one row and one answer for each, and counters that say what lies on the topic.
    func nothingIsDoubled() async throws -> [Violation] {
        var found: [Violation] = []
        func expectNone(_ doubled: [String], _ what: String) {
            if !doubled.isEmpty { found.append(Violation(.noDoubling, what, doubled)) }
        }
        expectNone(try await self.facts().repeated, "more than one fact")
        expectNone(
            try await self.strings("SELECT id FROM activity.record_v1 GROUP BY source, id HAVING count(*) > 1"),
            "more than one row of a record")
        expectNone(
            try await self.strings(
                """
                SELECT topic || ' ' || partition || '@' || record_offset FROM activity.dead_letter_v1
                GROUP BY topic, partition, record_offset HAVING count(*) > 1
                """), "more than one letter")
        expectNone(try await self.answers().repeated, "more than one answer")
        expectNone(try await self.counts().repeated, "more than one count")

        let facts = Int64(
            Set(self.intake.compactMap { self.entry(of: $0) }.filter { $0.fate == "fact" }.map(\.id)).count)
        let refused = Int64(self.intake.count { self.entry(of: $0)?.fate != "fact" })
        let row = try await self.connection.run(
            """
            SELECT coalesce(sum(taken), 0)::bigint AS taken, coalesce(sum(duplicate), 0)::bigint AS duplicate,
                coalesce(sum(refused), 0)::bigint AS refused
            FROM activity.position_v1 WHERE topic = \(self.names.activityIntake.name)
            """)[0]
        let counted = try ["taken", "duplicate", "refused"].map { try row.decode($0, as: Int64.self) }
        let expected = [Int64(self.intake.count), Int64(self.intake.count) - facts - refused, refused]
        if counted != expected {
            found.append(
                Violation(.noDoubling, "taken, duplicate, refused are \(counted), the topic holds \(expected)"))
        }
        let bySource = try await self.connection.run(
            "SELECT coalesce(sum(accepted), 0)::bigint AS accepted FROM activity.source_v1")[0]
        if try bySource.decode("accepted", as: Int64.self) != facts {
            found.append(Violation(.noDoubling, "the counts of sources do not say \(facts)"))
        }
        return found
    }

    /// What lies on the topic of commands.
    private var commands: [PublishedRecord] { self.topics[self.names.registryCommands.name] ?? [] }

    /// A record and where it lies.
    private func subject(_ record: PublishedRecord) -> String {
        "\(self.entry(of: record)?.id ?? "a stranger") at \(record.place)"
    }

    /// The ids of the facts, as the journal has them.
    private func facts() async throws -> [String] {
        try await self.strings(
            """
            SELECT coalesce(id, lane || '-' || position) FROM activity.journal_v1
            WHERE source = '/campus/oa' AND topic = \(self.names.activityJournal.name)
            """)
    }

    /// The codes of the letters, by where their records lie on the topic of events.
    private func letters() async throws -> [String: String] {
        let rows = try await self.connection.run(
            """
            SELECT partition || '@' || record_offset AS place, code FROM activity.dead_letter_v1
            WHERE topic = \(self.names.activityIntake.name)
            """)
        let pairs = try rows.map { (try $0.decode("place", as: String.self), try $0.decode("code", as: String.self)) }
        return Dictionary(pairs) { first, _ in first }
    }

    /// The commands that were answered.
    private func answers() async throws -> [String] {
        try await self.strings("SELECT command FROM registry.answers_v1")
    }

    /// The counts of members, as `unit day`.
    private func counts() async throws -> [String] {
        try await self.strings(
            "SELECT unit || to_char(valid_from, ' YYYY-MM-DD') FROM registry.member_count_v1")
    }
}
