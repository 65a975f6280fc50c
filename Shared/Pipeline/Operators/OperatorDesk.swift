internal import Crypto
internal import Domain
internal import Machines
internal import Messages
internal import Postgres

/// Carries out what operators order of a service that stands still: once, only where all is still as it was when the
/// order was given, and with one answer in the journal that says who accepted what, and why.
struct OperatorDesk: DueHandler {
    let what = "order"
    /// A transaction numbers its entries once, and so answers once.
    let batchLimit = 1
    let service: String
    let cluster: String
    /// The topics that the service publishes on, its journal first.
    let published: [Topic]
    /// What else the service journals when its journal goes on after the database has gone back.
    var resuming: @Sendable (Transaction) async throws -> [JournalEntry] = { _ in [] }

    func perform(_ items: [DueItem], in transaction: Transaction) async throws -> [DueOutcome] {
        for item in items {
            guard let order = item.detail.flatMap({ OperatorOrder(detail: $0) }), order.cluster == self.cluster else {
                try await self.answer(item.key, rejection: .notStanding, in: transaction)
                continue
            }
            switch order.act {
            case .accept(let standstill, let offset):
                try await self.accept(standstill, readOnAt: offset, by: order, item.key, in: transaction)
            case .publishAgain(let topic):
                try await self.publishAgain(topic, by: order, item.key, in: transaction)
            }
        }
        return items.map { _ in .done }
    }

    private func accept(
        _ standstill: Standstill, readOnAt offset: Int64?, by order: OperatorOrder, _ id: String,
        in transaction: Transaction
    ) async throws {
        let table = StandstillTable(cluster: self.cluster)
        let found = try await transaction.connection.run(table.lock(standstill))
        guard try found.first.flatMap({ try Standstill($0) }) == standstill else {
            return try await self.answer(id, rejection: .notStanding, in: transaction)
        }
        guard standstill.found != .goneBack else {
            return try await self.resume(from: standstill, by: order, id, in: transaction)
        }
        guard let offset = standstill.offset(orderedAt: offset) else {
            return try await self.answer(id, rejection: .notBehind, in: transaction)
        }
        let partition = Partition(topic: standstill.topic, number: standstill.number)
        let last = try await transaction.connection.run(
            """
            SELECT last_offset, last_digest FROM position
            WHERE cluster = \(self.cluster) AND topic = \(partition.topic) AND partition = \(partition.number)
            FOR UPDATE
            """)
        // The epoch fences whoever still holds the partition: it begins anew where the row says.
        _ = try await transaction.connection.pipeline([
            """
            UPDATE position SET epoch = epoch + 1, position = \(offset), last_offset = NULL, last_digest = NULL,
                changed = now()
            WHERE cluster = \(self.cluster) AND topic = \(partition.topic) AND partition = \(partition.number)
            """,
            table.forget([partition]),
        ])
        let event = Recovery.Event.readOn(
            standstill, at: offset, last: try last.first?.decode("last_offset", as: Int64?.self) ?? nil,
            digest: try last.first?.decode("last_digest", as: Digest16?.self).map { $0.hex } ?? nil)
        try await self.answer(id, Recovery(event, by: order), order, in: transaction)
    }

    /// Lanes go on where nobody can have seen a position, each with an entry that says behind which.
    private func resume(
        from standstill: Standstill, by order: OperatorOrder, _ id: String, in transaction: Transaction
    ) async throws {
        let connection = transaction.connection
        let bound = try await connection.run(
            """
            SELECT max(bound) AS bound FROM standstill
            WHERE cluster = \(self.cluster) AND found = \(StandstillCause.goneBack.rawValue)
            """)
        let seen = try bound[0].decode("bound", as: Int64?.self) ?? 0
        try await connection.run(StandstillTable(cluster: self.cluster).forgetLanes())
        let others = try await self.resuming(transaction)
        var goal: Int64 = 0
        let heads = try await transaction.resume { heads in
            goal = LaneResumption.head(above: max(seen, heads.values.max() ?? 0))
            return goal
        }
        let marks = heads.sorted { $0.key < $1.key }.map { lane, head in
            JournalEntry(
                topic: self.published[0].name, lane: lane, key: nil, type: LaneResumption.type(of: self.service),
                value: LaneResumption(after: head).data)
        }
        let recovery = Recovery(.resumed(standstill, behind: goal), by: order)
        _ = try await transaction.journal(marks + [self.entry(id, recovery, order)] + others)
    }

