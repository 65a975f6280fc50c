internal import JSON

/// Names a dead letter: the place of its entry in the journal of the service that refused the record.
public struct LetterNumber: Hashable, Comparable, Sendable {
    /// The lane, 0 to 47.
    public internal(set) var lane = 0
    /// The position in the lane, from 1.
    public internal(set) var position: Int64 = 0

    private init() {}

    /// The letter at that place.
    public init(lane: Int, position: Int64) {
        self.lane = lane
        self.position = position
    }

    /// Reads `description`; nil where the text is anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy(Self.isDigit) }), let lane = Int(parts[0]),
            let position = Int64(parts[1]), (0..<Lane.count).contains(lane), position > 0
        else { return nil }
        self.init(lane: lane, position: position)
    }

    /// By lane, then by position.
    public static func < (left: Self, right: Self) -> Bool {
        (left.lane, left.position) < (right.lane, right.position)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("lane", self.lane)
            writer.member("position", Int(self.position))
        }
    }
}

extension LetterNumber: CustomStringConvertible {
    /// Lane and position: `17-4`.
    public var description: String { "\(self.lane)-\(self.position)" }
}

extension LetterNumber: ObjectForm {
    static let shape = ObjectShape(LetterNumber())

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("lane", .whole(0...(Lane.count - 1))) { $0.lane = $1 }
        try member.required("position", .whole(1...Int.max)) { $0.position = Int64($1) }
    }
}
