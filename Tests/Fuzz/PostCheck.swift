internal import Domain
internal import HTTP
internal import JSON
internal import Kafka
internal import Messages

@testable import Activity

/// A request to the door for events. An input is written as a request is: a line `name: value` for each field, an empty
/// line, and the body. Before a line `%%` may stand the file of those who may send.
///
/// What the door takes the intake takes as the same events, and what it refuses is refused for a reason.
enum PostCheck {
    private static let topic = "guoying.activity.intake"
    private static let now = Instant(microseconds: 1_620_144_000_000_000)
    /// Each event of a batch is looked at alone, but not of a long one.
    private static let batchLimit = 20
    /// Between two events alone and the two in one batch.
    private static let structured = "application/cloudevents+json"
    private static let batch = "application/cloudevents-batch+json"

    /// What can be found wrong with an event before anything else is known than the event.
    private static let codes = Set(FaultCode.allCases).subtracting([
        .batchMode, .conflictingDuplicate, .unknownUnit, .unknownTarget, .internal,
    ])

    static func check(_ input: [UInt8]) {
        let cut = input.firstRange(of: Array("\n%%\n".utf8))
        let (headers, body) = self.request(cut.map { input[$0.upperBound...] } ?? input[...])
        if let cut { self.authorize(Array(input[..<cut.lowerBound]), headers) }
        switch self.post(headers, body) {
        case .success(let posted):
            for record in posted.records { self.take(record, of: posted) }
            if self.mode(headers) == self.structured { self.postInBatch(body, posted) }
            if self.mode(headers) == nil { self.postAgain(posted.records[0]) }
        case .failure(let refusal):
            self.refuse(refusal, headers)
        }
        if self.mode(headers) == self.batch { self.postAlone(body, headers) }
    }

