internal import Domain
internal import JSON
internal import Messages
internal import Pipeline

extension JournalEntry {
    /// An entry for activity's journal that says nothing yet.
    init(on topic: Topic) {
        self.init(topic: topic.name, lane: 0, key: nil, type: "", value: nil)
    }

    /// Says an event as it is passed on: who sent it and what it says, with the instant from which it counts as known.
    ///
    /// - Parameters:
    ///   - unit: Whom it concerns; a retraction does not name its unit itself.
    ///   - revision: Of a correction or a retraction, which version of the record it is.
    ///   - now: When the entry is accepted.
    mutating func pass(on fact: Fact, to unit: String, revision: Int32?, at now: Instant) throws {
        let message = fact.message
        self.concern(unit: unit)
        self.type = message.envelope.type
        self.source = message.envelope.source
        self.id = message.envelope.id
        switch message.body {
        case .retracted: self.value = try message.data.naming(unit: unit)
        case .held, .corrected, .watermark: self.carry(message.data, digest: message.dataDigest)
        }
        self.headers.removeAll()
        self.headers.append(passedOn: fact)
        if let revision { self.headers.append(revision: revision) }
        self.noteAcceptance(fact.accepted, before: now)
    }

    /// Tells a unit that a record stands there no more, or is taken back.
    static func moved(
        _ fact: Fact, _ target: ActivityEvent.Target, _ change: RecordChange, from unit: String, on topic: Topic
    ) -> JournalEntry {
        var entry = JournalEntry(on: topic)
        entry.concern(unit: unit)
        entry.type = RecordMoved.type
        entry.value = RecordMoved(record: target, unit: unit).data
        entry.headers.append("ce_recordedtime", fact.recorded)
        entry.headers.append(revision: change.revision)
        return entry
    }

    /// Says when an event was first taken in, of one that waited until it took effect.
    mutating func noteAcceptance(_ first: Instant, before now: Instant) {
        if first != now { self.headers.append(RecordHeader.accepted, first) }
    }
}

extension JournalHeaders {
    /// The attributes of an event that are passed on beside source, id and type.
    init(passedOn fact: Fact) {
        self.init()
        self.append(passedOn: fact)
    }

    fileprivate mutating func append(passedOn fact: Fact) {
        // Each attribute is asked of the message: an envelope that is held is a copy of all of them.
        let message = fact.message
        if let time = message.envelope.time { self.append("ce_time", time) }
        self.append("ce_recordedtime", fact.recorded)
        // Where a privacy form leaves no room for anybody's words, attributes of a sender's own are none either.
        let isSealed = message.body.held?.kind.privacyForm != nil
        if let subject = message.envelope.subject, !isSealed || subject == message.body.unit?.rawValue {
            self.append("ce_subject", subject)
        }
        if let actor = message.envelope.actor { self.append("ce_authid", actor) }
        if let causation = message.envelope.causation { self.append("ce_causationid", causation) }
        if let correlation = message.envelope.correlation { self.append("ce_correlationid", correlation) }
        for other in message.envelope.others where !isSealed || Self.traceAttributes.contains(other.name) {
            self.append("ce_\(other.name)", other.value)
        }
    }

    private static let traceAttributes: Set = ["traceparent", "tracestate"]

    /// Which version of its record an event is: lanes know no order among each other, and a record moves between them.
    fileprivate mutating func append(revision number: Int32) {
        self.append(RecordHeader.revision, String(number))
    }

    fileprivate mutating func append(_ name: String, _ instant: Instant) {
        self.append(name) { writer in writer.plain { instant.append(to: &$0, in: .utc) } }
    }
}

extension [UInt8] {
    /// A JSON object with a member `unit`; its other members stay as they are, and in their order.
    fileprivate func naming(unit: String) throws -> [UInt8] {
        var reader = DocumentReader()
        return try reader.read(self) { root in
            var writer = JSONWriter()
            writer.object { writer in
                var isNamed = false
                root.forEachMember { name, value in
                    let name = String(decoding: name.indices.map { name[$0] }, as: UTF8.self)
                    // Canonical JSON has its names in order; what a sender put there itself means nothing.
                    guard name != "unit" else { return }
                    if name.utf16.lexicographicallyPrecedes("unit".utf16) == false, !isNamed {
                        isNamed = true
                        writer.write(unit: unit)
                    }
                    writer.key(name)
                    writer.element(value)
                }
                if !isNamed { writer.write(unit: unit) }
            }
            return writer.bytes
        }
    }
}

extension JSONWriter {
    fileprivate mutating func write(unit: String) {
        self.key("unit")
        self.string(unit)
    }
}
