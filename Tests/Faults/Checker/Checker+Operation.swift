import Crypto
import Kit
import Postgres

extension Checker {
    /// I9: once a fault is healed, what lay there is worked off in time.
    func backlogsAreWorkedOff() -> [Violation] {
        let late = self.log.recoveries.filter { $0.duration > RunLog.recoveryLimit }
        return late.map { Violation(.liveness, "\($0.duration) after \($0.fault.rawValue)", [$0.subject]) }
            + self.log.failures.map { Violation(.liveness, "an end, or what should have followed a fault", [$0]) }
            + (self.log.unrest.map { [Violation(.liveness, "still going on at the end", [$0])] } ?? [])
    }

    /// I10: no process grows beyond its bounds, and `/readyz` is red while something is broken and green after.
    func processesStayInBounds() -> [Violation] {
        self.log.peaks.compactMap { service, peak -> Violation? in
            let limit = Peak.limit(of: service)
            let excess = [
                ("MiB resident", peak.residentMiB, limit.residentMiB), ("open files", peak.files, limit.files),
                ("sessions", peak.sessions, limit.sessions),
            ].filter { $0.1 > $0.2 }
            guard !excess.isEmpty else { return nil }
            let texts = excess.map { "\($0.1) \($0.0), at most \($0.2)" }
            return Violation(.bounds, texts.joined(separator: "; "), [service.rawValue, peak.kinds])
        } + (self.log.wronglyReady.isEmpty ? [] : [Violation(.bounds, "/readyz", self.log.wronglyReady)])
    }

    /// I11: positions of a lane have no gap, its chain covers the digest of each entry, and `guoying verify` finds
    /// everything as it was journalled.
    func chainsHold() async throws -> [Violation] {
        var found: [Violation] = []
        for service in Installation.Service.allCases {
            let broken = try await self.brokenLanes(of: service)
            if !broken.isEmpty {
                found.append(Violation(.audit, "\(service.rawValue): lanes that do not add up", broken))
            }
        }
        if !self.discrepancies.isEmpty {
            found.append(Violation(.audit, "guoying verify --rebuild", self.discrepancies))
        }
        return found
    }

    private func brokenLanes(of service: Installation.Service) async throws -> [String] {
        let heads = try await self.connection.run(
            "SELECT lane, head, chain FROM \(identifier: service.rawValue).head_v1 ORDER BY lane")
        let entries = try await self.connection.run(
            "SELECT lane, position, digest FROM \(identifier: service.rawValue).journal_v1 ORDER BY lane, position")
        var lanes: [Int16: (position: Int64, chain: [UInt8])] = [:]
        var broken: Set<Int16> = []
        var hasher = SHA256()
        for entry in entries {
            let lane = try entry.decode("lane", as: Int16.self)
            let (position, chain) = lanes[lane] ?? (0, [UInt8](repeating: 0, count: 32))
            let next = try entry.decode("position", as: Int64.self)
            if next != position + 1 { broken.insert(lane) }
            hasher.update(chain)
            hasher.update(try entry.decode("digest", as: [UInt8].self))
            lanes[lane] = (next, hasher.finish().bytes)
        }
        for head in heads {
            let lane = try head.decode("lane", as: Int16.self)
            let (position, chain) = lanes[lane] ?? (0, [UInt8](repeating: 0, count: 32))
            let isHead = try head.decode("head", as: Int64.self) == position
            if try !isHead || head.decode("chain", as: [UInt8].self) != chain { broken.insert(lane) }
        }
        return broken.sorted().map { "lane \($0)" }
    }
}
