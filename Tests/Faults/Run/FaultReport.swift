import FoundationEssentials
import Kit

/// What a run has done and what came of it, as one table.
struct FaultReport: Sendable {
    let seed: UInt64
    let log: RunLog
    let ledger: Ledger
    let violations: [Violation]
    /// Lies about the run that its checker believed.
    let unnoticed: [String]
    /// Records that the services have published more than once.
    let repetitions: Int
    let duration: Duration

    /// The table, in Markdown.
    func markdown() async -> String {
        var lines = ["# Faults, and what came of them", "", "| fault | injected | longest recovery |", "|---|--:|--:|"]
        for fault in Fault.allCases {
            let longest = self.log.recoveries.filter { $0.fault == fault }.map(\.duration).max()
            let mark = fault.isInside ? " \\*" : ""
            lines.append("| \(fault.rawValue)\(mark) | \(self.injected(fault)) | \(Self.text(longest)) |")
        }
        lines += ["", "\\* inside a transaction: \(self.inside) of \(self.killed) kills, \(self.allInside) in all", ""]
        lines += ["| | |", "|---|--:|"]
        for (name, value) in self.figures { lines.append("| \(name) | \(value) |") }
        lines += [
            "", "| most of one process | MiB resident | open files | sessions of the service |", "|---|--:|--:|--:|",
        ]
        for service in Installation.Service.allCases {
            let peak = self.log.peaks[service] ?? Peak()
            lines.append("| \(service.rawValue) | \(peak.residentMiB) | \(peak.files) | \(peak.sessions) |")
        }
        lines += ["", "Invariants: " + Invariant.allCases.map { self.outcome(of: $0) }.joined(separator: " · "), ""]
        lines += self.violations.map { "- \($0)" }
        lines += self.log.missed.map { "- left alone from then on: \($0)" }
        lines += ["", "Seed \(self.seed), \(Self.text(self.duration)), \(await Self.commit()), \(Self.machine())", ""]
        return lines.joined(separator: "\n")
    }

    /// The same for programs.
    func json() async -> JSONValue {
        let faults = Fault.allCases.map { ($0.rawValue, JSONValue.integer(Int64(self.injected($0)))) }
        var members: [String: JSONValue] = [
            "injected": .object(Dictionary(uniqueKeysWithValues: faults)),
            "kills": .integer(Int64(self.killed)), "killsInsideATransaction": .integer(Int64(self.inside)),
            "violations": .array(self.violations.map { .string($0.description) }),
            "seed": .string(String(self.seed)), "commit": .string(await Self.commit()),
            "machine": .string(Self.machine()),
        ]
        for (name, value) in self.figures { members[name] = .string(value) }
        return .object(members)
    }

    private var figures: [(String, String)] {
        [
            ("records sent", String(self.ledger.entries.count)), ("acknowledged", String(self.ledger.count(.acked))),
            ("failed", String(self.ledger.count(.failed))), ("unknown", String(self.ledger.count(.unknown))),
            ("lost", String(self.subjects(.noLoss))), ("doubled", String(self.subjects(.noDoubling))),
            ("published again", String(self.repetitions)),
            ("longest recovery", Self.text(self.log.recoveries.map(\.duration).max())),
        ]
    }

    /// How many processes were killed.
    var killed: Int { self.injected(.kill) + self.inside }
    /// Of these, how many inside a transaction.
    var inside: Int { self.injected(.killInside) }

    /// What was done to nobody, kills apart.
    var untried: [Fault] {
        Fault.allCases.filter { $0 != .kill && $0 != .killInside && self.injected($0) == 0 }
    }

    private var allInside: Int { Fault.allCases.filter(\.isInside).reduce(0) { $0 + self.injected($1) } }

    private func injected(_ fault: Fault) -> Int { self.log.injected[fault] ?? 0 }

    private func subjects(_ invariant: Invariant) -> Int {
        self.violations.filter { $0.invariant == invariant }.reduce(0) { $0 + max(1, $1.subjects.count) }
    }

    private func outcome(of invariant: Invariant) -> String {
        let holds = !self.violations.contains { $0.invariant == invariant }
        return "\(invariant.rawValue) \(holds ? "holds" : "DOES NOT HOLD")"
    }

    private static func text(_ duration: Duration?) -> String {
        guard let duration else { return "–" }
        let tenths = Int(duration / .milliseconds(100))
        return "\(tenths / 10).\(tenths % 10) s"
    }

    private static func commit() async -> String {
        let source = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/")
        let answer = try? await Program.run("git", ["-C", source, "describe", "--always", "--dirty"])
        return "commit \(answer?.output.split(separator: "\n").first ?? "unknown")"
    }

    private static func machine() -> String {
        func line(_ file: String, _ name: String) -> String {
            let text = (try? String(contentsOf: URL(filePath: file), encoding: .utf8)) ?? ""
            let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
            return line?.split(separator: ":").last.map { $0.split(separator: " ").joined(separator: " ") } ?? "unknown"
        }
        let processors = ProcessInfo.processInfo.activeProcessorCount
        return "\(processors) × \(line("/proc/cpuinfo", "model name")), \(line("/proc/meminfo", "MemTotal")) of memory"
    }
}
