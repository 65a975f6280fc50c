internal import JSON

/// Headers that are being put together for a record, in order, in one piece of memory.
public struct HeaderList: RecordHeaders, Sendable {
    private struct Entry {
        let name: Range<Int>
        let value: Range<Int>?
    }

    private var bytes: [UInt8] = []
    private var entries: [Entry] = []

    /// No headers.
    public init() {}

    /// Puts a header behind the others. A name may be there already.
    public mutating func append(_ name: String, _ value: String) {
        let name = self.store(name)
        let value = self.store(value)
        self.entries.append(Entry(name: name, value: value))
    }

    /// Puts a header behind the others, its value as bytes or absent.
    public mutating func append(_ name: Span<UInt8>, _ value: Span<UInt8>?) {
        let name = self.store(name)
        var stored: Range<Int>?
        if let value { stored = self.store(value) }
        self.entries.append(Entry(name: name, value: stored))
    }

    /// Puts a header behind the others, its value as bytes or absent.
    public mutating func append(_ name: String, _ value: Span<UInt8>?) {
        let name = self.store(name)
        var stored: Range<Int>?
        if let value { stored = self.store(value) }
        self.entries.append(Entry(name: name, value: stored))
    }

    /// Takes over all headers of another record.
    public mutating func append(contentsOf headers: some RecordHeaders) {
        for index in 0..<headers.headerCount {
            self.append(headers.headerName(index), headers.headerValue(index))
        }
    }

    /// How many headers there are.
    public var headerCount: Int { self.entries.count }

    /// The name of the header at `index`.
    @_lifetime(borrow self)
    public func headerName(_ index: Int) -> Span<UInt8> {
        self.bytes.span.extracting(self.entries[index].name)
    }

    /// The value of the header at `index`; nil where it has none.
    @_lifetime(borrow self)
    public func headerValue(_ index: Int) -> Span<UInt8>? {
        guard let value = self.entries[index].value else { return nil }
        return self.bytes.span.extracting(value)
    }

    private mutating func store(_ text: String) -> Range<Int> {
        let start = self.bytes.count
        self.bytes.append(contentsOf: text.utf8)
        return start..<self.bytes.count
    }

    private mutating func store(_ span: Span<UInt8>) -> Range<Int> {
        let start = self.bytes.count
        self.bytes.append(copying: span)
        return start..<self.bytes.count
    }
}
