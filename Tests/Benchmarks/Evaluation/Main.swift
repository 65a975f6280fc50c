import Domain
import Glibc
import Packs

/// Measures how fast one core judges the college's pack: verdicts a second, the time for a whole campus, and how the
/// judging of one unit grows with the years behind it. All lengths are measured in turns, seven times, by the processor
/// time of the thread, since others may use the machine; medians are printed.
@main
struct Main {
    private static let lengths = [1, 2, 3, 5]

    static func main() throws {
        guard let folder = PackFolder.installed else { fatalError("run it in a checkout") }
        let pack = try folder.pack("hbgyzy-2021")
        let campuses = Self.lengths.map { BenchmarkCampus(years: $0, begins: pack.begins) }
        var runs = campuses.map { _ in [Run]() }
        for _ in 0..<7 {
            for (place, campus) in campuses.enumerated() { runs[place].append(Run(of: pack, campus)) }
        }
        print("units  years  verdicts  campus, ms  verdicts/s  unit, µs")
        var medians: [Double] = []
        for (place, campus) in campuses.enumerated() {
            let median = runs[place].map(\.seconds).sorted()[3]
            medians.append(median)
            let verdicts = runs[place][0].verdicts
            let columns = [
                "\(campus.units.count)", "\(Self.lengths[place])", "\(verdicts)", rounded(median * 1_000),
                "\(Int(Double(verdicts) / median))", rounded(median * 1e6 / Double(campus.units.count)),
            ]
            print(
                zip(columns, [5, 7, 10, 12, 12, 10]).map { text, width in
                    String(repeating: " ", count: max(0, width - text.count)) + text
                }.joined())
        }
        let growth = log(Double(Self.lengths[3]) / Double(Self.lengths[0]))
        let unit = log(medians[3] / medians[0]) / growth
        let verdicts = log(Double(runs[3][0].verdicts) / Double(runs[0][0].verdicts)) / growth
        print("log–log slopes, 1 to 5 years: judging all windows of a unit \(rounded(unit)), ", terminator: "")
        print("one window \(rounded(unit - verdicts))")
    }
}

/// One evaluation of a whole campus.
private struct Run {
    private(set) var verdicts = 0
    let seconds: Double

    init(of pack: Pack, _ campus: BenchmarkCampus) {
        var verdicts = 0
        let begun = processorSeconds()
        for facts in campus.units {
            for requirement in pack.requirements {
                let cell = evaluate(requirement, facts, asOf: campus.now, knownAt: campus.now)
                guard let cell else { continue }
                verdicts += max(1, cell.duties.count)
            }
        }
        self.verdicts = verdicts
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
