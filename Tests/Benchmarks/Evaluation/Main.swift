import Domain
import Glibc
import Packs

/// Measures how fast one core judges the college's pack: verdicts a second where a whole campus is judged, and what one
/// event costs where only that is judged which it can touch, by the years that lie behind a unit. All lengths are
/// measured in turns, seven times, by the processor time of the thread, since others may use the machine; medians are
/// printed.
@main
struct Main {
    private static let lengths = [1, 2, 3, 5]
    /// The figures that are asked for.
    private static let goals = (verdictsPerSecond: 500_000, slope: 0.1)

    static func main() throws {
        guard let folder = PackFolder.installed else { fatalError("run it in a checkout") }
        let pack = try folder.pack("hbgyzy-2021")
        let campuses = Self.lengths.map { BenchmarkCampus(years: $0, begins: pack.begins) }
        var wholes = campuses.map { _ in [Run]() }
        var events = wholes
        for _ in 0..<7 {
            for (place, campus) in campuses.enumerated() {
                wholes[place].append(Run(judgingAllOf: campus, by: pack))
                events[place].append(Run(tellingOneEventOfEachUnitOf: campus, by: pack))
            }
        }
        print("years  verdicts on a unit  verdicts/s, all of them  µs an event  verdicts an event  verdicts/s")
        let medians = zip(wholes, events).map { (whole: Run.median($0), event: Run.median($1)) }
        for (years, median) in zip(Self.lengths, medians) {
            let units = Double(median.event.units)
            let columns = [
                "\(years)", rounded(Double(median.whole.verdicts) / units),
                "\(Int(Double(median.whole.verdicts) / median.whole.seconds))",
                rounded(median.event.seconds * 1e6 / units), rounded(Double(median.event.verdicts) / units),
                "\(Int(Double(median.event.verdicts) / median.event.seconds))",
            ]
            print(
                zip(columns, [5, 20, 25, 13, 19, 12]).map { text, width in
                    String(repeating: " ", count: max(0, width - text.count)) + text
                }.joined())
        }
        let growth = log(Double(Self.lengths[3]) / Double(Self.lengths[0]))
        let slope = log(medians[3].event.seconds / medians[0].event.seconds) / growth
        let all = log(medians[3].whole.seconds / medians[0].whole.seconds) / growth
        print("log–log slope from 1 to 5 years: one event \(rounded(slope)), asked for \(Self.goals.slope)")
        print("to judge all of a unit \(rounded(all)); asked for \(Self.goals.verdictsPerSecond) verdicts/s")
    }
}

/// One evaluation of a whole campus.
private struct Run {
    let units: Int
    private(set) var verdicts = 0
    private(set) var seconds = 0.0

    static func median(_ runs: [Run]) -> Run { runs.sorted { $0.seconds < $1.seconds }[runs.count / 2] }

    /// All windows of all units.
    init(judgingAllOf campus: BenchmarkCampus, by pack: Pack) {
        self.units = campus.units.count
        self.measure {
            campus.units.reduce(0) { $0 + Self.judge($1, by: pack, campus.now, among: nil) }
        }
    }

    /// Of each unit what something that took place the day before can touch, as supervision does: first which days
    /// these are, then the records of these days, then the verdicts.
    init(tellingOneEventOfEachUnitOf campus: BenchmarkCampus, by pack: Pack) {
        self.units = campus.units.count
        let now = campus.now
        // PostgreSQL finds the records of the days by an index.
        let asked = campus.units.map { unit in
            let frame = unit.with([], [])
            let days = Self.days(of: frame, by: pack, now)
            return (frame, unit.records.filter { record in days.map { $0.contains(record.started) } ?? true })
        }
        self.measure {
            asked.reduce(0) { verdicts, unit in
                let (frame, records) = unit
                let days = Self.days(of: frame, by: pack, now)
                return verdicts + Self.judge(frame.with(records, []), by: pack, now, among: days)
            }
        }
    }

    private static func days(of frame: UnitFacts, by pack: Pack, _ now: Instant) -> Period? {
        let isGroup = frame.units.contains { $0.code == frame.unit && $0.kind == .group }
        let told = pack.requirements
            .compactMap { $0.days(about: isGroup ? .groupMeeting : .themeDay, on: now.day.previous) }
            .reduce(nil) { $0?.joined(with: $1) ?? $1 }
        return frame.days(toJudge: pack.requirements, since: now, told: told, now: now)
    }

    private static func judge(_ facts: UnitFacts, by pack: Pack, _ now: Instant, among days: Period?) -> Int {
        var verdicts = 0
        for requirement in pack.requirements {
            let cell = evaluate(requirement, facts, asOf: now, knownAt: now, among: days)
            guard let cell else { continue }
            verdicts += requirement.criterion.hasWindows ? cell.duties.count : 1
        }
        return verdicts
    }

    private mutating func measure(_ body: () -> Int) {
        let begun = processorSeconds()
        self.verdicts = body()
        self.seconds = processorSeconds() - begun
    }
}

/// The time that this thread has computed.
private func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// A number with two digits after the point.
private func rounded(_ number: Double) -> String {
    let hundredths = Int((number * 100).rounded())
    let digits = "\(abs(hundredths) % 100)"
    return (number < 0 ? "-" : "") + "\(abs(hundredths) / 100)." + (digits.count == 1 ? "0" : "") + digits
}
