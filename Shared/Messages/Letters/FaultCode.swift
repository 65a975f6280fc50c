/// Why a record was refused. The cases stand in the order of precedence: where several would fit, the first counts,
/// except that `tooLarge` is decided before anything is parsed.
public enum FaultCode: String, CaseIterable, Sendable {
    /// Not JSON, not UTF-8, data that is not JSON, headers that contradict each other, a tombstone.
    case undecodable
    /// A CloudEvents batch, which does not exist on Kafka.
    case batchMode = "batch-mode"
    /// A required CloudEvents attribute is absent or empty.
    case missingAttribute = "missing-attribute"
    /// A `type` or `specversion` that is not listed.
    case unsupportedType = "unsupported-type"
    /// `data` breaks its kind's schema, or `time` cannot be read.
    case schema
    /// Over the size limit.
    case tooLarge = "too-large"
    /// More than ten minutes ahead of its acceptance.
    case future
    /// A source that speaks of another's record, or that its topic is not bound to.
    case sourceNotAllowed = "source-not-allowed"
    /// The id of a known record with other content.
    case conflictingDuplicate = "conflicting-duplicate"
    /// A unit that the register has never had, after parking.
    case unknownUnit = "unknown-unit"
    /// A target that was never taken, after parking.
    case unknownTarget = "unknown-target"
    /// A field or a group size that a privacy form forbids.
    case privacy
    /// A record of an internal topic that its reader could not apply.
    case `internal`

    /// How far a record came that is refused with this code.
    public var stage: FaultStage {
        switch self {
        case .undecodable, .tooLarge: .decode
        case .batchMode, .missingAttribute, .unsupportedType: .envelope
        case .schema: .schema
        case .future, .sourceNotAllowed, .conflictingDuplicate, .unknownUnit, .unknownTarget, .privacy: .business
        case .internal: .apply
        }
    }
}
