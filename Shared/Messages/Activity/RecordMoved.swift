internal import Domain
internal import JSON

/// The fact that a record stands at a unit no more, or is taken back, for those who look at that unit only.
public struct RecordMoved: Hashable, Sendable {
    /// The type of the fact.
    public static let type = "guoying.activity.moved.v1"

    /// The version that was corrected or taken back.
    public let record: ActivityEvent.Target
    /// The unit.
    public let unit: String

    /// That a record left a unit.
    public init(record: ActivityEvent.Target, unit: String) {
        self.record = record
        self.unit = unit
    }

    /// Reads `data`; nil where the bytes are anything else.
    public init?(data: [UInt8]) {
        var reader = DocumentReader()
        let read = try? reader.read(data) { root -> Self? in
            guard let id = root.member("record")?.member("id")?.string,
                let source = root.member("record")?.member("source")?.string, let unit = root.member("unit")?.string
            else { return nil }
            var target = ActivityEvent.Target()
            target.source = SourceName(rawValue: source)
            target.id = id
            return Self(record: target, unit: unit)
        }
        guard let read else { return nil }
        self = read
    }

    /// The fact's data as JSON.
    public var data: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("record")
            writer.object { writer in
                writer.member("id", self.record.id)
                writer.member("source", self.record.source.rawValue)
            }
            writer.member("unit", self.unit)
        }
        return writer.bytes
    }
}
