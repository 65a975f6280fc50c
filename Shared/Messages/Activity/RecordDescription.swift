internal import Domain

/// What the data of the events holds that speak about records instead of activities.
enum RecordDescription {
    /// The record that is meant.
    static func target(_ members: Members = .listed) -> Shape<ActivityEvent.Target> {
        ObjectDescription(
            [
                .required("source", .text(1...2_048)) { $0.source = SourceName(rawValue: $1) },
                .required("id", .text(1...2_048)) { $0.id = $1 },
            ], members: members
        ).shape(.init())
    }

    /// A record is taken back.
    static let retracted = ObjectDescription<ActivityEvent.Target>([
        .required("retracts", target()) { $0 = $1 },
        .reason,
    ]).shape(.init())

    /// All before an instant has been sent.
    static let watermark = ObjectDescription<ActivityEvent.Watermark>([
        .required("until", .instant) { $0.until = $1 },
        .optional("unit", .unitCode) { $0.unit = $1 },
        .optional("kinds", .list(of: .oneOf(ActivityKind.self), count: 1...100)) { $0.kinds = Set($1) },
    ]).shape(.init())
}

extension Field {
    /// Why a record is corrected or taken back.
    static var reason: Self { .required("reason", .text(1...2_000)) }

    /// The same where a privacy form leaves no room for anybody's words.
    static var codedReason: Self { .required("reason", Shape.listed(CorrectionReason.self).ignored) }
}

/// Why a record is corrected.
private enum CorrectionReason: String, CaseIterable {
    case misspelt, wrongDay = "wrong-day", wrongCount = "wrong-count", wrongUnit = "wrong-unit"
    case incomplete, duplicate, other
}
