internal import JSON

/// The attributes of one envelope as bytes, whichever mode they came in: what headers and a JSON object are both
/// reduced to before anything is decided. Its memory is used again for the next record.
struct AttributeTable {
    /// The attributes that mean something here. All others are kept and ignored.
    enum Known: Int, CaseIterable {
        case specversion, id, source, type, subject, time, datacontenttype, recordedtime
        case authid, causationid, correlationid

        /// The name as it stands in a record.
        var name: String {
            switch self {
            case .specversion: "specversion"
            case .id: "id"
            case .source: "source"
            case .type: "type"
            case .subject: "subject"
            case .time: "time"
            case .datacontenttype: "datacontenttype"
            case .recordedtime: "recordedtime"
            case .authid: "authid"
            case .causationid: "causationid"
            case .correlationid: "correlationid"
            }
        }
    }

    private struct Entry {
        let name: Range<Int>
        let value: Range<Int>
    }

    private var bytes: [UInt8] = []
    private var entries: [Entry] = []
    /// Where in `entries` each known attribute stands; −1 for those that are absent.
    private var known = InlineArray<11, Int>(repeating: -1)

    /// Forgets all attributes and keeps the memory.
    mutating func removeAll() {
        self.bytes.removeAll(keepingCapacity: true)
        self.entries.removeAll(keepingCapacity: true)
        self.known = InlineArray(repeating: -1)
    }

    /// Adds an attribute.
    ///
    /// Refused as `undecodable` are a value that is not UTF-8 or holds control characters, which no CloudEvents string
    /// may, and a repeated name with another value; as `tooLarge` attributes beyond the limits.
    mutating func add(_ name: Span<UInt8>, _ value: Span<UInt8>) throws(Fault) {
        let known = Known(name)
        guard known != nil || isAttributeText(name) else { throw Fault(.undecodable) }
        guard isAttributeText(value) else { throw Fault(.undecodable, atAttribute: name) }
        if let holdsSame = self.holds(name, value, known) {
            guard holdsSame else { throw Fault(.undecodable, atAttribute: name) }
            return
        }
        guard value.count <= Limits.attributeBytes else { throw Fault(.tooLarge, atAttribute: name) }
        guard self.entries.count < Limits.attributes,
            self.bytes.count + name.count + value.count <= Limits.attributesBytes
        else { throw Fault(.tooLarge) }
        if let known { self.known[known.rawValue] = self.entries.count }
        let nameRange = self.store(name)
        let valueRange = self.store(value)
        self.entries.append(Entry(name: nameRange, value: valueRange))
    }

    /// Whether the attribute of that name has that value; nil where there is none.
    func holds(_ name: Span<UInt8>, _ value: Span<UInt8>) -> Bool? {
        self.holds(name, value, Known(name))
    }

    private func holds(_ name: Span<UInt8>, _ value: Span<UInt8>, _ known: Known?) -> Bool? {
        if let known {
            let index = self.known[known.rawValue]
            return index < 0 ? nil : self.bytes.span.extracting(self.entries[index].value).holdsSame(as: value)
        }
        for entry in self.entries where entry.name.count == name.count {
            guard self.bytes.span.extracting(entry.name).holdsSame(as: name) else { continue }
            return self.bytes.span.extracting(entry.value).holdsSame(as: value)
        }
        return nil
    }

    /// The value of a known attribute; nil where it is absent.
    @_lifetime(borrow self)
    func value(of attribute: Known) -> Span<UInt8>? {
        let index = self.known[attribute.rawValue]
        guard index >= 0 else { return nil }
        return self.bytes.span.extracting(self.entries[index].value)
    }

    /// The value of a known attribute as text; nil where it is absent or empty.
    func text(of attribute: Known) -> String? {
        guard let value = self.value(of: attribute), !value.isEmpty else { return nil }
        return String(value)
    }

    /// The attributes that are not known, in the order in which they stood.
    func others() -> [Envelope.Attribute] {
        guard self.entries.count > self.knownCount else { return [] }
        return self.entries.compactMap { entry in
            let name = self.bytes.span.extracting(entry.name)
            guard Known(name) == nil else { return nil }
            return Envelope.Attribute(name: String(name), value: String(self.bytes.span.extracting(entry.value)))
        }
    }

    private var knownCount: Int {
        var count = 0
        for index in self.known.indices where self.known[index] >= 0 { count += 1 }
        return count
    }

    private mutating func store(_ span: Span<UInt8>) -> Range<Int> {
        let start = self.bytes.count
        self.bytes.append(copying: span)
        return start..<self.bytes.count
    }
}

extension AttributeTable.Known {
    /// The attribute of that name; nil for one that means nothing here.
    init?(_ name: Span<UInt8>) {
        switch name {
        case "specversion": self = .specversion
        case "id": self = .id
        case "source": self = .source
        case "type": self = .type
        case "subject": self = .subject
        case "time": self = .time
        case "datacontenttype": self = .datacontenttype
        case "recordedtime": self = .recordedtime
        case "authid": self = .authid
        case "causationid": self = .causationid
        case "correlationid": self = .correlationid
        default: return nil
        }
    }
}
