internal import Domain
internal import JSON

/// How our own services and the command line write CloudEvents.
extension Envelope {
    /// The headers of a record in binary mode; its value is the data, JSON as it is.
    public func headers() -> HeaderList {
        var headers = HeaderList()
        headers.append("content-type", "application/json")
        self.forEachAttribute { name, value in headers.append("ce_" + name, value) }
        return headers
    }

    /// The header of a record in structured mode, whose value is what `structured` gives.
    public static func structuredHeaders() -> HeaderList {
        var headers = HeaderList()
        headers.append("content-type", "application/cloudevents+json; charset=UTF-8")
        return headers
    }

    /// The event as one JSON object around the data, which is JSON already.
    public func structured(data: Span<UInt8>) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            self.forEachAttribute { name, value in writer.member(name, value) }
            writer.key("data")
            writer.raw(data)
        }
        return writer.bytes
    }

    /// Goes through the attributes that are there, as text, in the order in which they are written.
    private func forEachAttribute(_ body: (_ name: String, _ value: String) -> Void) {
        body("specversion", "1.0")
        body("id", self.id)
        body("source", self.source)
        body("type", self.type)
        if let subject = self.subject { body("subject", subject) }
        if let time = self.time { body("time", time.description) }
        if let recorded = self.recorded { body("recordedtime", recorded.description) }
        if let actor = self.actor { body("authid", actor) }
        if let causation = self.causation { body("causationid", causation) }
        if let correlation = self.correlation { body("correlationid", correlation) }
        for other in self.others { body(other.name, other.value) }
    }
}
