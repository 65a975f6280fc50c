/// Writes JSON into bytes that can be used again. Commas are its business.
///
/// ```swift
/// writer.object { writer in
///     writer.key("unit"); writer.string("b-0103")
///     writer.key("minutes"); writer.array { writer in writer.integer(60) }
/// }
/// ```
/// That a key stands before each member's value, and only there, is the caller's business.
public struct JSONWriter: Sendable {
    /// What has been written so far.
    @inlinable public var bytes: [UInt8] { self.written }
    @usableFromInline var written: [UInt8] = []

    /// A writer that has written nothing.
    public init() {}

    /// A writer that goes on behind JSON that was begun: `[` or `[1`, say.
    public init(behind bytes: [UInt8]) { self.written = bytes }

    /// Forgets what was written and keeps the memory for what comes next.
    public mutating func removeAll() {
        self.written.removeAll(keepingCapacity: true)
    }

    /// Writes an object, whose members `body` writes.
    @inlinable public mutating func object<Failure: Error>(
        _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        self.separate()
        self.written.append(UInt8(ascii: "{"))
        try body(&self)
        self.written.append(UInt8(ascii: "}"))
    }

    /// Writes an array, whose elements `body` writes.
    @inlinable public mutating func array<Failure: Error>(
        _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        self.separate()
        self.written.append(UInt8(ascii: "["))
        try body(&self)
        self.written.append(UInt8(ascii: "]"))
    }

    /// Writes the name of the member whose value comes next.
    public mutating func key(_ name: String) {
        self.separate()
        self.written.appendQuoted(name, then: ":")
    }

    /// Writes a string.
    public mutating func string(_ value: String) {
        self.separate()
        self.written.appendQuoted(value)
    }

    /// Writes a string that is given as UTF-8, which it must be.
    public mutating func utf8(_ value: Span<UInt8>) {
        self.separate()
        self.written.appendQuoted(value)
    }

    /// Writes a string whose bytes `body` appends. They must be ASCII that needs no escapes, such as an instant's.
    @inlinable public mutating func plain(_ body: (inout [UInt8]) -> Void) {
        self.separate()
        self.written.append(UInt8(ascii: "\""))
        body(&self.written)
        self.written.append(UInt8(ascii: "\""))
    }

    /// Writes an integer.
    public mutating func integer(_ value: Int64) {
        self.separate()
        self.written.appendInteger(value)
    }

    /// Writes an integer.
    public mutating func integer(_ value: Int) {
        self.integer(Int64(value))
    }

    /// Writes an integer that an `Int64` may not hold.
    public mutating func unsigned(_ value: UInt64) {
        self.separate()
        self.written.appendUnsigned(value)
    }

    /// Writes a number with the shortest digits that read back as the same double. Throws `numberOutOfRange` for what
    /// JSON has no number for: infinity and NaN.
    public mutating func number(_ value: Double) throws(JSONError) {
        guard value.isFinite else { throw JSONError(path: "", reason: .numberOutOfRange) }
        self.separate()
        self.written.appendDouble(value)
    }

    /// Writes `true` or `false`.
    public mutating func boolean(_ value: Bool) {
        self.separate()
        self.written.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// Writes `null`.
    public mutating func null() {
        self.separate()
        self.written.append(contentsOf: "null".utf8)
    }

    /// Writes a value that is JSON already. It is not checked.
    public mutating func raw(_ json: Span<UInt8>) {
        self.separate()
        unsafe json.withUnsafeBufferPointer { unsafe self.written.append(contentsOf: $0) }
    }

    /// Writes a value of a document, as it stood.
    public mutating func element(_ element: Element) {
        self.separate()
        element.compact(into: &self.written)
    }

    /// Writes a comma where one is due: behind a value, and a value ends in none of the bytes below.
    @usableFromInline mutating func separate() {
        switch self.written.last {
        case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"): break
        default: self.written.append(UInt8(ascii: ","))
        }
    }
}
