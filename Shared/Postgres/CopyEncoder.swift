/// Rows in the format of `COPY … (FORMAT binary)`, gathered in one piece of memory that is used again.
///
/// ```swift
/// encoder.beginRow(columns: 2)
/// encoder.append(unit)
/// let position = encoder.append(0 as Int64)
/// …
/// encoder.patch(head + 1, at: position)
/// try await connection.copy(encoder, into: "journal (unit, position)")
/// encoder.removeAll()
/// ```
public struct CopyEncoder: Sendable {
    /// The head of the format and all rows; ``trailer`` goes behind them.
    @inlinable public var bytes: [UInt8] { self.storage }
    @usableFromInline var storage: [UInt8]
    /// Where each row begins.
    private var starts: [Int] = []

    /// What a COPY begins with: a signature, no flags, no extension.
    private static let head: [UInt8] = [
        0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00, 0, 0, 0, 0, 0, 0, 0, 0,
    ]
    /// What a COPY ends with.
    public static let trailer: [UInt8] = [0xFF, 0xFF]

    /// Begins without rows, with room for `capacity` bytes of them.
    public init(reservingCapacity capacity: Int = 0) {
        self.storage = []
        self.storage.reserveCapacity(capacity + Self.head.count)
        self.storage += Self.head
    }

    /// How many bytes there are.
    @inlinable public var byteCount: Int { self.storage.count }

    /// Lends the bytes behind the first `start`, where they lie.
    @inlinable
    public func withBytes<Value>(from start: Int, _ body: (Span<UInt8>) -> Value) -> Value {
        body(self.storage.span.extracting(start...))
    }

    /// How many rows there are.
    public var rowCount: Int { self.starts.count }

    /// Removes all rows and keeps the memory.
    public mutating func removeAll() {
        self.storage.removeSubrange(Self.head.count...)
        self.starts.removeAll(keepingCapacity: true)
    }

    /// Begins a row of so many columns, all of which have to follow.
    public mutating func beginRow(columns: Int) {
        precondition(columns >= 0 && columns <= 1_600, "\(columns) columns, and a table has 1600 at most")
        self.starts.append(self.storage.count)
        self.storage.append(bigEndian: Int16(columns))
    }

    /// Adds a column; returns where in ``bytes`` its value begins, for ``patch(_:at:)``.
    ///
    /// The type has to be exactly the column's: COPY converts nothing.
    @inlinable @discardableResult
    public mutating func append(_ value: some SQLParameter) -> Int {
        let offset = self.storage.count + 4
        self.storage.append(field: value)
        return offset
    }

    /// Adds a column whose binary format the bytes are already, such as text, `bytea`, `json` or `uuid`.
    @inlinable @discardableResult
    public mutating func append(field bytes: some Collection<UInt8>) -> Int {
        self.storage.append(bigEndian: Int32(bytes.count))
        let offset = self.storage.count
        self.storage.append(contentsOf: bytes)
        return offset
    }

    /// Adds a column whose binary format the bytes are already.
    @discardableResult
    public mutating func append(field bytes: Span<UInt8>) -> Int {
        unsafe bytes.withUnsafeBufferPointer { unsafe self.append(field: $0) }
    }

    /// Adds a column whose value, in the column's binary format, `body` appends to the bytes.
    @inlinable
    public mutating func append(_ body: (inout [UInt8]) -> Void) {
        let start = self.storage.count
        self.storage.append(bigEndian: 0 as Int32)
        body(&self.storage)
        self.storage.replace(at: start, bigEndian: Int32(self.storage.count - start - 4))
    }

    /// Adds a column that is NULL.
    public mutating func appendNull() { self.storage.append(bigEndian: -1 as Int32) }

    /// Writes a number over the one at `offset`, which was added as a number of the same size.
    @inlinable public mutating func patch(_ value: some FixedWidthInteger, at offset: Int) {
        self.storage.replace(at: offset, bigEndian: value)
    }

    /// Writes bytes over as many at `offset`, such as a digest.
    public mutating func patch(field bytes: some Collection<UInt8>, at offset: Int) {
        precondition(
            offset >= 0 && offset <= self.storage.count - bytes.count, "offset \(offset) lies outside of the bytes")
        self.storage.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
    }

    /// Where row `number`, counted from 0, lies in ``bytes``.
    public func range(ofRow number: Int) -> Range<Int> {
        let next = number + 1
        return self.starts[number]..<(next < self.starts.count ? self.starts[next] : self.storage.count)
    }

    /// What has to be sent of ``bytes``, head included, if the rows of these numbers, ascending, are left out.
    public func ranges(leavingOut rows: [Int]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        for row in rows {
            let hole = self.range(ofRow: row)
            precondition(hole.lowerBound >= start, "the rows to leave out must ascend")
            if hole.lowerBound > start { ranges.append(start..<hole.lowerBound) }
            start = hole.upperBound
        }
        if start < self.storage.count { ranges.append(start..<self.storage.count) }
        return ranges
    }
}
