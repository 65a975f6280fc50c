/// The headers of a record that is to be sent, in their order, in one piece of memory: whoever publishes a journal
/// sends a dozen with each of millions of records.
public struct Headers: Hashable, Sendable {
    private struct Entry: Hashable, Sendable {
        let start: Int
        let nameEnd: Int
        let end: Int
        /// Whether the value is Kafka's null, which is not the same as no bytes.
        let isNull: Bool
    }

    private var bytes: [UInt8] = []
    private var entries: [Entry] = []

    /// No headers, with room for some.
    ///
    /// - Parameters:
    ///   - count: How many there will be, roughly.
    ///   - byteCount: What their names and values will take, roughly.
    public init(reservingCapacity count: Int = 0, bytes byteCount: Int = 0) {
        self.entries.reserveCapacity(count)
        self.bytes.reserveCapacity(byteCount)
    }

    /// Headers, in their order.
    public init(_ headers: some Sequence<Header>) {
        for header in headers { self.append(Array(header.name.utf8).span, header.value?.span) }
    }

    /// Puts a header of text behind the others.
    public mutating func append(_ name: String, _ text: String) {
        let start = self.bytes.count
        self.bytes.append(contentsOf: name.utf8)
        let nameEnd = self.bytes.count
        self.bytes.append(contentsOf: text.utf8)
        self.entries.append(Entry(start: start, nameEnd: nameEnd, end: self.bytes.count, isNull: false))
    }

    /// Puts a header behind the others, name and value as bytes; no value is Kafka's null.
    public mutating func append(_ name: Span<UInt8>, _ value: Span<UInt8>?) {
        let start = self.bytes.count
        unsafe name.withUnsafeBufferPointer { unsafe self.bytes.append(contentsOf: $0) }
        let nameEnd = self.bytes.count
        if let value { unsafe value.withUnsafeBufferPointer { unsafe self.bytes.append(contentsOf: $0) } }
        self.entries.append(Entry(start: start, nameEnd: nameEnd, end: self.bytes.count, isNull: value == nil))
    }

    /// Lends name and value of each header, in their order.
    @unsafe func forEachUnsafe(_ body: (_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer?) -> Void) {
        unsafe self.bytes.withUnsafeBytes { bytes in
            for entry in self.entries {
                let value = unsafe UnsafeRawBufferPointer(rebasing: bytes[entry.nameEnd..<entry.end])
                unsafe body(
                    UnsafeRawBufferPointer(rebasing: bytes[entry.start..<entry.nameEnd]), entry.isNull ? nil : value)
            }
        }
    }
}

extension Headers: RandomAccessCollection {
    /// 0.
    public var startIndex: Int { 0 }
    /// How many there are.
    public var endIndex: Int { self.entries.count }

    /// A header.
    public subscript(position: Int) -> Header {
        let entry = self.entries[position]
        return Header(
            name: String(decoding: self.bytes[entry.start..<entry.nameEnd], as: UTF8.self),
            value: entry.isNull ? nil : Array(self.bytes[entry.nameEnd..<entry.end]))
    }
}

extension Headers: ExpressibleByArrayLiteral {
    /// Headers, in their order.
    public init(arrayLiteral elements: Header...) { self.init(elements) }
}
