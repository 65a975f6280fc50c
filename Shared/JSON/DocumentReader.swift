internal import CSimdjson

/// Reads JSON (RFC 8259), one document after another, with memory that is used again.
///
/// All of a document is checked before any of it is lent: it is UTF-8 without a byte order mark, no object has a name
/// twice (compared after unescaping), no string holds U+0000 or half a surrogate pair, nothing nests too deep, integers
/// fit 64 bits and are exact, other numbers are the nearest double. Whatever breaks a rule is refused with a
/// `JSONError` that names the path and the byte.
///
/// simdjson parses; its tape is looked at through `Element`s, which cannot outlive the call that lent them.
@safe public struct DocumentReader: ~Copyable {
    /// Documents up to this size leave their memory to the next one; simdjson takes about 14 times a document's length.
    private static let retainedLimitBytes = 1 << 20

    private var parser: OpaquePointer
    private let depthLimit: Int
    private let sizeLimitBytes: Int

    /// A reader that refuses documents with more than `depthLimit` (1 to 1024) objects and arrays inside one another,
    /// and those longer than `sizeLimitBytes` (at most 1 GiB; 32 MiB is the longest record that an intake topic takes).
    public init(depthLimit: Int = 64, sizeLimitBytes: Int = 32 << 20) {
        precondition((1...1024).contains(depthLimit), "the depth limit is from 1 to 1024")
        precondition((1...(1 << 30)).contains(sizeLimitBytes), "the size limit is from 1 byte to 1 GiB")
        unsafe self.parser = csimdjson_create(depthLimit)
        self.depthLimit = depthLimit
        self.sizeLimitBytes = sizeLimitBytes
    }

    deinit { unsafe csimdjson_destroy(self.parser) }

    /// Reads one document and lends its outermost value to `body`.
    ///
    /// Throws a `JSONError` if the document is refused, and whatever `body` throws.
    @inlinable
    public mutating func read<Value>(_ bytes: Span<UInt8>, _ body: (_ root: Element) throws -> Value) throws -> Value {
        defer { self.releaseMemory(after: bytes.count) }
        return try body(Element(tape: try self.parse(bytes), index: Tape.root))
    }

    /// Reads one document that lies in an array.
    @inlinable
    public mutating func read<Value>(_ bytes: [UInt8], _ body: (_ root: Element) throws -> Value) throws -> Value {
        try self.read(bytes.span, body)
    }

    /// Parses and checks a document; its tape is good until the next one or until the memory is released.
    @usableFromInline
    mutating func parse(_ bytes: Span<UInt8>) throws(JSONError) -> Tape {
        guard bytes.count <= self.sizeLimitBytes else {
            throw JSONError(path: "", reason: .tooLarge(limitBytes: self.sizeLimitBytes))
        }
        var words: UnsafePointer<UInt64>?
        var strings: UnsafePointer<UInt8>?
        let code = unsafe bytes.withUnsafeBufferPointer { buffer in
            var nothing: UInt8 = 0
            guard let start = buffer.baseAddress else {
                return unsafe csimdjson_parse(self.parser, &nothing, 0, &words, &strings)
            }
            return unsafe csimdjson_parse(self.parser, start, buffer.count, &words, &strings)
        }
        guard code == 0, let words = unsafe words, let strings = unsafe strings else {
            // simdjson says only what kind of fault there is.
            throw Diagnosis.firstFault(in: bytes, depthLimit: self.depthLimit)
                ?? JSONError(path: "", reason: .malformed(unsafe String(cString: csimdjson_error_text(code))))
        }
        let tape = unsafe Tape(words: words, strings: strings, lengthBytes: bytes.count)
        guard tape.isSound(depthLimit: self.depthLimit), !bytes.escapesNUL else {
            throw Diagnosis.firstFault(in: bytes, depthLimit: self.depthLimit)
                ?? JSONError(path: "", reason: .malformed("it has a name twice, nests too deep or holds U+0000"))
        }
        return tape
    }

    @usableFromInline
    mutating func releaseMemory(after lengthBytes: Int) {
        guard lengthBytes > Self.retainedLimitBytes else { return }
        unsafe csimdjson_destroy(self.parser)
        unsafe self.parser = csimdjson_create(self.depthLimit)
    }
}
