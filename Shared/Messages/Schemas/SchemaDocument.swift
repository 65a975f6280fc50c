public import Domain
internal import JSON

/// A JSON Schema (2020-12) of the data of one message type, written from the very description that the decoder reads
/// by.
///
/// The schemas are for producers, and closed wherever all members are described; readers are open. What a schema cannot
/// say stands in its `$comment`.
public struct SchemaDocument: Sendable {
    /// What it describes: `activity.held.v1/theme-day`.
    public let name: String
    /// The schema.
    public let json: [UInt8]

    /// The schemas of all messages that others may send, and of the answers to commands.
    public static var all: [SchemaDocument] {
        let kinds = ActivityKind.allCases
        return kinds.map { self.held($0) } + kinds.map { self.corrected($0) } + [
            self.retracted, self.watermark, self.importBegin, self.importRows, self.importCommit,
            self.dismissLetter, self.waive, self.revokeWaiver, self.waived, self.waiverRevoked, self.commandRejected,
        ]
    }

    /// Something of that kind took place.
    public static func held(_ kind: ActivityKind) -> SchemaDocument {
        SchemaDocument("activity.held.v1/\(kind.rawValue)", comment: self.heldRules) {
            KindDescription.of(kind).describeHeld(&$0)
        }
    }

    /// A record of something of that kind is replaced.
    public static func corrected(_ kind: ActivityKind) -> SchemaDocument {
        SchemaDocument("activity.corrected.v1/\(kind.rawValue)", comment: self.heldRules) {
            KindDescription.of(kind).describeCorrected(&$0)
        }
    }

    /// A record is taken back.
    public static var retracted: SchemaDocument {
        SchemaDocument("activity.retracted.v1", comment: nil) { RecordDescription.retracted.describe(&$0) }
    }

    /// All before an instant has been sent.
    public static var watermark: SchemaDocument {
        SchemaDocument("activity.watermark.v1", comment: nil) { RecordDescription.watermark.describe(&$0) }
    }

    /// An import begins.
    public static var importBegin: SchemaDocument {
        SchemaDocument("registry.import-begin.v1", comment: nil) { ImportBegin.shape.describe(&$0) }
    }

    /// Rows of an import.
    public static var importRows: SchemaDocument {
        let rule = "columns are those of the file; each row has a cell for each column"
        return SchemaDocument("registry.import-rows.v1", comment: rule) { ImportRows.shape.describe(&$0) }
    }

    /// An import is complete.
    public static var importCommit: SchemaDocument {
        SchemaDocument("registry.import-commit.v1", comment: nil) { ImportCommit.shape.describe(&$0) }
    }

    /// A dead letter is dismissed.
    public static var dismissLetter: SchemaDocument {
        let rule = "a letter is dismissed for a reason only, which is not blank"
        return SchemaDocument("activity.dismiss-letter.v1", comment: rule) { LetterDismissal.shape.describe(&$0) }
    }

    /// A command was not carried out.
    public static var commandRejected: SchemaDocument {
        SchemaDocument("command-rejected.v1", comment: nil) { CommandRejection.shape.describe(&$0) }
    }

    /// A unit is to be released from a requirement.
    public static var waive: SchemaDocument {
        SchemaDocument("supervision.waive.v1", comment: "to is not before from; basis is not blank") {
            WaiverOrder.shape.describe(&$0)
        }
    }

    /// A waiver is to be taken back.
    public static var revokeWaiver: SchemaDocument {
        SchemaDocument("supervision.revoke-waiver.v1", comment: nil) { WaiverRevocation.shape.describe(&$0) }
    }

    /// A unit was released from a requirement.
    public static var waived: SchemaDocument {
        SchemaDocument("supervision.waived.v1", comment: nil) { WaiverFact.describe(0, &$0) }
    }

    /// A waiver was taken back.
    public static var waiverRevoked: SchemaDocument {
        SchemaDocument("supervision.waiver-revoked.v1", comment: nil) { WaiverFact.describe(1, &$0) }
    }

    private static let heldRules = "endedAt is not before startedAt; present and excused are not above due"

    private init(_ name: String, comment: String?, _ describe: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("$schema", "https://json-schema.org/draft/2020-12/schema")
            writer.member("$id", "urn:guoying:\(name.replacing("/", with: ":"))")
            if let comment { writer.member("$comment", comment) }
            describe(&writer)
        }
        self.name = name
        self.json = writer.bytes
    }
}
