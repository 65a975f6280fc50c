internal import Crypto
public import Postgres

extension Digest16: SQLParameter, SQLColumn {
    /// `uuid`.
    public static var type: SQLType { .uuid }

    /// Appends the sixteen bytes.
    public func encode(into bytes: inout [UInt8]) {
        for half in [self.high, self.low] {
            bytes.append(contentsOf: (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * $0)) })
        }
    }

    /// Reads `uuid`.
    public init(column bytes: Span<UInt8>, type: SQLType) throws(UnreadableValue) {
        guard type == .uuid, bytes.count == 16 else { throw UnreadableValue("is of type \(type), not uuid") }
        var halves: [UInt64] = [0, 0]
        for index in 0..<16 { halves[index / 8] = halves[index / 8] << 8 | UInt64(bytes[index]) }
        self.init(high: halves[0], low: halves[1])
    }
}
