internal import Domain
internal import JSON

/// What alerts, explanations and the board hold, as their schemas say it. They are for readers elsewhere and read by
/// nobody here; more members may come.
enum AlertDescription {
    typealias Members = [ListedMember]

    /// An alert about a duty.
    static let duty = Self.object(Self.version + Self.explained)

    /// An alert about a source that is behind.
    static let source = Self.object(
        Self.version + [
            .required("unit", Self.unit),
            .required("source", Self.reporting),
            .required("counted", Self.counted), .required("notCounted", Self.notCounted),
            .optional("missing", Self.bilingual), .optional("mend", Self.bilingual),
            .required("owedBy", Self.addressees), .required("tell", Self.addressees), .optional("owner", .anyText),
        ] + Self.view)

    /// A letter about what became of what a source sent.
    static let quality = Self.object(
        Self.version + [
            .required("unit", Self.unit),
            .required("source", Self.reporting),
            .required("from", Self.instant), .required("to", Self.instant), .required("nextDue", Self.instant),
            .required("accepted", Self.count), .required("duplicate", Self.count), .required("corrected", Self.count),
            .required("delayed", Self.count), .required("parked", Self.count),
            .required(
                "refused",
                Self.list([
                    .required("code", .anyText), .optional("field", .anyText), .required("count", Self.count),
                ])),
            .required(
                "stopped",
                Self.list([
                    .required("unit", .anyText), .required("kind", .anyText), .required("newest", Self.instant),
                ])),
            .required("summary", Self.bilingual), .required("owedBy", Self.addressees),
            .required("tell", Self.addressees), .optional("owner", .anyText), .required("asOf", Self.instant),
        ])

    /// What `guoying explain` prints.
    static let explanation = Self.object(
        Self.explained + [
            .optional("windows", Self.windows), .required("wording", Self.bilingual),
            .required("severity", .oneOf(Severity.self)),
            .optional(
                "members",
                Self.object([
                    .required("formal", Self.count), .required("probationary", Self.count),
                    .required("from", Self.day),
                ])),
            .optional(
                "committee",
                Self.object([
                    .required("elected", Self.day), .required("through", Self.day), .required("members", Self.count),
                ])),
            .required(
                "sources",
                Self.list([
                    .required("source", .anyText), .optional("until", Self.instant),
                    .optional("recorded", Self.instant),
                ])),
            .required("knownAt", Self.instant),
        ])

    /// What `guoying board` prints.
    static let board = Self.object([
        .required("asOf", Self.instant), .required("knownAt", Self.instant), .required("pack", Self.pack),
        .required(
            "units",
            Self.list([
                .required("unit", Self.unit),
                .required(
                    "cells",
                    Self.list([
                        .required("requirement", .anyText), .required("gate", .oneOf(Gate.self)),
                        .required("verdict", Self.verdict), .optional("reason", .anyText),
                        .optional("windows", Self.windows),
                    ])),
            ])),
    ])

    private static let version: Members = [
        .required("alert", .anyText), .required("version", .whole(1...Int.max)),
        .required("status", .oneOf(Alert.Status.self)),
        .required("severity", .oneOf(AlertSeverity.self)),
    ]

    /// What an alert and an explanation share.
    private static let explained: Members =
        [
            .required("unit", Self.unit), .required("requirement", Self.requirement),
            .optional("window", Self.object([.required("from", Self.day), .required("to", Self.day)])),
            .required("verdict", Self.verdict), .optional("reason", .anyText),
            .required("counted", Self.counted), .required("notCounted", Self.notCounted),
            .optional("missing", Self.bilingual), .optional("note", Self.bilingual),
            .optional(
                "waiver",
                Self.object([
                    .required("id", .anyText), .required("from", Self.day), .required("to", Self.day),
                    .required("basis", .anyText), .required("signer", .anyText),
                ])),
            .optional("mend", Self.object(Self.words + [.optional("by", Self.day)])),
            .required("owedBy", Self.addressees), .required("tell", Self.addressees),
        ] + Self.view

    private static let view: Members = [.required("asOf", Self.instant), .required("pack", Self.pack)]
    private static let words: Members = [.required("zh", .anyText), .required("en", .anyText)]

    private static let bilingual = Self.object(Self.words)
    private static let day = DayShape()
    private static let instant = InstantShape()
    private static let count = WholeShape(range: 0...Int.max)
    private static let verdict = OneOfShape<Verdict>()
    private static let addressees = Self.list([.required("role", .anyText), .required("unit", .anyText)])

    private static let unit = Self.object([
        .required("id", .anyText), .required("path", .anyText), .required("name", .anyText),
    ])
    /// A source, and what it last vouched for.
    private static let reporting = Self.object([
        .required("id", .anyText), .required("name", .anyText), .optional("until", Self.instant),
    ])
    private static let pack = Self.object([
        .required("id", .anyText), .required("version", .anyText), .required("digest", .anyText),
    ])

    private static let requirement = Self.object([
        .required("id", .anyText), .required("gate", .oneOf(Gate.self)),
        .required("title", Self.bilingual),
        .required(
            "basis",
            Self.list([
                .required("document", .anyText), .required("article", .anyText),
                .required("modality", .oneOf(Modality.self)), .required("confirmed", .boolean),
            ])),
    ])

    private static let counted = Self.list([
        .required("source", .anyText), .required("id", .anyText), .required("occurred", Self.instant),
        .required("recorded", Self.instant), .optional("accepted", Self.instant),
    ])
    private static let notCounted = Self.list([
        .required("source", .anyText), .required("id", .anyText), .required("reason", .anyText),
    ])

    private static let windows = Self.list([
        .required("from", Self.day), .required("to", Self.day), .required("due", Self.day),
        .required("verdict", Self.verdict), .optional("late", .boolean), .optional("filedLate", .boolean),
        .optional("reason", .anyText),
    ])

    private static func object(_ members: Members) -> ObjectSchema { ObjectSchema(members, .open) }

    private static func list(_ members: Members) -> ListSchema {
        ListSchema(item: self.object(members), count: 0...Int(Int32.max))
    }
}

/// A string, whatever its length.
private struct AnyTextSchema: Described {
    func describe(_ writer: inout JSONWriter) { writer.member("type", "string") }
}

extension Described where Self == AnyTextSchema {
    /// A string, whatever its length.
    fileprivate static var anyText: Self { Self() }
}
