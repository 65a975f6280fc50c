/// A day as `date` holds it: by number, without a zone.
public struct CivilDate: Hashable, Comparable, Sendable {
    /// Days since the first of January 1970.
    public let daysSince1970: Int32

    /// Names the day by days since the first of January 1970.
    @inlinable public init(daysSince1970: Int32) { self.daysSince1970 = daysSince1970 }

    /// PostgreSQL's `infinity`: later than every day.
    public static let infinity = Self(daysSince1970: .max)
    /// PostgreSQL's `-infinity`: earlier than every day.
    public static let negativeInfinity = Self(daysSince1970: .min)

    /// Orders by time.
    public static func < (left: Self, right: Self) -> Bool { left.daysSince1970 < right.daysSince1970 }

    /// From 1970, where we count from, to 2000, where PostgreSQL does.
    private static let epochDays: Int32 = 10_957
}

extension CivilDate: SQLParameter, SQLColumn {
    /// `date`.
    public static var type: SQLType { .date }

    /// Appends days since 2000. The server refuses what lies before 4713 BC.
    public func encode(into bytes: inout [UInt8]) {
        guard self != .infinity, self != .negativeInfinity else {
            bytes.append(bigEndian: self.daysSince1970)
            return
        }
        let (sum, overflow) = self.daysSince1970.subtractingReportingOverflow(Self.epochDays)
        bytes.append(bigEndian: overflow ? .min + 1 : sum)
    }

    /// Reads a `date`.
    public init(column bytes: Span<UInt8>, type: SQLType) throws(UnreadableValue) {
        guard type == .date else { throw .type(type, as: Self.self) }
        let stored = try bytes.integer(Int32.self, of: type)
        guard stored != .max, stored != .min else {
            self.init(daysSince1970: stored)
            return
        }
        // The last day that PostgreSQL knows, in the year 5874897, leaves room for thirty years more.
        let (sum, overflow) = stored.addingReportingOverflow(Self.epochDays)
        guard !overflow else { throw .damaged(type) }
        self.init(daysSince1970: sum)
    }
}
