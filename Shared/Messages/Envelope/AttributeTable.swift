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

    /// An attribute that is not known.
    private struct Other {
        let name: Range<Int>
        let value: Range<Int>
    }

    private var bytes: [UInt8] = []
    /// Where the value of each known attribute lies; nil for those that are absent. There are places only once there is
    /// an attribute, so that an empty table costs nothing. No `InlineArray`: whoever looks at one element copies all.
    private var known: [Range<Int>?] = []
    private var knownCount = 0
    private var unknown: [Other] = []
    /// Names and values of all of them together.
    private var sizeBytes = 0

    /// Whether there is no attribute.
    var isEmpty: Bool { self.knownCount == 0 && self.unknown.isEmpty }

    /// Forgets all attributes and keeps the memory.
    mutating func removeAll() {
        guard !self.isEmpty else { return }
        self.bytes.removeAll(keepingCapacity: true)
        for place in self.known.indices { self.known[place] = nil }
        self.knownCount = 0
        self.unknown.removeAll(keepingCapacity: true)
        self.sizeBytes = 0
    }

    /// Adds an attribute.
    ///
    /// Refused as `undecodable` are a value that is not UTF-8 or holds control characters, which no CloudEvents string
    /// may, and a repeated name with another value; as `tooLarge` attributes beyond the limits.
    mutating func add(_ name: Span<UInt8>, _ value: Span<UInt8>) throws(Fault) {
        try self.add(Known(name), name, value)
    }

    /// The same of an attribute of which it is known whether it is known.
    mutating func add(_ known: Known?, _ name: Span<UInt8>, _ value: Span<UInt8>) throws(Fault) {
        guard known != nil || isAttributeText(name) else { throw Fault(.undecodable) }
        guard isAttributeText(value) else { throw Fault(.undecodable, atAttribute: name) }
        if let holdsSame = self.holds(known, name, value) {
            guard holdsSame else { throw Fault(.undecodable, atAttribute: name) }
            return
        }
        guard value.count <= Limits.attributeBytes else { throw Fault(.tooLarge, atAttribute: name) }
        guard self.knownCount + self.unknown.count < Limits.attributes,
            self.sizeBytes + name.count + value.count <= Limits.attributesBytes
        else { throw Fault(.tooLarge) }
        self.sizeBytes += name.count + value.count
        if let known {
            if self.known.isEmpty { self.known = Array(repeating: nil, count: Known.allCases.count) }
            self.known[known.rawValue] = self.store(value)
            self.knownCount += 1
        } else {
            self.unknown.append(Other(name: self.store(name), value: self.store(value)))
        }
    }

    /// Whether an attribute has that value; nil where it is absent.
    func holds(_ known: Known?, _ name: Span<UInt8>, _ value: Span<UInt8>) -> Bool? {
        if let known {
            guard let range = self.place(of: known) else { return nil }
            return self.bytes.span.extracting(range).holdsSame(as: value)
        }
        for other in self.unknown where self.bytes.span.extracting(other.name).holdsSame(as: name) {
            return self.bytes.span.extracting(other.value).holdsSame(as: value)
        }
        return nil
    }

    /// The value of a known attribute; nil where it is absent.
    @_lifetime(borrow self)
    func value(of attribute: Known) -> Span<UInt8>? {
        guard let range = self.place(of: attribute) else { return nil }
        return self.bytes.span.extracting(range)
    }

    /// The value of a known attribute as text; nil where it is absent or empty.
    func text(of attribute: Known) -> String? {
        guard let value = self.value(of: attribute), !value.isEmpty else { return nil }
        return String(value)
    }

    /// The attributes that are not known, in the order in which they stood.
    var others: [Envelope.Attribute] {
        self.unknown.map { other in
            Envelope.Attribute(
                name: String(self.bytes.span.extracting(other.name)),
                value: String(self.bytes.span.extracting(other.value)))
        }
    }

    private func place(of attribute: Known) -> Range<Int>? {
        self.known.isEmpty ? nil : self.known[attribute.rawValue]
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
