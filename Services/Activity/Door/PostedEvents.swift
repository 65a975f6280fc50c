internal import Domain
internal import HTTP
internal import JSON
internal import Kafka
internal import Messages

/// The events that a request carries: CloudEvents over HTTP, in binary, structured or batch mode.
struct PostedEvents {
    /// Why a request is refused.
    struct Refusal: Error {
        let status: Int
        let fault: Fault
        /// Which event of a batch, from 0.
        var index: Int?
    }

    /// The records that go to the intake topic.
    private(set) var records: [OutgoingRecord] = []
    /// Who is said to speak in them.
    private(set) var sources: Set<String> = []

    /// Reads the events and checks them as the intake will.
    ///
    /// - Parameter now: The business clock's, by which something lies in the future.
    /// - Throws: ``Refusal`` for the first that is faulty; then nothing of the request is taken.
    init(_ request: Request, for topic: String, at now: Instant) throws(Refusal) {
        var decoder = MessageDecoder<ActivityEvent>(valueLimitBytes: Limits.eventBytes)
        let contentType = request.headers.first("Content-Type") ?? ""
        let mediaType = contentType.split(separator: ";").first.map { $0.filter { $0 != " " }.lowercased() } ?? ""
        switch mediaType {
        case "application/cloudevents+json":
            try self.add(request.body, [Header(name: "content-type", text: Self.structured)], topic, &decoder, now)
        case "application/cloudevents-batch+json":
            let events = try Self.events(of: request.body)
            for (index, event) in events.enumerated() {
                do throws(Refusal) {
                    try self.add(event, [Header(name: "content-type", text: Self.structured)], topic, &decoder, now)
                } catch {
                    throw Refusal(status: error.status, fault: error.fault, index: index)
                }
            }
        // Whatever calls itself an event in another form is none in binary mode, whichever headers are beside it.
        case _ where !mediaType.hasPrefix("application/cloudevents") && request.headers.first("ce-specversion") != nil:
            var headers = contentType.isEmpty ? [] : [Header(name: "content-type", text: contentType)]
            for field in request.headers.fields where field.name.lowercased().hasPrefix("ce-") {
                let name = "ce_" + field.name.lowercased().dropFirst(3)
                headers.append(Header(name: name, value: Self.decoded(field.value)))
            }
            try self.add(request.body, headers, topic, &decoder, now)
        default:
            throw Refusal(status: 415, fault: Fault(.undecodable, at: "content-type"))
        }
    }

    private static let structured = "application/cloudevents+json"

    private mutating func add(
        _ value: [UInt8], _ headers: [Header], _ topic: String, _ decoder: inout MessageDecoder<ActivityEvent>,
        _ now: Instant
    ) throws(Refusal) {
        var list = HeaderList()
        for header in headers { list.append(header.name.utf8.span, header.value?.span) }
        do throws(Fault) {
            let message = try decoder.decode(list, value: value.span)
            if let fault = message.fault(acceptedAt: now) { throw fault }
            self.sources.insert(message.envelope.source)
            self.records.append(
                OutgoingRecord(
                    topic: topic, key: message.body.unit.map { Array($0.rawValue.utf8) }, value: value,
                    headers: headers))
        } catch {
            throw Refusal(status: error.code == .tooLarge ? 413 : 400, fault: error)
        }
    }

    /// The events of a batch, each as it stood.
    private static func events(of body: [UInt8]) throws(Refusal) -> [[UInt8]] {
        var reader = DocumentReader()
        var count: Int?
        var events: [[UInt8]] = []
        try? reader.read(body) { root in
            guard root.kind == .array else { return }
            count = root.count
            guard root.count <= Limits.batchEvents else { return }
            root.forEachElement { element in
                var event: [UInt8] = []
                element.compact(into: &event)
                events.append(event)
            }
        }
        guard let count else { throw Refusal(status: 400, fault: Fault(.undecodable)) }
        guard count <= Limits.batchEvents else { throw Refusal(status: 413, fault: Fault(.tooLarge)) }
        return events
    }

    /// The value of an attribute, which HTTP carries with what is not printable ASCII escaped by percent signs, and may
    /// carry in quotes.
    private static func decoded(_ value: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = self.unquoted(Array(value.utf8)[...])
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2,
                digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
                let escaped = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            {
                bytes.append(escaped)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    /// What a quoted string means (RFC 9110, section 5.6.4), where a value is one: a backslash in it takes the next
    /// byte as it is.
    private static func unquoted(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let quote = UInt8(ascii: "\"")
        guard value.count > 1, value.first == quote, value.last == quote else { return value }
        var bytes: [UInt8] = []
        var rest = value.dropFirst().dropLast()
        while let byte = rest.popFirst() {
            bytes.append(byte == UInt8(ascii: "\\") ? rest.popFirst() ?? byte : byte)
        }
        return bytes[...]
    }
}
