public import ServiceKit

/// What the database must look like: one schema for each service, all known to `guoying migrate`.
public enum Database {
    /// Units, counts of members, committees, posts, people, who reports what, and the rehearsal clock.
    public static let registry = Self.schema(
        "registry",
        [
            ("register", PackageResources.m0002_register_sql), ("offices", PackageResources.m0003_offices_sql),
            ("people", PackageResources.m0004_people_sql), Self.operators,
        ])
    /// What happened, what was refused and what waits.
    public static let activity = Self.schema(
        "activity",
        [
            ("activity", PackageResources.m0002_activity_sql), Self.operators,
            ("privacy", PackageResources.m0006_privacy_sql), ("rehearsal", PackageResources.m0007_rehearsal_sql),
            ("quality", PackageResources.m0008_quality_sql),
        ])
    /// Verdicts and alerts.
    public static let supervision = Self.schema(
        "supervision",
        [
            ("supervision", PackageResources.m0002_supervision_sql), ("judged", PackageResources.m0003_judged_sql),
            Self.operators,
        ])
    /// Who is to be told what.
    public static let notification = Self.schema(
        "notification", [("notification", PackageResources.m0002_notification_sql), Self.operators])

    /// All of them, in the order in which they are made.
    public static let all = [Self.registry, Self.activity, Self.supervision, Self.notification]

    /// What operators act by, in every schema.
    private static let operators = (name: "operators", resource: PackageResources.m0005_operators_sql)

    /// Every schema begins with what the loop stands on.
    private static func schema(_ name: String, _ steps: [(name: String, resource: [UInt8])]) -> DatabaseSchema {
        let own = steps.enumerated().map { Migration($0.offset + 2, $0.element.name, resource: $0.element.resource) }
        let pipeline = Migration(1, "pipeline", resource: PackageResources.m0001_pipeline_sql)
        return DatabaseSchema(name, migrations: [pipeline] + own)
    }
}
