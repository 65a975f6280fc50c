/// An instant as `timestamptz` holds it: to the microsecond, and without a zone.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Microseconds since the first of January 1970, 00:00 UTC.
    public let microseconds: Int64

    /// Names the instant by microseconds since the first of January 1970, 00:00 UTC.
    @inlinable public init(microseconds: Int64) { self.microseconds = microseconds }

    /// PostgreSQL's `infinity`: later than every instant.
    public static let infinity = Self(microseconds: .max)
    /// PostgreSQL's `-infinity`: earlier than every instant.
    public static let negativeInfinity = Self(microseconds: .min)

    /// Orders by time.
    public static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

    /// From 1970, where we count from, to 2000, where PostgreSQL does, in microseconds.
    @usableFromInline static let epochMicroseconds: Int64 = 946_684_800_000_000
}

extension Timestamp: SQLParameter, SQLColumn {
    /// `timestamptz`.
    public static var type: SQLType { .timestamptz }

    /// Appends microseconds since 2000. The server refuses what lies before 4713 BC.
    public func encode(into bytes: inout [UInt8]) {
        guard self != .infinity, self != .negativeInfinity else {
            bytes.append(bigEndian: self.microseconds)
            return
        }
        let (sum, overflow) = self.microseconds.subtractingReportingOverflow(Self.epochMicroseconds)
        // Nearly −infinity is the same century to us, and out of range to the server, which then says so.
        bytes.append(bigEndian: overflow ? .min + 1 : sum)
    }

    /// Reads a `timestamptz`.
    public init(column bytes: Span<UInt8>, type: SQLType) throws(UnreadableValue) {
        guard type == .timestamptz else { throw .type(type, as: Self.self) }
        let stored = try bytes.integer(Int64.self, of: type)
        guard stored != .max, stored != .min else {
            self.init(microseconds: stored)
            return
        }
        let (sum, overflow) = stored.addingReportingOverflow(Self.epochMicroseconds)
        guard !overflow else { throw UnreadableValue("holds an instant after the year 294246") }
        self.init(microseconds: sum)
    }
}
