public import Domain
public import Postgres

// The domain's words as columns and parameters.

extension Instant: SQLParameter, SQLColumn {
    /// `timestamptz`.
    public static var type: SQLType { Timestamp.type }
    /// Appends it as `timestamptz`.
    public func encode(into bytes: inout [UInt8]) { Timestamp(microseconds: self.microseconds).encode(into: &bytes) }
    /// Reads `timestamptz`.
    public init(column bytes: Span<UInt8>, type: SQLType) throws(UnreadableValue) {
        self.init(microseconds: try Timestamp(column: bytes, type: type).microseconds)
    }
}

extension Day: SQLParameter, SQLColumn {
    /// `date`.
    public static var type: SQLType { CivilDate.type }
    /// Appends it as `date`.
    public func encode(into bytes: inout [UInt8]) { CivilDate(daysSince1970: self.daysSince1970).encode(into: &bytes) }
    /// Reads `date`.
    public init(column bytes: Span<UInt8>, type: SQLType) throws(UnreadableValue) {
        self.init(daysSince1970: try CivilDate(column: bytes, type: type).daysSince1970)
    }
}

extension RecordKey: SQLParameter, SQLColumn {
    /// `uuid`.
    public static var type: SQLType { .uuid }

    /// Appends its sixteen bytes.
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

extension SQLParameter where Self: Identifier {
    /// `text`.
    public static var type: SQLType { .text }
    /// Appends it as text.
    public func encode(into bytes: inout [UInt8]) { self.rawValue.encode(into: &bytes) }
}

extension SQLColumn where Self: Identifier {
    /// Reads text.
    public init(column bytes: Span<UInt8>, type: SQLType) throws(UnreadableValue) {
        self.init(rawValue: try String(column: bytes, type: type))
    }
}

extension UnitCode: SQLParameter, SQLColumn {}
extension SourceName: SQLParameter, SQLColumn {}
extension PersonID: SQLParameter, SQLColumn {}
extension RoleName: SQLParameter, SQLColumn {}

extension Row {
    /// The word of an enumeration that a column holds.
    func word<Word: RawRepresentable<String>>(_ column: String, as _: Word.Type = Word.self) throws -> Word {
        let text = try self.decode(column, as: String.self)
        guard let word = Word(rawValue: text) else { throw UnknownWord(column: column, text: text) }
        return word
    }
}

/// A column holds a word that this program does not know: it is older than what wrote it.
struct UnknownWord: Error, CustomStringConvertible {
    let column: String
    let text: String

    var description: String { "column \(self.column) holds '\(self.text)', which this program does not know" }
}
