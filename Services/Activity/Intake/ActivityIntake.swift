internal import Crypto
internal import Domain
internal import Kafka
internal import Machines
internal import Messages
internal import Pipeline
internal import Postgres

/// Takes in what other systems say happened, what the register says of units, and commands.
struct ActivityIntake: IntakeHandler {
    /// The topics of this installation.
    let topics: Topics
    /// Those by which events come.
    let intake: IntakeTopics
    /// The cluster that they are read from.
    let cluster: String
    /// Asks for the offset behind the last record of every partition of a topic, in their order.
    let ends: @Sendable (_ topic: String) async throws -> [Int64]
    private let units = KnownUnits()

    init(
        topics: Topics, intake: IntakeTopics, cluster: String,
        ends: @escaping @Sendable (_ topic: String) async throws -> [Int64]
    ) {
        self.topics = topics
        self.intake = intake
        self.cluster = cluster
        self.ends = ends
    }

    func prepare(_ records: RecordBatch) async throws -> Arrivals {
        var arrivals = Arrivals(records, topics: self.topics, intake: self.intake)
        for topic in arrivals.topicsOfWatermarks.sorted() {
            arrivals.note(TopicEnds(cluster: self.cluster, ends: try await self.ends(topic)), of: topic)
        }
        return arrivals
    }

    func probe(_ work: IntakeWork<Arrivals>) -> [SQL] { Probe.statements(work.prepared, units: self.units) }

    func handle(
        _ work: IntakeWork<Arrivals>, known: [Rows], in transaction: Transaction
    ) async throws -> [Disposition] {
        guard !work.isCondemned else { return try await self.condemn(work, in: transaction) }
        var acceptance = Acceptance(in: transaction, topics: self.topics)
        var dispositions = [Disposition](repeating: .applied, count: work.indexes.count)
        var places: [Int] = []
        var commands: [(place: Int, command: IncomingCommand<ActivityCommand>)] = []
        var rehearsals: [(Rehearsal, Fact?)] = []
        acceptance.facts.reserveCapacity(work.indexes.count)
        for (place, index) in work.indexes.enumerated() {
            let record = work.records[index]
            switch work.prepared.items[index] {
            case .event(let message):
                let fact = Fact(
                    message, carriedBy: .arrived(record), accepted: work.accepted,
                    ends: work.prepared.ends[record.topicPartition.topic])
                if let fault = self.fault(of: fact) {
                    acceptance.letters.append(Letter(KeptRecord(record), because: fault, accepted: work.accepted))
                    dispositions[place] = .refused
                } else {
                    acceptance.facts.append(fact)
                    places.append(place)
                }
            case .faulty(let fault):
                acceptance.letters.append(Letter(KeptRecord(record), because: fault, accepted: work.accepted))
                dispositions[place] = .refused
            case .rehearsal(let rehearsal):
                let fact = rehearsal.message.map {
                    Fact($0, carriedBy: .arrived(record), accepted: work.accepted)
                }
                rehearsals.append((rehearsal, fact))
            case .register(let unit): if let unit { acceptance.arrived.append(.unit(unit)) }
            case .command(let command): commands.append((place, command))
            }
        }
        let minutes = try await CommandDesk(topics: self.topics).take(commands.map(\.command), in: transaction)
        for (command, disposition) in zip(commands, minutes.dispositions) {
            dispositions[command.place] = disposition
        }
        acceptance.letters += minutes.faults.map { refused in
            let record = work.records[work.indexes[commands[refused.place].place]]
            return Letter(KeptRecord(record), because: refused.fault, accepted: work.accepted)
        }
        acceptance.replies = minutes.replies
        let knowledge = try Probe.knowledge(known, of: work.prepared, units: self.units)
        var triage = Triage(try await self.items(of: rehearsals.compactMap(\.1), knowledge.triage, in: transaction))
        acceptance.rehearsed = rehearsals.map { rehearsal, fact in
            rehearsal.answer(fact, refusal: fact.flatMap { self.fault(of: $0) }, knowing: &triage)
        }
        let outcomes = try await acceptance.perform(knowing: knowledge)
        for (place, outcome) in zip(places, outcomes) { dispositions[place] = Disposition(outcome) }
        return dispositions
    }

    /// What triage needs to know of events of the rehearsal.
    private func items(
        of facts: [Fact], _ knowledge: Triage<ParkingKey>.Knowledge, in transaction: Transaction
    ) async throws -> Triage<ParkingKey>.Knowledge {
        guard !facts.isEmpty else { return knowledge }
        var (knowledge, listed) = (knowledge, ListedItems())
        try await listed.learn(of: facts, present: &knowledge.present, on: transaction.connection)
        return knowledge
    }

    /// What condemns an event that is well-formed, as far as it shows in the event and the topic it came by.
    private func fault(of fact: Fact) -> Fault? {
        if let fault = fact.message.fault(acceptedAt: fact.accepted) { return fault }
        let (source, topic) = (fact.message.envelope.source, fact.record.topic)
        let isRehearsal = topic == self.topics.activityRehearsal.name
        let isAllowed = isRehearsal ? self.intake.allows(source) : self.intake.allows(source, on: topic)
        return isAllowed ? nil : Fault(.sourceNotAllowed, at: "source")
    }

    /// The database has refused a value of this one record.
    private func condemn(
        _ work: IntakeWork<Arrivals>, in transaction: Transaction
    ) async throws -> [Disposition] {
        var acceptance = Acceptance(in: transaction, topics: self.topics)
        acceptance.letters = work.indexes.compactMap { index in
            if case .rehearsal = work.prepared.items[index] { return nil }
            return Letter(KeptRecord(work.records[index]), because: Fault(.internal), accepted: work.accepted)
        }
        let commands = work.indexes.compactMap { index -> IncomingCommand<ActivityCommand>? in
            guard case .command(let command) = work.prepared.items[index] else { return nil }
            return IncomingCommand(refused: Fault(.internal), id: command.id)
        }
        acceptance.replies = try await CommandDesk(topics: self.topics).take(commands, in: transaction).replies
        acceptance.rehearsed = work.indexes.compactMap { index in
            guard case .rehearsal(let rehearsal) = work.prepared.items[index] else { return nil }
            return rehearsal.condemned
        }
        _ = try await acceptance.perform()
        return work.indexes.map { _ in .refused }
    }
}

extension Disposition {
    fileprivate init(_ outcome: Sorter<Fact>.Outcome) {
        self =
            switch outcome {
            case .applied: .applied
            case .duplicate: .duplicate
            case .refused: .refused
            case .parked: .parked
            }
    }
}
