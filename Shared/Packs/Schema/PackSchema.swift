internal import Domain
internal import JSON

/// What a pack file may say, as a JSON Schema (2020-12) for editors and other tools.
///
/// It takes everything that the reader takes. What compares two places (a norm that is cited and given nowhere, an
/// allowance above its minutes, a window that ends before it begins) is the reader's business alone.
public enum PackSchema {
    /// The schema as JSON.
    public static var json: String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("$schema")
            writer.string("https://json-schema.org/draft/2020-12/schema")
            writer.key("$id")
            writer.string("urn:guoying:pack")
            writer.key("title")
            writer.string("A rule pack of Guoying, or a layer that packs build on")
            file.write(into: &writer)
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static let file = SchemaNode.object(
        required: ["pack": name, "version": .text(limitCharacters: 32)],
        optional: [
            "builds-on": .list(name), "begins": day,
            "norms": .table(names: ".*", .list(basis, minimum: 1, isSet: true)),
            "requirements": .list(requirement, minimum: 1),
        ],
        rules: [.needs("requirements", "begins")])

    private static let requirement = SchemaNode.object(
        required: [
            "id": name, "gate": .choice(of: Gate.self), "title": bilingual(60), "wording": bilingual(500),
            "clauses": .list(name, minimum: 1, isSet: true), "basis": .list(.anyOf([name, basis]), minimum: 1),
            "binds": .anyOf([
                kinds,
                .object(
                    required: ["kinds": kinds],
                    optional: [
                        "except": .list(.choice(of: UnitCategory.self), minimum: 1, isSet: true),
                        "committee": .choice(of: CommitteeCondition.self), "formal-members": .integer(1...1_000_000),
                    ]),
            ]), "owed-by": seats, "tell": seats,
        ],
        optional: [
            "severity": .choice(of: Severity.self), "begins": day, "tests": .list(PackTestSchema.test),
            "cadence": cadence, "deadline": deadline, "term": timed([:]), "reminder": reminder, "limit": limit,
        ],
        rules: [.oneOf(criteria)])

    private static let cadence = timed(
        ["kind": .choice(of: ActivityKind.self), "every": .choice(of: Frequency.self)],
        optional: [
            "segments": .object(
                required: [
                    "parts": .list(.choice(of: SegmentPart.self), minimum: 1, isSet: true),
                    "minutes": .integer(1...1_440),
                ], optional: ["allowance-minutes": .integer(0...1_440)]),
            "quorum": .object(
                required: ["of": .choice(of: QuorumBase.self), "share": .pattern("^[0-9]+/[0-9]+$")]),
            "filing-days": .integer(0...90),
        ])

    private static let deadline = timed(
        ["kind": .choice(of: ActivityKind.self), "from": day, "to": day],
        optional: ["report": name, "due-inclusive": .boolean, "filing-days": .integer(0...90)])

    private static let reminder = timed(
        [
            "kind": .choice(of: ActivityKind.self), "about": name, "by": .choice(of: RecordAuthor.self),
            "months-before": .object(required: ["from": .integer(1...60), "to": .integer(0...59)]),
        ])

    private static let limit = SchemaNode.object(
        required: ["of": .choice(of: LimitMeasure.self), "maximum": count],
        optional: ["minimum": count, "usual-maximum": count, "absence": .choice(of: Severity.self)])

    /// A test that has a lead, in days or in months.
    private static func timed(
        _ required: [String: SchemaNode], optional: [String: SchemaNode] = [:]
    ) -> SchemaNode {
        let leads: [String: SchemaNode] = ["lead-days": .integer(0...366), "lead-months": .integer(0...24)]
        return .object(
            required: required, optional: optional.merging(leads) { $1 }, rules: [.oneOf(leads.keys.sorted())])
    }

    private static func bilingual(_ limitCharacters: Int) -> SchemaNode {
        .object(required: [
            "zh": .text(limitCharacters: limitCharacters), "en": .text(limitCharacters: limitCharacters),
        ])
    }

    private static let basis = SchemaNode.object(
        required: [
            "document": .text(limitCharacters: 120), "article": .text(limitCharacters: 32),
            "modality": .choice(of: Modality.self), "confirmed": .boolean,
        ])

    private static let seats = SchemaNode.list(
        .object(required: ["role": name, "at": .choice(of: SeatPlace.self)]), minimum: 1, isSet: true)

    private static let kinds = SchemaNode.list(.choice(of: UnitKind.self), minimum: 1, isSet: true)
    static let count = SchemaNode.integer(0...1_000_000)
    static let name = SchemaNode.pattern("^[A-Za-z0-9-]{1,64}$")
    static let day = SchemaNode.pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
}
