internal import Domain
public import JSON

/// Reads CloudEvents 1.0 from Kafka records, in binary and in structured mode, with memory that is used again.
///
/// It decides everything that can be decided without knowing what the data means, in the order of `FaultCode`:
/// `too-large` before anything is parsed, then `undecodable`, `batch-mode`, `missing-attribute`, `unsupported-type`,
/// and of `schema` a `time` that cannot be read.
///
/// An attribute that holds control characters or is not UTF-8 is `undecodable`, known or not; so is one of ours that is
/// not a string in the JSON form. There `null` is absence, as the CloudEvents specification has it. An optional
/// attribute that is empty counts as absent, but for `time`. Headers that repeat what a structured record says must say
/// the same; of what it does not say nothing is taken from them.
public struct EnvelopeDecoder: ~Copyable {
    private var reader: DocumentReader
    private var headers = AttributeTable()
    private var members = AttributeTable()
    private var mode = ContentMode.binary
    /// The content type that was declared last, and what it means: most records declare the same.
    private var declared: (contentType: [UInt8], mode: ContentMode) = ([], .foreign)
    private let types: [String]
    private let valueLimitBytes: Int

    /// A decoder for messages of the listed types whose values have at most that many bytes.
    public init(accepting types: [String], valueLimitBytes: Int) {
        self.reader = DocumentReader(sizeLimitBytes: valueLimitBytes)
        self.types = types
        self.valueLimitBytes = valueLimitBytes
    }

    /// Reads a record and lends its data to `body`, with the envelope and the index of its type among those listed.
    ///
    /// Throws the fault that condemns the record; the faults of `body` have paths from the data down, here they become
    /// paths of the record (`data.unit`).
    public mutating func decode<Value>(
        _ headers: some RecordHeaders, value: Span<UInt8>?,
        _ body: (_ envelope: Envelope, _ type: Int, _ data: Element) throws(Fault) -> Value
    ) throws(Fault) -> Value {
        try self.begin(value)
        for index in 0..<headers.headerCount { try self.note(headers.headerName(index), headers.headerValue(index)) }
        return try self.read(value, body)
    }

    /// Begins a record. Whoever has headers of a type that is known lends each to `note`, and then calls `read`.
    @usableFromInline
    mutating func begin(_ value: Span<UInt8>?) throws(Fault) {
        if let value, value.count > self.valueLimitBytes { throw Fault(.tooLarge) }
        self.headers.removeAll()
        self.mode = .binary
    }

    /// Takes in a header.
    @usableFromInline
    mutating func note(_ name: Span<UInt8>, _ value: Span<UInt8>?) throws(Fault) {
        try self.headers.add(header: name, value)
        guard let value, ContentMode.isDeclared(by: name) else { return }
        if !self.declared.contentType.span.holdsSame(as: value) {
            self.declared = ([UInt8](copying: value), ContentMode(value))
        }
        self.mode = self.declared.mode
    }

    /// Reads the record whose headers were taken in. Of events there are by far the most.
    @specialized(where Value == ActivityEvent)
    mutating func read<Value>(
        _ value: Span<UInt8>?, _ body: (_ envelope: Envelope, _ type: Int, _ data: Element) throws(Fault) -> Value
    ) throws(Fault) -> Value {
        // A tombstone carries no event, whatever its headers say.
        guard let value else { throw Fault(.undecodable) }
        let mode = self.mode
        guard mode != .foreign else { throw Fault(.undecodable, at: "datacontenttype") }
        // The tables are taken out while the reader lends, because it borrows this decoder meanwhile.
        var members = AttributeTable()
        swap(&members, &self.members)
        defer { swap(&members, &self.members) }
        let (headerTable, types) = (self.headers, self.types)
        do {
            return try self.reader.read(value) { root throws(Fault) in
                switch mode {
                case .binary:
                    return try Self.lend(root, headerTable, types, body)
                case .structured:
                    members.removeAll()
                    try members.add(membersOf: root, checkedAgainst: headerTable)
                    return try Self.lend(root.member("data"), members, types, body)
                case .batch, .foreign:
                    throw Fault(.batchMode)
                }
            }
        } catch let fault as Fault {
            throw fault
        } catch {
            throw Self.undecodable(error, mode)
        }
    }

    /// Reads the envelope and lends the data.
    @specialized(where Value == ActivityEvent)
    private static func lend<Value>(
        _ data: Element?, _ attributes: AttributeTable, _ types: [String],
        _ body: (_ envelope: Envelope, _ type: Int, _ data: Element) throws(Fault) -> Value
    ) throws(Fault) -> Value {
        let type = try attributes.type(among: types)
        let envelope = try attributes.envelope(of: types[type])
        guard let data else { throw Fault(.schema, at: "data") }
        do {
            return try body(envelope, type, data)
        } catch {
            throw error.within("data")
        }
    }

    /// What the JSON reader refused, as a fault with the path of the record.
    private static func undecodable(_ error: any Error, _ mode: ContentMode) -> Fault {
        let path = (error as? JSONError)?.path ?? ""
        let fault = Fault(.undecodable, at: path)
        return Fault(.undecodable, atPath: mode == .binary ? fault.within("data").field : path)
    }
}
