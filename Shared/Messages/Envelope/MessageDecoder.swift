internal import JSON

/// Reads the messages of a group of types from records, with memory that is used again: one for each thread.
public struct MessageDecoder<Body: MessageBody>: ~Copyable {
    @usableFromInline var envelopes: EnvelopeDecoder
    private var canonical = CanonicalWriter()

    /// A decoder that refuses values of more than that many bytes.
    public init(valueLimitBytes: Int) {
        self.envelopes = EnvelopeDecoder(accepting: Body.types, valueLimitBytes: valueLimitBytes)
    }

    /// Reads a record.
    ///
    /// Throws what condemns it; where several faults would fit, the first in the order of `FaultCode`, but for
    /// `too-large`, which is decided before anything is parsed.
    @inlinable
    public mutating func decode(
        _ headers: some RecordHeaders, value: Span<UInt8>?
    ) throws(Fault) -> Message<Body> {
        try self.envelopes.begin(value)
        for index in 0..<headers.headerCount {
            try self.envelopes.note(headers.headerName(index), headers.headerValue(index))
        }
        return try self.read(value)
    }

    /// Reads the record whose headers were taken in. Of events there are by far the most.
    @usableFromInline
    @specialized(where Body == ActivityEvent)
    mutating func read(_ value: Span<UInt8>?) throws(Fault) -> Message<Body> {
        try self.envelopes.read(value) { envelope, type, data throws(Fault) in
            Message(envelope, try Body.read(data, type: type), data: self.canonical.bytes(of: data))
        }
    }
}