    /// The relay begins anew with the lanes that go to the topic; what else they hold is repeated too, which readers
    /// drop.
    private func publishAgain(
        _ topic: String, by order: OperatorOrder, _ id: String, in transaction: Transaction
    ) async throws {
        guard self.published.contains(where: { $0.name == topic }) else {
            return try await self.answer(id, rejection: .notPublished, in: transaction)
        }
        _ = try await transaction.connection.pipeline([
            // Whoever publishes now must not mark what it has sent: it loses its lease.
            """
            UPDATE lease SET token = token + 1, until = '-infinity' WHERE name = \(RelayStore.lease(on: self.cluster))
            """,
            """
            UPDATE published SET position = 0
            WHERE cluster = \(self.cluster) AND lane IN (SELECT lane FROM lane_topic WHERE topic = \(topic))
            """,
        ])
        try await self.answer(id, Recovery(.publishedAgain(topic: topic), by: order), order, in: transaction)
    }

    private func answer(
        _ id: String, _ recovery: Recovery, _ order: OperatorOrder, in transaction: Transaction
    ) async throws {
        _ = try await transaction.journal([self.entry(id, recovery, order)])
    }

    private func answer(_ id: String, rejection: CommandRejection, in transaction: Transaction) async throws {
        let answer = Answer(rejection, by: self.service)
        _ = try await transaction.journal([answer.entry(for: CommandSender(id: id), on: self.published[0])])
    }

    private func entry(_ id: String, _ recovery: Recovery, _ order: OperatorOrder) -> JournalEntry {
        let answer = Answer(type: recovery.type(of: self.service), data: recovery.data)
        return answer.entry(for: CommandSender(id: id, actor: order.actor), on: self.published[0])
    }
}

extension Standstill {
    /// Where reading goes on once what was found is accepted; nil where an order does not lead behind it.
    ///
    /// A topic made anew is read from its beginning, and so is one that was cut off: nobody knows where, nor what was
    /// written there since, and what was taken in before falls to its ids.
    fileprivate func offset(orderedAt offset: Int64?) -> Int64? {
        switch self.found {
        case .replaced, .cutOff: 0
        case .lost: self.bound
        case .unreadable:
            if let offset, let bound = self.bound, offset > max(bound, self.position) { offset } else { nil }
        case .goneBack: nil
        }
    }
}

extension CommandRejection {
    fileprivate static let notStanding = Self(
        code: "not-standing", field: "",
        sentence: BilingualText(
            zh: "该处的情况已与下达命令时不同，未做任何改动；请用 guoying recover 重新查看。",
            en: "That place does not stand still as it did when the order was given, and nothing was changed; look "
                + "again with 'guoying recover'."))

    fileprivate static let notBehind = Self(
        code: "not-behind", field: "to",
        sentence: BilingualText(
            zh: "续读位置不在无法读取的位置之后，未做任何改动；请用 guoying intake skip。",
            en: "Reading would not go on behind what cannot be read, and nothing was changed; use 'guoying intake "
                + "skip'."))

    fileprivate static let notPublished = Self(
        code: "not-published", field: "topic",
        sentence: BilingualText(
            zh: "该服务不向此主题发布，未做任何改动；请核对主题名称。",
            en: "The service does not publish on that topic, and nothing was changed; check the topic's name."))
}
