import FoundationEssentials
import Kit
import Postgres

/// Looks at what the processes take while a run goes on.
struct Watch {
    let stage: Stage

    /// Looks once a second until its task is cancelled.
    func run() async {
        while !Task.isCancelled {
            for service in Installation.Service.allCases {
                var peak = Peak()
                for program in await self.stage.installation.processes(of: service) {
                    peak.rise(to: Self.taken(by: program))
                }
                // Nobody answers while PostgreSQL is down, which is no finding of this one.
                let sessions = try? await self.stage.installation.database.count(
                    "SELECT count(*) FROM pg_stat_activity WHERE application_name = \("guoying-\(service.rawValue)")")
                peak.sessions = Int(sessions ?? 0)
                self.stage.note { [peak] in $0.peaks[service, default: Peak()].rise(to: peak) }
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    private static func residentMiB(_ program: Program) -> Int {
        let text = (try? String(contentsOf: URL(filePath: "/proc/\(program.process)/status"), encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) / 1024
    }

    private static func taken(by program: Program) -> Peak {
        let folder = "/proc/\(program.process)"
        let files = Self.names(in: "\(folder)/fd").map {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/fd/\($0)")) ?? "gone"
        }
        let threads = Self.names(in: "\(folder)/task").map {
            (try? String(contentsOf: URL(filePath: "\(folder)/task/\($0)/comm"), encoding: .utf8)) ?? "gone"
        }
        return Peak(
            residentMiB: Self.residentMiB(program), files: files.count,
            kinds: "files: \(Self.counted(files)); threads: \(Self.counted(threads))")
    }

    private static func names(in folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    /// Names that differ in numbers only are of one kind.
    private static func counted(_ names: [String]) -> String {
        let kinds = Dictionary(grouping: names) { String($0.filter { !$0.isNumber && !$0.isNewline }) }
        let counts = kinds.map { (name: $0.key, count: $0.value.count) }
            .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
        return counts.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
    }
}
