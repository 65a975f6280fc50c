internal import JSON

/// The entry by which a lane goes on far behind its head, after the database has gone back to an earlier day: positions
/// that outsiders may have seen are never given to anything else.
///
/// Where a lane goes on is chosen so that nobody needs to know how far it had come: at the next multiple of a number
/// that no lane reaches in a lifetime.
public struct LaneResumption: Hashable, Sendable {
    /// How many positions a lane has before it goes on elsewhere.
    public static let eraLength: Int64 = 1_000_000_000

    /// The head of the lane before it.
    public let head: Int64

    /// That a lane whose head was `head` goes on.
    public init(after head: Int64) { self.head = head }

    /// The type of such an entry, of a service.
    public static func type(of service: String) -> String { "guoying.\(service).lane-resumed.v1" }

    /// Which era a position lies in: 0 where its lane never had to go on elsewhere.
    public static func era(of position: Int64) -> Int64 { position / Self.eraLength }

    /// The head with which a lane goes on, above all positions of its eras until now.
    public static func head(above position: Int64) -> Int64 { (Self.era(of: position) + 1) * Self.eraLength }

    /// The entry's data as JSON.
    public var data: [UInt8] {
        var writer = JSONWriter()
        writer.object { $0.member("after", Int(self.head)) }
        return writer.bytes
    }

    /// Reads `data`; nil where the bytes are anything else.
    public init?(data: [UInt8]) {
        var reader = DocumentReader()
        guard let head = try? reader.read(data, { root in root.member("after")?.integer }) else { return nil }
        self.head = head
    }

    /// Describes the data.
    static func describe(_ writer: inout JSONWriter) {
        ObjectSchema([.required("after", .whole(0...Int.max))]).describe(&writer)
    }
}
