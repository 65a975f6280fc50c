internal import Domain
internal import JSON

extension AttributeTable {
    /// Adds the attribute that a header carries (`ce_…`). All other headers mean nothing here, and neither do those
    /// that are called as the data of an event is.
    mutating func add(header name: Span<UInt8>, _ value: Span<UInt8>?) throws(Fault) {
        guard name.count > 3, name.extracting(first: 3) == "ce_", !isMember(name.extracting(3...)) else { return }
        // A header without a value is an attribute without one, which is refused where it is required.
        if let value { try self.add(name.extracting(3...), value) } else { try self.add(name.extracting(3...), Span()) }
    }

    /// Adds the attributes that a CloudEvent in JSON carries, each checked against its copy among the headers. A member
    /// without a name is none.
    mutating func add(membersOf event: Element, checkedAgainst headers: AttributeTable) throws(Fault) {
        guard event.kind == .object else { throw Fault(.undecodable) }
        try event.forEachMember { name, value throws(Fault) in
            if name == "data" || value.isNull || name.isEmpty { return }
            if name == "data_base64" { throw Fault(.undecodable, at: "data_base64") }
            try self.add(name, value, checkedAgainst: headers)
        }
    }

    /// Adds an attribute of the JSON form. What is no string is kept as JSON text where it means nothing to us, and
    /// refused where it should be ours.
    private mutating func add(
        _ name: Span<UInt8>, _ value: Element, checkedAgainst headers: AttributeTable
    ) throws(Fault) {
        let known = Known(name)
        if let utf8 = value.utf8 { return try self.add(known, name, utf8, checkedAgainst: headers) }
        guard known == nil else { throw Fault(.undecodable, at: String(name)) }
        var text: [UInt8] = []
        value.compact(into: &text)
        try self.add(nil, name, text.span, checkedAgainst: headers)
    }

    private mutating func add(
        _ known: Known?, _ name: Span<UInt8>, _ value: Span<UInt8>, checkedAgainst headers: AttributeTable
    ) throws(Fault) {
        guard headers.isEmpty || headers.holds(known, name, value) ?? true else {
            throw Fault(.undecodable, atAttribute: name)
        }
        try self.add(known, name, value)
    }

    /// The index of the event's type among those listed.
    func type(among types: [String]) throws(Fault) -> Int {
        if let contentType = self.value(of: .datacontenttype), !isJSON(contentType) {
            throw Fault(.undecodable, at: Known.datacontenttype.name)
        }
        try self.require(.specversion)
        try self.require(.id)
        try self.require(.source)
        try self.require(.type)
        guard let version = self.value(of: .specversion), version == "1.0" else {
            throw Fault(.unsupportedType, at: Known.specversion.name)
        }
        guard let type = self.value(of: .type),
            let index = types.firstIndex(where: { equal($0, type) })
        else { throw Fault(.unsupportedType, at: Known.type.name) }
        return index
    }

    /// The envelope that the attributes of an event of a type make.
    func envelope(of type: String) throws(Fault) -> Envelope {
        var envelope = Envelope(source: self.text(of: .source) ?? "", id: self.text(of: .id) ?? "", type: type)
        if let time = self.value(of: .time) {
            guard let instant = Instant(time) else { throw Fault(.schema, at: Known.time.name) }
            envelope.time = instant
        }
        if let recorded = self.value(of: .recordedtime) { envelope.recorded = Instant(recorded) }
        envelope.subject = self.text(of: .subject)
        envelope.actor = self.text(of: .authid)
        envelope.causation = self.text(of: .causationid)
        envelope.correlation = self.text(of: .correlationid)
        envelope.others = self.others
        return envelope
    }
}

extension AttributeTable {
    private func require(_ attribute: Known) throws(Fault) {
        guard let value = self.value(of: attribute), !value.isEmpty else {
            throw Fault(.missingAttribute, at: attribute.name)
        }
    }
}

/// Whether a name is that of a member which no attribute may be called by.
private func isMember(_ name: Span<UInt8>) -> Bool { name == "data" || name == "data_base64" }
