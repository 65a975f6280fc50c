internal import Domain
internal import Kafka
internal import Messages
internal import Pipeline
internal import Postgres

/// Enters what alerts are to be told to whom; sending is the sender's.
///
/// Every version of an alert that is above all earlier ones is told, in its order: a problem that was raised and
/// resolved while a receiver was away reaches it as both. Lower and repeated versions are duplicates.
struct NotificationHandler: IntakeHandler {
    let recipients: [Recipient]
    let topics: Topics

    func prepare(_ records: RecordBatch) async throws -> [ReceivedRecord] {
        var reader = ReceivedRecordReader()
        var arrivals: [ReceivedRecord] = []
        arrivals.reserveCapacity(records.count)
        for record in records {
            if record.topicPartition.topic == self.topics.notificationCommands.name {
                arrivals.append(reader.command(record, value: record.value))
            } else {
                arrivals.append(reader.alert(record, value: record.value))
            }
        }
        return arrivals
    }

    func probe(_ work: IntakeWork<[ReceivedRecord]>) -> [SQL] {
        var alerts: Set<String> = []
        var commands: Set<String> = []
        for index in work.indexes {
            switch work.prepared[index] {
            case .alert(let alert): alerts.insert(alert.id)
            case .command(let id): commands.insert(id)
            case .fault: break
            }
        }
        return [
            NotifiedTable.locking(alerts), "SELECT cause FROM journal WHERE cause = ANY(\(commands.sorted()))",
            MachineTime.question,
        ]
    }

    func handle(
        _ work: IntakeWork<[ReceivedRecord]>, known: [Rows], in transaction: Transaction
    ) async throws -> [Disposition] {
        let posts = try await PostTable.book(of: self.units(of: work), on: transaction.connection)
        var notes = BatchNotes(
            recipients: self.recipients, posts: posts, topics: self.topics, accepted: work.accepted,
            known: try NotifiedTable.versions(known[0]), answered: Set(try known[1].decode("cause")))
        let dispositions = work.indexes.map { index in
            let arrival = work.isCondemned ? .fault(Fault(.internal)) : work.prepared[index]
            return notes.take(arrival, carriedBy: work.records[index])
        }
        try await NotifiedTable.store(notes.newcomers, on: transaction.connection)
        try await DeliveryTable.enter(notes.deliveries, at: try MachineTime.read(known[2]), in: transaction)
        _ = try await transaction.journal(notes.entries)
        return dispositions
    }

    /// The units at which posts have to be looked up.
    private func units(of work: IntakeWork<[ReceivedRecord]>) -> Set<String> {
        let groups = self.recipients.compactMap(\.posts).reduce(Set()) { $0.union($1) }
        var units: Set<String> = []
        for index in work.indexes {
            guard case .alert(let alert) = work.prepared[index] else { continue }
            units.formUnion(alert.posts(groups).map(\.unit))
        }
        return units
    }
}
