import Domain
import Machines

/// Four services of two processes each, a broker and a database under one seed: every step is chosen by it, and so is
/// every fault.
public final class World {
    var dice: Dice
    let watch: Watch
    let database = Database()
    var broker = Broker()
    var processes: [SimulatedProcess] = []
    /// Which process a group believes to own a partition, and how often it has dealt.
    var owners: [ServiceName: [Partition: Int]] = [:]
    var deals: [ServiceName: Int] = [:]
    /// The business clock: the same for all, never backwards.
    var business = 0
    /// The clock of the database.
    var machine = 0
    /// What was sent from outside.
    var ledger = Ledger()
    var areFaultsOn = true
    var counts = Counts()
    /// What goes back in this world, if anything does.
    let calamity: Calamity?
    var damage: Damage?
    var restored: Restored?
    var snapshot: Tables?
    /// The newest position of each lane that lies on each of its topics.
    var tails: [LaneName: [TopicName: Int64]] = [:]
    /// Lanes of which a topic has lost something that nobody has mended yet.
    var damagedLanes: Set<LaneName> = []
    /// What receivers have been sent, in that order.
    var received: [(name: AlertName, version: Int64)] = []

    static let unitCount = 4
    /// How many steps of a world have faults.
    public static let usualSteps = 250

    /// A world of that seed, which nothing has happened in.
    /// - Parameter teller: Is told each step.
    public init(seed: UInt64, teller: ((String) -> Void)? = nil) {
        self.dice = Dice(seed: seed)
        self.watch = Watch(teller: teller)
        self.calamity =
            switch self.dice.roll(10) {
            case 0...1: .broker
            case 2: .database
            default: nil
            }
        // Under a rehearsal the two clocks are far apart.
        self.machine = self.dice.roll(400) + (self.dice.once(in: 2) ? 5_000 : -5_000)
        for service in ServiceName.allCases {
            for _ in 0..<2 { self.processes.append(SimulatedProcess(self.processes.count, of: service)) }
        }
        for service in ServiceName.allCases { self.rebalance(service) }
        for unit in 0..<2 { self.register(unit) }
    }

    /// What is wrong.
    public var violations: [String] { self.watch.violations.map(\.description) }

    /// Runs `steps` steps with faults, then as many without as it takes to come to rest, and looks at what is there.
    public func run(steps: Int) {
        for _ in 0..<steps where self.watch.violations.isEmpty { self.step() }
        self.heal()
        // By far more than any world needs that moves at all.
        for count in 0..<40 * steps where self.watch.violations.isEmpty {
            if count % 8 == 0, self.isAtRest { return self.check() }
            self.step()
        }
        guard self.watch.violations.isEmpty else { return }
        self.watch.report(.liveness, self.whatIsLeft)
    }

    /// No more faults: all that stood still goes on, and all units get registered.
    private func heal() {
        self.areFaultsOn = false
        self.watch.tell("── no more faults")
        for process in self.processes { process.pause = 0 }
        self.business = max(self.business, (SupervisionModel.windowCount + 1) * SupervisionModel.windowLength)
        for unit in 0..<Self.unitCount { self.register(unit) }
    }

    func step() {
        self.watch.step += 1
        if self.watch.step % self.processes.count == 0 { self.machine += 1 }
        if self.areFaultsOn {
            self.business += self.dice.roll(5)
            self.meddle()
        }
        self.operate()
        let first = self.dice.roll(self.processes.count)
        for index in 0..<self.processes.count {
            let process = self.processes[(first + index) % self.processes.count]
            if process.pause > 0 {
                process.pause -= 1
                continue
            }
            if self.schedule(process) { return }
        }
    }

    /// Has one of the parts of a process take a step; false where none has anything to do.
    private func schedule(_ process: SimulatedProcess) -> Bool {
        let parts = Part.allCases.filter { self.hasWork($0, of: process) }
        guard !parts.isEmpty else { return false }
        switch parts[self.dice.roll(parts.count)] {
        case .intake: self.stepIntake(process)
        case .relay: self.stepRelay(process)
        case .due: self.stepDue(process)
        case .sender: self.stepSender(process)
        }
        return true
    }

    /// What runs side by side in a process.
    private enum Part: CaseIterable {
        case intake, relay, due, sender
    }

    /// Whether a part of a process would do more than look around.
    private func hasWork(_ part: Part, of process: SimulatedProcess) -> Bool {
        let service = process.service.rawValue
        switch part {
        case .intake: return self.hasIntake(process)
        case .relay:
            if process.sending != nil { return true }
            if case .send? = process.relayActions.first { return true }
            for lane in 0..<ServiceName.laneCount {
                guard let head = self.database.tables.services[service].heads[lane] else { continue }
                if head.position > self.database.tables.services[service].published[lane] ?? 0 { return true }
            }
            return false
        case .due:
            if process.draining != nil { return true }
            for item in self.database.tables.services[service].due.values {
                // Whichever clock it is read on: which of them counts is for the machine to say.
                if item.at.microseconds <= Int64(max(self.business, self.machine)) { return true }
            }
            return false
        case .sender: return process.ending != nil || !process.leased.isEmpty
        }
    }

    func model(of service: ServiceName) -> any ServiceModel {
        switch service {
        case .registry: RegistryModel()
        case .activity: ActivityModel()
        case .supervision: SupervisionModel()
        case .notification: NotificationModel()
        }
    }

    /// True now and then, as long as anything fails.
    func fails(once odds: Int) -> Bool { self.areFaultsOn && self.dice.once(in: odds) }

    func name(of process: SimulatedProcess) -> String { "\(process.service)#\(process.number % 2 + 1)" }
}
