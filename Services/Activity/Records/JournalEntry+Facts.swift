internal import Domain
internal import JSON
internal import Messages
internal import Pipeline

extension JournalEntry {
    /// The type of an entry that tells a unit that a record stands there no more.
    static let movedType = "guoying.activity.moved.v1"

    /// An event as it is passed on: who sent it and what it says, with the instant from which it counts as known.
    ///
    /// - Parameter unit: The unit that it concerns, which a retraction does not name itself.
    static func event(_ fact: Fact, of unit: String, on topic: Topic) throws -> JournalEntry {
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
        return entry
    }

    /// Tells a unit that a record stands there no more, or is taken back.
    static func moved(
        _ fact: Fact, _ target: ActivityEvent.Target, from unit: String, on topic: Topic
    ) -> JournalEntry {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("record")
            writer.object { writer in
                writer.key("id")
                writer.string(target.id)
                writer.key("source")
                writer.string(target.source.rawValue)
            }
            writer.key("unit")
            writer.string(unit)
        }
        var entry = JournalEntry(
            topic: topic.name, lane: Lane.index(ofUnit: unit), key: Array(unit.utf8), type: Self.movedType,
            value: writer.bytes)
        entry.headers = [JournalHeader("ce_recordedtime", fact.recorded.text(in: .utc))]
        return entry
    }
}

extension Fact {
    /// The attributes that are passed on as headers beside source, id and type.
    var passedOnHeaders: [JournalHeader] {
        let envelope = self.message.envelope
        var headers: [JournalHeader] = []
        func add(_ name: String, _ value: String?) {
            if let value { headers.append(JournalHeader("ce_\(name)", value)) }
        }
        add("time", envelope.time?.text(in: .utc))
        add("recordedtime", self.recorded.text(in: .utc))
        add("subject", envelope.subject)
        add("authid", envelope.actor)
        add("causationid", envelope.causation)
        add("correlationid", envelope.correlation)
        for other in envelope.others { add(other.name, other.value) }
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
