public import Domain
internal import JSON

/// A JSON Schema (2020-12) of the data of one message type, written from the very description that the decoder reads
/// by; what only others read (alerts, the board) is described beside what writes it.
///
/// The schemas are for producers, and closed wherever all members are described; readers are open, and so are the
/// schemas of what only readers elsewhere see. What a schema cannot say stands in its `$comment`.
public struct SchemaDocument: Sendable {
    /// What it describes: `activity.held.v1/theme-day`.
    public let name: String
    /// What that is, in a few words.
    public let title: String
    /// The schema.
    public let json: [UInt8]

    /// The schemas of all messages that others may send, of the answers to commands, of alerts, and of what commands
    /// print for programs.
    public static var all: [SchemaDocument] {
        let kinds = ActivityKind.allCases
        return kinds.map { self.held($0) } + kinds.map { self.corrected($0) } + [self.retracted, self.watermark]
            + self.commands + self.answers + self.readings
    }

    /// Something of that kind took place.
    public static func held(_ kind: ActivityKind) -> SchemaDocument {
        SchemaDocument(
            "activity.held.v1/\(kind.rawValue)", "an activity of this kind took place", comment: self.heldRules
        ) {
            HeldForm.of(kind, isCorrection: false).describe(&$0)
        }
    }

    /// A record of something of that kind is replaced.
    public static func corrected(_ kind: ActivityKind) -> SchemaDocument {
        SchemaDocument(
            "activity.corrected.v1/\(kind.rawValue)", "a record of this kind is replaced", comment: self.heldRules
        ) {
            HeldForm.of(kind, isCorrection: true).describe(&$0)
        }
    }

    /// A record is taken back.
    public static var retracted: SchemaDocument {
        SchemaDocument("activity.retracted.v1", "a record is taken back") { ObjectShape(RetractedForm()).describe(&$0) }
    }

    /// All before an instant has been sent.
    public static var watermark: SchemaDocument {
        SchemaDocument("activity.watermark.v1", "all that occurred before an instant has been sent") {
            ObjectShape(WatermarkForm()).describe(&$0)
        }
    }

    /// What services are told.
    private static var commands: [SchemaDocument] {
        [
            SchemaDocument("registry.import-begin.v1", "an import begins") { ImportBegin.shape.describe(&$0) },
            SchemaDocument(
                "registry.import-rows.v1", "rows of an import",
                comment: "columns are those of the file; each row has a cell for each column"
            ) { ImportRows.shape.describe(&$0) },
            SchemaDocument("registry.import-commit.v1", "an import is complete") { ImportCommit.shape.describe(&$0) },
            SchemaDocument(
                "activity.dismiss-letter.v1", "a dead letter is to be dealt with no more",
                comment: "a letter is dismissed for a reason only, which is not blank"
            ) { LetterDismissal.shape.describe(&$0) },
            SchemaDocument(
                "supervision.waive.v1", "a unit is to be released from a requirement",
                comment: "to is not before from; basis is not blank"
            ) { WaiverOrder.shape.describe(&$0) },
            SchemaDocument("supervision.revoke-waiver.v1", "a waiver is to be taken back") {
                WaiverRevocation.shape.describe(&$0)
            },
        ]
    }

    /// What services answer.
    private static var answers: [SchemaDocument] {
        [
            SchemaDocument("registry.import-begun.v1", "an import has begun") { ImportBegin.shape.describe(&$0) },
            SchemaDocument("registry.import-rows-taken.v1", "rows of an import were taken, so many") {
                ImportRows.taken.describe(&$0)
            },
            SchemaDocument("registry.imported.v1", "an import was applied") { ImportOutcome.shape.describe(&$0) },
            SchemaDocument("registry.import-checked.v1", "an import was found right, and not applied") {
                ImportOutcome.shape.describe(&$0)
            },
            SchemaDocument("activity.letter-dismissed.v1", "a dead letter was dismissed") {
                LetterDismissed.describe(&$0)
            },
            SchemaDocument("activity.rehearsed.v1", "what would become of a record that was sent to the rehearsal") {
                RehearsalAnswer.describe(&$0)
            },
            SchemaDocument("supervision.waived.v1", "a unit was released from a requirement") {
                WaiverFact.describe(0, &$0)
            },
            SchemaDocument("supervision.waiver-revoked.v1", "a waiver was taken back") {
                WaiverFact.describe(1, &$0)
            },
            SchemaDocument("recovered.v1", "an operator accepted what a service stood still for, of whatever service") {
                Recovery.describe(&$0)
            },
            SchemaDocument("skipped.v1", "an operator passed what cannot be read, of whatever service") {
                Recovery.describe(&$0)
            },
            SchemaDocument("lane-resumed.v1", "a lane goes on far behind its head, of whatever service") {
                LaneResumption.describe(&$0)
            },
            SchemaDocument("command-rejected.v1", "a command was not carried out, of whatever service") {
                CommandRejection.shape.describe(&$0)
            },
        ]
    }

    /// What others read.
    private static var readings: [SchemaDocument] {
        [
            SchemaDocument("supervision.alert.v1/duty", "an alert about what a unit owes") {
                AlertDescription.duty.describe(&$0)
            },
            SchemaDocument("supervision.alert.v1/source", "an alert about a source that is behind") {
                AlertDescription.source.describe(&$0)
            },
            SchemaDocument("activity.source-quality.v1", "a letter about what became of what a source sent in a week") {
                AlertDescription.quality.describe(&$0)
            },
            SchemaDocument("explanation", "what 'guoying explain --format json' prints") {
                AlertDescription.explanation.describe(&$0)
            },
            SchemaDocument("board", "what 'guoying board --format json' prints") {
                AlertDescription.board.describe(&$0)
            },
        ]
    }

    private static let heldRules = "endedAt is not before startedAt; present and excused are not above due"

    private init(_ name: String, _ title: String, comment: String? = nil, _ describe: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("$schema", "https://json-schema.org/draft/2020-12/schema")
            writer.member("$id", "urn:guoying:\(name.replacing("/", with: ":"))")
            writer.member("title", title)
            if let comment { writer.member("$comment", comment) }
            describe(&writer)
        }
        self.name = name
        self.title = title
        self.json = writer.bytes
    }
}
