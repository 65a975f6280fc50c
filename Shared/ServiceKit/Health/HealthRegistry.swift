import Synchronization

/// How the parts of a process are, for `/livez` and `/readyz`.
///
/// The process is ready when all its parts are, and alive while its loops beat: what no longer beats must be started
/// again, what is not ready must be waited for or mended.
public final class HealthRegistry: Sendable {
    /// Whether all is well, and the lines that say so.
    struct Report: Sendable {
        let isGood: Bool
        let text: String
    }

    private struct Beat {
        let limitMicroseconds: Int64
        var last: Int64
    }

    private struct State {
        var parts: [String: HealthStatus] = [:]
        var beats: [String: Beat] = [:]
    }

    private let state = Mutex(State())
    private let now: @Sendable () -> Int64

    /// Without parts, hence ready.
    public convenience init() {
        self.init(now: MachineClock.microsecondsSinceBoot)
    }

    /// With a clock of one's own.
    init(now: @escaping @Sendable () -> Int64) {
        self.now = now
    }

    /// Says how a part is: `activity.intake/3`. A part that is not known yet is added.
    public func report(_ part: String, _ status: HealthStatus) {
        self.state.withLock { $0.parts[part] = status }
    }

    /// Takes a part away that is no more, a partition that was given up.
    public func remove(_ part: String) {
        self.state.withLock { $0.parts[part] = nil }
    }

    /// Says that a loop has come round; from the first time on it must come round again within `limit`.
    public func beat(_ loop: String, limit: Duration) {
        let microseconds = Int64(limit / .microseconds(1))
        self.state.withLock { $0.beats[loop] = Beat(limitMicroseconds: microseconds, last: self.now()) }
    }

    /// Takes a loop away that has ended.
    public func endBeat(_ loop: String) {
        self.state.withLock { $0.beats[loop] = nil }
    }

    /// Whether every part is ready and every loop beats.
    public var isReady: Bool {
        self.state.withLock { state in
            state.parts.values.allSatisfy(\.isGood) && state.beats.values.allSatisfy { self.isBeating($0) }
        }
    }

    /// Whether every loop beats.
    public var isAlive: Bool {
        self.state.withLock { state in state.beats.values.allSatisfy { self.isBeating($0) } }
    }

    /// For how long each loop has not come round, in seconds.
    var beatAges: [(loop: String, seconds: Double)] {
        let beats = self.state.withLock(\.beats)
        return beats.sorted { $0.key < $1.key }.map { ($0.key, Double(self.now() - $0.value.last) / 1_000_000) }
    }

    /// What `/readyz` answers; verbose lists what is well too.
    func readiness(_ detail: Detail) -> Report {
        let (parts, loops) = self.lines()
        return self.report((parts + loops), detail, name: "readyz")
    }

    /// What `/livez` answers.
    func liveness(_ detail: Detail) -> Report {
        self.report(self.lines().loops, detail, name: "livez")
    }

    /// How much a report says.
    enum Detail {
        /// Only what is not well.
        case faults
        /// Everything.
        case everything
    }

    private func isBeating(_ beat: Beat) -> Bool {
        self.now() - beat.last <= beat.limitMicroseconds
    }

    private typealias Line = (isGood: Bool, text: String)

    private func lines() -> (parts: [Line], loops: [Line]) {
        let state = self.state.withLock { $0 }
        let parts = state.parts.sorted { $0.key < $1.key }.map { name, status in
            (isGood: status.isGood, text: "\(name) \(status.text)")
        }
        let loops = state.beats.sorted { $0.key < $1.key }.map { name, beat in
            let seconds = (self.now() - beat.last) / 1_000_000
            let isGood = self.isBeating(beat)
            let fault = "\(name) has not come round for \(seconds) s: start this process again"
            return (isGood: isGood, text: isGood ? "\(name) ok" : fault)
        }
        return (parts, loops)
    }

    private func report(_ lines: [Line], _ detail: Detail, name: String) -> Report {
        let isGood = lines.allSatisfy(\.isGood)
        let shown = lines.filter { detail == .everything || !$0.isGood }
        let text = shown.map { "[\($0.isGood ? "+" : "-")]\($0.text)\n" }.joined()
        return Report(isGood: isGood, text: text + "\(name) \(isGood ? "ok" : "failed")\n")
    }
}
