internal import Domain
internal import Postgres

/// What the register says of units and of those that ever stood above them, as its rows were read.
struct RegisterFacts: Sendable {
    /// The versions of a unit; none for a code that the register does not have.
    private var units: [UnitCode: [UnitVersion]] = [:]
    private var counts: [UnitCode: [MemberCount]] = [:]
    private var committees: [UnitCode: [CommitteeVersion]] = [:]
    private var duties: [UnitCode: [ReportingDuty]] = [:]

    /// Nothing.
    init() {}

    /// What the answers to the four questions say: for units, member counts, reporting duties and committees.
    init(_ answers: [Rows]) throws {
        for row in answers[0] {
            let version = try UnitVersion(row)
            self.units[version.code, default: []].append(version)
        }
        for row in answers[1] {
            let count = try MemberCount(row)
            self.counts[count.unit, default: []].append(count)
        }
        for row in answers[2] {
            let duty = try ReportingDuty(row)
            self.duties[duty.unit, default: []].append(duty)
        }
        for row in answers[3] {
            let version = try CommitteeVersion(row)
            self.committees[version.unit, default: []].append(version)
        }
    }

    /// Adds what was read of other units at the same position. Of those above both it is the same.
    mutating func add(_ other: RegisterFacts) {
        self.units.merge(other.units) { $1 }
        self.counts.merge(other.counts) { $1 }
        self.committees.merge(other.committees) { $1 }
        self.duties.merge(other.duties) { $1 }
    }

    /// What bears on some of the units.
    func part(for asked: [UnitCode]) -> RegisterFacts {
        var part = RegisterFacts()
        for unit in asked {
            part.counts[unit] = self.counts[unit]
            part.committees[unit] = self.committees[unit]
            for code in self.lineage(of: unit) {
                part.units[code] = self.units[code]
                part.duties[code] = self.duties[code]
            }
        }
        return part
    }

    /// The unit and all that ever stood above it.
    func lineage(of unit: UnitCode) -> [UnitCode] {
        var lineage = [unit]
        var known: Set<UnitCode> = [unit]
        var place = 0
        while place < lineage.count {
            for parent in (self.units[lineage[place]] ?? []).compactMap(\.parent) where known.insert(parent).inserted {
                lineage.append(parent)
            }
            place += 1
        }
        return lineage
    }

    /// The sources that were ever expected to report for any of the units, in the order of their names.
    var sources: [SourceName] { Set(self.duties.values.joined().map(\.source)).sorted() }

    /// A unit's facts, without records and letters.
    func facts(of unit: UnitCode, watermarks: [SourceName: [Watermark]], waivers: [Waiver]) -> UnitFacts {
        let lineage = self.lineage(of: unit)
        let duties = lineage.flatMap { self.duties[$0] ?? [] }
        let covering = Set(lineage)
        return UnitFacts(
            unit: unit, units: lineage.flatMap { self.units[$0] ?? [] }, counts: self.counts[unit] ?? [],
            committees: self.committees[unit] ?? [], duties: duties,
            watermarks: Set(duties.map(\.source)).flatMap { watermarks[$0] ?? [] }
                .filter { $0.unit.map { covering.contains($0) } ?? true },
            waivers: waivers)
    }
}
