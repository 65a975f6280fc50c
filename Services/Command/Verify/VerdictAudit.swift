internal import Domain
internal import Facts
internal import Messages
internal import Packs
internal import Pipeline
internal import Postgres

/// Judges again what was judged: each verdict by its own pack, at its own positions, as of its own instant.
struct VerdictAudit {
    /// Which verdicts are looked at.
    enum Scope {
        /// The last of each duty.
        case standing
        /// All that were ever journalled.
        case all
    }

    /// A verdict as it was journalled.
    private struct Noted {
        let number: JournalNumber
        let fact: VerdictChanged
    }

    /// What verdicts have in common that can be judged again from one reading of facts.
    private struct Reading: Hashable {
        let positions: Provenance.Positions
        let asOf: Instant
        let days: Period?
    }

    /// How many units are held in memory at once.
    private static let chunkUnits = 500

    private let scope: Scope
    private let unit: UnitCode?
    private let folder: PackFolder
    private let journal: JournalReader
    private let reader: FactsReader
    private var packs: [Provenance.PackEdition: Pack?] = [:]
    private(set) var found = Discrepancies()
    /// How many were judged again.
    private(set) var count = 0
    /// How many were judged by a pack that is not at hand.
    private(set) var unjudged: [Provenance.PackEdition: Int] = [:]

    /// - Parameter unit: Only the verdicts on this unit; all where nil.
    init(_ scope: Scope, of unit: UnitCode?, by folder: PackFolder, on connection: Connection) {
        self.scope = scope
        self.unit = unit
        self.folder = folder
        self.journal = JournalReader("supervision", on: connection)
        self.reader = FactsReader(connection)
    }

    /// Judges again what lies in lanes.
    mutating func run(_ lanes: [Int], progress: ProgressLine) async throws {
        let journal = self.journal
        for lane in lanes {
            let standing = self.scope == .standing ? try await StandingVerdicts(in: lane, of: journal) : nil
            try await journal.forEachPiece(of: lane, types: [VerdictChanged.type]) { piece in
                progress.show("judging again: lane \(lane) from position \(piece[0].number.position)")
                try await self.judge(
                    piece.compactMap { self.noted($0) }.filter { noted in
                        standing?.contains(noted.number.position) ?? true
                    })
            }
        }
    }

    /// Reads an entry; nothing where it is not asked for, or cannot be read.
    private mutating func noted(_ journaled: JournaledEntry) -> Noted? {
        guard let fact = journaled.entry.value.flatMap({ VerdictChanged(data: $0) }) else {
            self.found.append(
                Discrepancy(
                    "supervision", journaled.number, .verdict("verdict"), found: "an entry that cannot be read",
                    expected: "unit, requirement, verdict and what it was computed from"))
            return nil
        }
        guard self.unit == nil || self.unit == fact.unit else { return nil }
        return Noted(number: journaled.number, fact: fact)
    }

    private mutating func judge(_ noted: [Noted]) async throws {
        let readings = Dictionary(grouping: noted) {
            Reading(
                positions: $0.fact.provenance.positions, asOf: $0.fact.provenance.asOf, days: $0.fact.provenance.days)
        }
        var found: [Discrepancy] = []
        for (reading, noted) in readings {
            let units = Dictionary(grouping: noted, by: \.fact.unit)
            let codes = units.keys.sorted()
            for start in stride(from: 0, to: codes.count, by: Self.chunkUnits) {
                let chunk = Array(codes[start..<min(start + Self.chunkUnits, codes.count)])
                let facts = try await self.reader.facts(
                    of: chunk, at: FactPositions(reading.positions), knownAt: reading.asOf, among: reading.days)
                for facts in facts { found += self.discrepancies(units[facts.unit] ?? [], facts) }
            }
        }
        for discrepancy in found.sorted() { self.found.append(discrepancy) }
    }

    /// Judges a unit's verdicts of one reading.
    private mutating func discrepancies(_ noted: [Noted], _ facts: UnitFacts) -> [Discrepancy] {
        let inputs = facts.digest
        var cells: [RequirementID: [DutyName: (window: Period?, finding: Finding)]] = [:]
        var found: [Discrepancy] = []
        var otherInputs: [String: [Noted]] = [:]
        for noted in noted {
            let fact = noted.fact
            guard let pack = self.pack(fact.provenance.pack) else {
                self.unjudged[fact.provenance.pack, default: 0] += 1
                continue
            }
            self.count += 1
            let requirement = fact.duty.requirement
            let cell = cells[requirement] ?? Self.findings(of: requirement, in: pack, facts, fact.provenance.asOf)
            cells[requirement] = cell
            if inputs != fact.provenance.inputs { otherInputs[fact.provenance.inputs, default: []].append(noted) }
            // What is owed no longer, or was never, does not bind.
            let expected = cell[fact.duty] ?? (fact.window, Finding(verdict: .notApplicable))
            if expected.finding != fact.finding || expected.window != fact.window {
                found.append(
                    Discrepancy(
                        "supervision", noted.number, .verdict("verdict on \(fact.name)"),
                        found: fact.finding.text(in: fact.window),
                        expected: expected.finding.text(in: expected.window)))
            }
        }
        // One fact that has changed shows in all verdicts on the unit.
        return found
            + otherInputs.map { digest, noted in
                let subject =
                    noted.count == 1
                    ? "the verdict on \(noted[0].fact.name)" : "\(noted.count) verdicts on \(facts.unit)"
                return Discrepancy(
                    "supervision", noted[0].number, .verdict("inputs of \(subject)"), found: digest, expected: inputs)
            }
    }

    private static func findings(
        of id: RequirementID, in pack: Pack, _ facts: UnitFacts, _ asOf: Instant
    ) -> [DutyName: (window: Period?, finding: Finding)] {
        guard let requirement = pack.requirements.first(where: { $0.id == id }),
            let cell = evaluate(requirement, facts, asOf: asOf, knownAt: asOf)
        else { return [:] }
        let findings = cell.findings(requirement.criterion).map { ($0.name, (window: $0.window, finding: $0.finding)) }
        return Dictionary(findings) { first, _ in first }
    }

    /// The pack of an edition, where it lies in the folder.
    private mutating func pack(_ edition: Provenance.PackEdition) -> Pack? {
        if let known = self.packs[edition] { return known }
        let pack = try? self.folder.pack(edition.id)
        let found = pack.flatMap { $0.digest == edition.digest ? $0 : nil }
        self.packs[edition] = .some(found)
        return found
    }
}

extension FactPositions {
    /// The heads of the lanes that bear on the units of one lane; what lies in others bears on none of them.
    fileprivate init(_ positions: Provenance.Positions) {
        var activity = [Int64](repeating: 0, count: Lane.count)
        var supervision = activity
        activity[positions.lane] = positions.activity
        activity[0] = positions.watermarks
        supervision[positions.lane] = positions.waivers
        self.init(registry: positions.registry, activity: activity, supervision: supervision)
    }
}

extension VerdictChanged {
    /// The duty as people name it.
    fileprivate var name: String {
        "\(self.unit) \(self.duty.requirement)" + (self.duty.from.map { " from \($0)" } ?? "")
    }
}

extension Finding {
    /// The finding in words, with its window.
    fileprivate func text(in window: Period?) -> String {
        var parts = [self.reason.map { "\(self.verdict.rawValue) (\($0))" } ?? self.verdict.rawValue]
        if self.isLate { parts.append("late") }
        if self.isFiledLate { parts.append("filed late") }
        if let window { parts.append("for \(window.from) to \(window.through)") }
        return parts.joined(separator: ", ")
    }
}
