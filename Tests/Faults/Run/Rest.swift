import Kit
import Postgres

/// When an installation has come to rest: nothing is left to read, to publish, to judge or to deliver.
///
/// It looks from the front to the back. What lies behind a part that rests gets nothing new from it any more, so one
/// look that finds all of them at rest in that order is enough.
struct Rest {
    let installation: Installation

    /// What still goes on; nil where nothing does.
    func unrest() async throws -> String? {
        for service in Installation.Service.allCases {
            if let unrest = try await Progress(of: service, in: self.installation).missing() { return unrest }
            if let unrest = try await self.undone(service) { return unrest }
            if let unrest = try await Progress.unpublished(by: service, in: self.installation) { return unrest }
        }
        return nil
    }

    /// What a service has taken in, and not finished.
    private func undone(_ service: Installation.Service) async throws -> String? {
        switch service {
        case .registry: nil
        case .activity:
            if try await self.count("SELECT count(*) FROM activity.pending_watermark_v1") > 0 {
                "watermarks"
            } else if try await self.count("SELECT count(*) FROM activity.parked_v1") > 0 {
                "parked events"
            } else {
                nil
            }
        case .supervision:
            try await self.count(
                """
                SELECT count(*) FROM supervision.due_v1, registry.clock_v1
                WHERE at <= CASE clock WHEN 'machine' THEN now() ELSE business + (now() - since) END
                """) > 0 ? "things due" : nil
        case .notification:
            try await self.count("SELECT count(*) FROM notification.delivery_v1") > 0 ? "deliveries" : nil
        }
    }

    private func count(_ sql: SQL) async throws -> Int64 { try await self.installation.database.count(sql) }
}
