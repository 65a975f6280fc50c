internal import Domain

/// What a test in a pack may say.
enum PackTestSchema {
    static let test = SchemaNode.object(
        required: [
            "name": .text(limitCharacters: 120), "now": instant,
            "expect": .choice(Verdict.allCases.map(\.rawValue) + [noVerdict]),
        ],
        optional: [
            "given": .list(fact), "known-at": instant, "window": PackSchema.day, "reason": .text(limitCharacters: 250),
            "late": .boolean, "filed-late": .boolean, "severity": .choice(of: Severity.self),
        ],
        rules: [.asks("expect", is: Verdict.unknown.rawValue, "reason")])

    private static let fact = SchemaNode.object(
        required: [:],
        optional: [
            "activity": activity,
            "retraction": .object(required: ["of": PackSchema.name, "recorded": instant]),
            "members": .object(
                required: ["date": PackSchema.day, "formal": PackSchema.count],
                optional: ["probationary": PackSchema.count, "recorded": instant]),
            "committee": .object(
                required: ["elected": PackSchema.day, "members": PackSchema.count],
                optional: ["years": .integer(1...10), "recorded": instant]),
            "unit": .object(
                required: ["from": PackSchema.day],
                optional: [
                    "code": PackSchema.name, "kind": .choice(of: UnitKind.self),
                    "category": .choice(of: UnitCategory.self), "parent": PackSchema.name, "to": PackSchema.day,
                    "recorded": instant,
                ]),
            "waiver": .object(
                required: ["from": PackSchema.day, "to": PackSchema.day],
                optional: ["accepted": instant, "revoked": instant]),
            "dead-letter": .object(
                required: ["at": instant],
                optional: [
                    "kind": .choice(of: ActivityKind.self), "code": PackSchema.name, "recorded": instant,
                    "ended": instant,
                ]),
            "source": .object(
                required: ["kinds": .list(.choice(of: ActivityKind.self), minimum: 1, isSet: true)],
                optional: ["source": source, "unit": PackSchema.name]),
            "watermark": .object(required: ["until": instant], optional: ["source": source, "recorded": instant]),
        ],
        rules: [.atMost(1)])

    private static let activity = SchemaNode.object(
        required: ["at": instant],
        optional: [
            "id": PackSchema.name, "kind": .choice(of: ActivityKind.self),
            "segments": .object(
                required: [:],
                optional: Dictionary(
                    uniqueKeysWithValues: SegmentPart.allCases.map { ($0.rawValue, .integer(0...1_440)) })),
            "attendance": .object(required: ["due": PackSchema.count, "present": PackSchema.count]),
            "report": PackSchema.name, "about": PackSchema.name, "by": PackSchema.name, "recorded": instant,
        ])

    private static let source = SchemaNode.text(limitCharacters: 200)

    /// A day, or an instant of RFC 3339.
    private static let instant = SchemaNode.pattern(
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2}))?$")
}
