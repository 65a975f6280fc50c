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
                    peak.residentMiB = max(peak.residentMiB, Self.residentMiB(program))
                    peak.files = max(peak.files, Self.files(program))
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

    private static func files(_ program: Program) -> Int {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(program.process)/fd")) ?? []).count
    }
}
