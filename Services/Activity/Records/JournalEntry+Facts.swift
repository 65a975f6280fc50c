internal import Domain
internal import JSON
internal import Messages
internal import Pipeline

extension JournalEntry {
    /// An event as it is passed on: who sent it and what it says, with the instant from which it counts as known.
    ///
    /// Of a correction or a retraction it says which version of the record it is.
    /// - Parameters:
    ///   - change: What it changes; it also names the unit, which a retraction does not name itself.
    ///   - now: When the entry is accepted.
    static func event(
        _ fact: Fact, _ change: RecordChange, on topic: Topic, at now: Instant
    ) throws -> JournalEntry {
        let unit = change.place.unit
        let value: [UInt8] =
            switch fact.message.body {
            case .retracted: try fact.message.data.naming(unit: unit)
            case .held, .corrected, .watermark: fact.message.data
            }
        var entry = JournalEntry(
            topic: topic.name, lane: Lane.index(ofUnit: unit), key: Array(unit.utf8), type: fact.message.envelope.type,
            value: value)
        entry.source = fact.message.envelope.source
        entry.id = fact.message.envelope.id
        entry.headers = fact.passedOnHeaders
        if fact.target != nil { entry.headers.append(.revision(change.revision)) }
        entry.headers += JournalHeader.accepted(fact.accepted, before: now)
        return entry
    }

    /// Tells a unit that a record stands there no more, or is taken back.
    static func moved(
        _ fact: Fact, _ target: ActivityEvent.Target, _ change: RecordChange, from unit: String, on topic: Topic
    ) -> JournalEntry {
        let moved = RecordMoved(record: target, unit: unit)
        var entry = JournalEntry(
            topic: topic.name, lane: Lane.index(ofUnit: unit), key: Array(unit.utf8), type: RecordMoved.type,
            value: moved.data)
        entry.headers = [
            JournalHeader("ce_recordedtime", fact.recorded.text(in: .utc)), .revision(change.revision),
        ]
        return entry
    }
}

extension JournalHeader {
    /// Which version of its record an event is: lanes know no order among each other, and a record moves between them.
    fileprivate static func revision(_ number: Int32) -> JournalHeader {
        JournalHeader(RecordHeader.revision, String(number))
    }

    /// When an event was first taken in, of one that waited until it took effect; nothing of any other.
    static func accepted(_ first: Instant, before now: Instant) -> [JournalHeader] {
        first == now ? [] : [JournalHeader(RecordHeader.accepted, first.text(in: .utc))]
    }
}

extension Fact {
    /// The attributes that are passed on as headers beside source, id and type.
    var passedOnHeaders: [JournalHeader] {
        let envelope = self.message.envelope
        var headers: [JournalHeader] = []
        headers.reserveCapacity(4 + envelope.others.count)
        func add(_ name: String, _ value: String?) {
            if let value { headers.append(JournalHeader(name, value)) }
        }
        if let time = envelope.time { headers.append(JournalHeader(name: "ce_time", value: time.utf8(in: .utc))) }
        headers.append(JournalHeader(name: "ce_recordedtime", value: self.recorded.utf8(in: .utc)))
        add("ce_subject", envelope.subject)
        add("ce_authid", envelope.actor)
        add("ce_causationid", envelope.causation)
        add("ce_correlationid", envelope.correlation)
        for other in envelope.others { add("ce_\(other.name)", other.value) }
        return headers
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
