internal import Domain
internal import JSON
internal import Messages

/// A version of an alert as it lies on the topic.
struct PublishedAlert {
    let id: String
    let version: Int64
    let status: Alert.Status
    let severity: AlertSeverity
    let unit: UnitCode
    let subject: AlertSubject
    /// None where it is about a source.
    let verdict: Verdict?
    let body: [UInt8]

    /// Reads an alert; nil where the bytes are none that this program would have written.
    init?(body bytes: [UInt8]) {
        var reader = DocumentReader()
        let read = try? reader.read(bytes) { Self($0, body: bytes) }
        guard let read else { return nil }
        self = read
    }

    private init?(_ root: Element, body: [UInt8]) {
        guard let id = root.member("alert")?.string, let version = root.member("version")?.integer, version > 0,
            let status = root.member("status")?.string.flatMap({ Alert.Status(rawValue: $0) }),
            let severity = root.member("severity")?.string.flatMap({ AlertSeverity(rawValue: $0) }),
            let unit = root.member("unit")?.member("id")?.string
        else { return nil }
        if let requirement = root.member("requirement")?.member("id")?.string {
            let from = root.member("window")?.member("from")?.string.flatMap { Day($0) }
            self.subject = .duty(DutyName(requirement: RequirementID(rawValue: requirement), from: from))
        } else if let source = root.member("source")?.member("id")?.string {
            self.subject = .source(SourceName(rawValue: source))
        } else {
            return nil
        }
        self.id = id
        self.version = version
        self.status = status
        self.severity = severity
        self.unit = UnitCode(rawValue: unit)
        self.verdict = root.member("verdict")?.string.flatMap { Verdict(rawValue: $0) }
        self.body = body
    }
}
