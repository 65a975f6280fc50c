internal import Crypto
public import Domain
internal import JSON

/// What can be read of a record whatever is wrong with it: enough to find its dead letter again by unit, kind and time.
///
/// It is read by a scanner that takes no offence: broken, doubled, too long or sent in the wrong mode, a record that
/// names its unit is found by its unit. What cannot be read is nil. For records that were refused only; nothing here
/// says that the record is right.
public struct Glance: Hashable, Sendable {
    /// The unit that it speaks of.
    public private(set) var unit: String?
    /// The kind of activity, known or not.
    public private(set) var kind: String?
    /// When it occurred: `startedAt`, else `time`. One without an offset is read by the clocks of Asia/Shanghai.
    public private(set) var occurred: Instant?
    /// When its source recorded it.
    public private(set) var recorded: Instant?
    /// Who sent it.
    public private(set) var source: String?
    /// The sender's id for it.
    public private(set) var id: String?

    /// Looks at a record.
    public init(_ headers: some RecordHeaders, value: Span<UInt8>?) {
        var scanner = GlanceScanner()
        if let value { scanner.scan(value) }
        // A structured record that lost its content type looks binary, and is known by its member `data`.
        let isBinary = ContentMode(headers) == .binary && !scanner.hasData
        let attributes = isBinary ? GlanceMembers() : scanner.outer
        let data = isBinary ? scanner.outer : scanner.hasData ? scanner.inner : Self.decoded(scanner.outer)
        self.unit = (data.text(.unit) ?? attributes.text(.unit)).flatMap { Self.unitCode($0) }
        self.kind = (data.text(.kind) ?? attributes.text(.kind)).flatMap { Self.word($0) }
        let time = attribute("ce_time", of: headers) ?? attributes.text(.time)
        self.occurred = data.text(.startedAt).flatMap { Self.instant($0) } ?? time.flatMap { Self.instant($0) }
        let recorded = attribute("ce_recordedtime", of: headers) ?? attributes.text(.recordedtime)
        self.recorded = recorded.flatMap { Instant($0) }
        self.source = attribute("ce_source", of: headers) ?? attributes.text(.source)
        self.id = attribute("ce_id", of: headers) ?? attributes.text(.id)
    }

    /// The members of data that was sent in base 64, which is refused and can be read all the same.
    private static func decoded(_ event: GlanceMembers) -> GlanceMembers {
        var scanner = GlanceScanner()
        if let bytes = event.text(.base64).flatMap({ Base64.decode($0) }) { scanner.scan(bytes.span) }
        return scanner.outer
    }

    private static func unitCode(_ text: String) -> String? {
        text.unicodeScalars.count <= Limits.unitCharacters && isUnitCode(Array(text.utf8).span) ? text : nil
    }

    private static func word(_ text: String) -> String? {
        text.utf8.count <= Limits.unitCharacters && isAttributeText(Array(text.utf8).span) ? text : nil
    }

    /// An instant as it should be written, or on the clocks of Asia/Shanghai, or a day.
    private static func instant(_ text: String) -> Instant? {
        Instant(text) ?? Instant(text + "+08:00") ?? Day(text)?.start
    }
}

/// The first value of a header, if it is text that an attribute may hold and is not empty.
private func attribute(_ name: StaticString, of headers: some RecordHeaders) -> String? {
    for index in 0..<headers.headerCount where headers.headerName(index) == name {
        guard let value = headers.headerValue(index), !value.isEmpty, isAttributeText(value) else { return nil }
        return value.count <= Limits.attributeBytes ? String(value) : nil
    }
    return nil
}
