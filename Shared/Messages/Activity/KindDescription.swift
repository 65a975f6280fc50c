internal import Domain
internal import JSON

/// What the data of the events about one kind of activity holds: one description, from which the decoder reads and the
/// JSON Schemas are written.
struct KindDescription: Sendable {
    /// A record that replaces another, while it is read.
    struct Correction: Sendable {
        var held: ActivityEvent.Held
        var target = ActivityEvent.Target()
    }

    private let kind: ActivityKind
    private let held: ObjectDescription<ActivityEvent.Held>
    private let corrected: ObjectDescription<Correction>

    private init(_ kind: ActivityKind) {
        self.kind = kind
        self.held = HeldDescription.description(of: kind)
        self.corrected = self.held.lifted(
            to: \.held,
            adding: [
                .required("corrects", RecordDescription.target(kind.privacyForm == nil ? .listed : .sealed)) {
                    $0.target = $1
                },
                kind.privacyForm == nil ? .reason : .codedReason,
            ])
    }

    /// The descriptions of all kinds, in the order of the kinds.
    private static let all = ActivityKind.allCases.map { KindDescription($0) }
    private static let ordinal = Shape.position(among: ActivityKind.allCases.map(\.rawValue))

    /// The description of the kind that `data` names.
    static func named(by data: Element) throws(Fault) -> KindDescription {
        guard data.kind == .object else { throw Fault(.schema) }
        guard let kind = data.member("kind") else { throw Fault(.schema, at: "kind") }
        do {
            return self.all[try self.ordinal.read(kind)]
        } catch {
            throw error.within("kind")
        }
    }

    /// The description of that kind.
    static func of(_ kind: ActivityKind) -> KindDescription {
        KindDescription(kind)
    }

    /// Reads something that took place.
    func readHeld(_ data: Element) throws(Fault) -> ActivityEvent.Held {
        var held = ActivityEvent.Held(kind: self.kind)
        try self.held.read(data, into: &held)
        return held
    }

    /// Reads a record that replaces another.
    func readCorrection(_ data: Element) throws(Fault) -> Correction {
        var correction = Correction(held: ActivityEvent.Held(kind: self.kind))
        try self.corrected.read(data, into: &correction)
        return correction
    }

    /// Describes something that took place.
    func describeHeld(_ writer: inout JSONWriter) { self.held.describe(&writer) }

    /// Describes a record that replaces another.
    func describeCorrected(_ writer: inout JSONWriter) { self.corrected.describe(&writer) }
}