    private static func request(_ input: ArraySlice<UInt8>) -> (Headers, body: [UInt8]) {
        var headers = Headers()
        var rest = input
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
            let line = String(decoding: rest[..<end], as: UTF8.self)
            rest = rest[end...].dropFirst()
            if line.isEmpty { break }
            let halves = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            headers.add(String(halves[0]), halves.count == 2 ? String(halves[1].drop { $0 == " " }) : "")
        }
        return (headers, Array(rest))
    }

    private static func post(_ headers: Headers, _ body: [UInt8]) -> Result<PostedEvents, PostedEvents.Refusal> {
        guard let request = Request(.post, "/events", headers: headers, body: body) else {
            fatalError("the door has a path")
        }
        return Result { () throws(PostedEvents.Refusal) in try PostedEvents(request, for: self.topic, at: self.now) }
    }

    /// The media type by which the door tells a mode; nil for any other.
    private static func mode(_ headers: Headers) -> String? {
        let type = headers.first("Content-Type")?.split(separator: ";").first ?? ""
        return [self.structured, self.batch].first { $0 == type.filter { $0 != " " }.lowercased() }
    }

    /// A record that the door makes is an event of one of the sources that it names, keyed by its unit.
    private static func take(_ record: OutgoingRecord, of posted: PostedEvents) {
        let message = self.message(of: record)
        insist(message.fault(acceptedAt: self.now) == nil, "the intake takes what the door takes")
        insist(posted.sources.contains(message.envelope.source), "the door knows each source: \(posted.sources)")
        insist(record.topic == self.topic && record.partition == nil, "a record goes where its key leads")
        insist(record.key == message.body.unit.map { Array($0.rawValue.utf8) }, "the key is the unit")
        insist(record.headers.allSatisfy { !$0.name.utf8.contains(0) }, "a header's name can be sent")
    }

    private static func message(of record: OutgoingRecord) -> ActivityMessage {
        var list = HeaderList()
        for header in record.headers { list.append(header.name.utf8.span, header.value?.span) }
        let value = record.value ?? []
        guard let message = RecordCheck.check(list, value, Glance(list, value: value.span)) else {
            fatalError("it does not hold that the intake reads what the door takes")
        }
        return message
    }

    /// The fault is one of the contract, its place is short, and the status is its own.
    private static func refuse(_ refusal: PostedEvents.Refusal, _ headers: Headers) {
        let fault = refusal.fault
        insist(self.codes.contains(fault.code), "\(fault) is what a request can be refused for")
        insist(fault.field.unicodeScalars.count <= Limits.pathCharacters, "a path is short: \(fault.field)")
        insist([400, 413, 415].contains(refusal.status), "a status is one of those that there are")
        insist((refusal.status == 413) == (fault.code == .tooLarge), "what is too large is called so: \(fault)")
        if refusal.status == 415 { insist(fault.field == "content-type", "what is no event is known by its type") }
        if refusal.index != nil { insist(self.mode(headers) == self.batch, "an event has a place in a batch only") }
    }

    /// An event alone is the same event in a batch.
    private static func postInBatch(_ body: [UInt8], _ posted: PostedEvents) {
        let bodies = [UInt8(ascii: "[")] + body + [UInt8(ascii: "]")]
        switch self.post(["Content-Type": self.batch], bodies) {
        case .success(let batch):
            insist(batch.sources == posted.sources, "a batch has the sources of its events")
            insist(batch.records.count == 1, "a batch of one event is one record")
            let (alone, within) = (self.message(of: posted.records[0]), self.message(of: batch.records[0]))
            insist(alone.content == within.content, "an event says the same in a batch")
            insist(alone.identity == within.identity, "an event is the same in a batch")
        case .failure(let refusal):
            // It lies one level deeper there.
            insist(refusal.fault == Fault(.undecodable), "what is taken alone is taken in a batch: \(refusal)")
        }
    }

    /// The events of a batch are taken together, or none is for the first that would not be taken alone.
    private static func postAlone(_ body: [UInt8], _ headers: Headers) {
        var events: [[UInt8]] = []
        var reader = DocumentReader()
        try? reader.read(body) { root in
            guard root.kind == .array, root.count <= self.batchLimit else { return }
            root.forEachElement { element in
                var event: [UInt8] = []
                element.compact(into: &event)
                events.append(event)
            }
        }
        guard !events.isEmpty else { return }
        let outcomes = events.map { self.post(["Content-Type": self.structured], $0) }
        let first = outcomes.firstIndex { (try? $0.get()) == nil }
        switch self.post(headers, body) {
        case .success(let posted):
            insist(first == nil && posted.records.count == events.count, "a batch is taken whole")
            let alone = outcomes.compactMap { try? $0.get().records }.flatMap(\.self)
            insist(
                alone.map { self.message(of: $0).content } == posted.records.map { self.message(of: $0).content },
                "the events of a batch are those that it holds, in their order")
        case .failure(let refusal):
            insist(refusal.index == first, "a batch is refused for the first event that is wrong")
        }
    }

    /// The attributes written anew, once escaped and once in quotes, make the same event.
    private static func postAgain(_ record: OutgoingRecord) {
        let message = self.message(of: record)
        for write in [self.escaped, self.quoted] {
            var headers = Headers()
            for header in record.headers {
                let value = header.value ?? []
                if header.name.hasPrefix("ce_") {
                    headers.add("CE-\(header.name.dropFirst(3))", write(value))
                } else {
                    headers.add(header.name, String(decoding: value, as: UTF8.self))
                }
            }
            guard case .success(let again) = self.post(headers, record.value ?? []) else {
                fatalError("it does not hold that attributes are read again: \(headers)")
            }
            let same = self.message(of: again.records[0])
            insist(same.content == message.content, "attributes that are written anew say the same")
            insist(same.envelope == message.envelope, "attributes that are written anew are the same")
        }
    }

    private static func escaped(_ value: [UInt8]) -> String { value.map { self.escaped($0) }.joined() }

    private static func escaped(_ byte: UInt8) -> String {
        let isPlain = 0x21...0x7E ~= byte && byte != UInt8(ascii: "%") && byte != UInt8(ascii: "\"")
        return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
    }

    /// As a quoted string (RFC 9110, section 5.6.4), which older versions of CloudEvents wrote.
    private static func quoted(_ value: [UInt8]) -> String {
        let texts = value.map { byte in
            switch UnicodeScalar(byte) {
            case "\"", "\\": "\\\(UnicodeScalar(byte))"
            case " ": " "
            default: self.escaped(byte)
            }
        }
        return "\"\(texts.joined())\""
    }

    /// Whoever may send has a line in the file, and sources.
    private static func authorize(_ file: [UInt8], _ headers: Headers) {
        let text = String(decoding: file, as: UTF8.self)
        do throws(TokenFileFault) {
            let tokens = try DoorTokens(text)
            insist(tokens.bearer(nil) == nil, "whoever shows no token is nobody")
            guard let bearer = tokens.bearer(headers.first("Authorization")) else { return }
            insist(text.lowercased().contains(bearer.digest), "whoever may send stands in the file")
            insist(bearer.digest.utf8.count == 64, "whoever may send is known by a digest")
            insist(!bearer.sources.isEmpty && !bearer.sources.contains(""), "whoever may send speaks for a source")
        } catch {
            let lines = 1...text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
            insist(lines.contains(error.line), "a fault lies within the file: \(error)")
            insist(!"\(error)".contains(where: \.isNewline), "a fault is one line: \(error)")
        }
    }
}
