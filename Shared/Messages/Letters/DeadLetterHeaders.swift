public import Domain
internal import JSON

/// What a dead letter says about the record that it carries, in its `dlq-…` headers; the rest of the letter is the
/// record itself: its key, its headers and its value. There is no free text, so that a letter betrays nothing that the
/// record does not hold.
public struct DeadLetterHeaders: Hashable, Sendable {
    /// As much of a record's value as a letter carries, in bytes.
    public static let valueLimitBytes = 65_536

    /// Where the record lay.
    public struct Origin: Hashable, Sendable {
        /// The topic's name.
        public var topic: String
        /// The partition, from 0.
        public var partition: Int32
        /// The offset.
        public var offset: Int64
        /// The record's timestamp in milliseconds since 1970; nil where the broker gave none.
        public var timestampMilliseconds: Int64?

        /// The place of a record.
        public init(topic: String, partition: Int32, offset: Int64, timestampMilliseconds: Int64? = nil) {
            self.topic = topic
            self.partition = partition
            self.offset = offset
            self.timestampMilliseconds = timestampMilliseconds
        }
    }

    /// The value of the record as it came, of which the letter may carry only the beginning.
    public struct Value: Hashable, Sendable {
        /// Its length in bytes.
        public var sizeBytes: Int
        /// Its SHA-256, in hexadecimal digits.
        public var sha256: String
        /// Whether the letter carries less than all of it.
        public var isTruncated: Bool

        /// A value of that length and digest.
        public init(sizeBytes: Int, sha256: String, isTruncated: Bool) {
            self.sizeBytes = sizeBytes
            self.sha256 = sha256
            self.isTruncated = isTruncated
        }
    }

    /// What is wrong.
    public var fault: Fault
    /// Who sent the record, where it could be read.
    public var source: String?
    /// The sender's id for it, where it could be read.
    public var eventID: String?
    /// The unit that it speaks of, where it could be read.
    public var unit: String?
    /// The kind of activity that it speaks of, known or not, where it could be read.
    public var kind: String?
    /// When that occurred, where it could be read.
    public var occurred: Instant?
    /// When the record became known.
    public var recorded: Instant?
    /// When the record was first taken in; earlier than it was refused where it waited.
    public var accepted: Instant?
    /// Where the record lay.
    public var origin: Origin
    /// What it held.
    public var value: Value
    /// How often it was tried.
    public var attempts: Int
    /// When it was refused.
    public var failedAt: Instant
    /// The version of the service that refused it.
    public var serviceVersion: String

    /// A letter about a record that was refused at the first attempt.
    public init(fault: Fault, origin: Origin, value: Value, failedAt: Instant, serviceVersion: String) {
        self.fault = fault
        self.origin = origin
        self.value = value
        self.attempts = 1
        self.failedAt = failedAt
        self.serviceVersion = serviceVersion
    }
}

extension DeadLetterHeaders {
    /// What the names of these headers begin with. It is ours: a record's own headers of such names are left out.
    private static let prefix: StaticString = "dlq-"
    /// The names of all of them.
    public static let names = [
        "dlq-error-code", "dlq-field", "dlq-source", "dlq-event-id", "dlq-unit", "dlq-kind", "dlq-occurred-at",
        "dlq-recorded-at", "dlq-accepted-at", "dlq-original-topic", "dlq-original-partition", "dlq-original-offset",
        "dlq-original-timestamp", "dlq-size", "dlq-sha256", "dlq-truncated", "dlq-stage", "dlq-attempts",
        "dlq-failed-at", "dlq-service-version",
    ]

    /// The headers of the letter: those of the record, then these.
    public func appended(to original: some RecordHeaders) -> HeaderList {
        var headers = HeaderList()
        for index in 0..<original.headerCount {
            let name = original.headerName(index)
            if name.count >= 4, name.extracting(first: 4) == Self.prefix { continue }
            headers.append(name, original.headerValue(index))
        }
        headers.append("dlq-error-code", self.fault.code.rawValue)
        headers.append("dlq-field", self.fault.field)
        if let source = self.source { headers.append("dlq-source", source) }
        if let eventID = self.eventID { headers.append("dlq-event-id", eventID) }
        if let unit = self.unit { headers.append("dlq-unit", unit) }
        if let kind = self.kind { headers.append("dlq-kind", kind) }
        let instants = [("occurred", self.occurred), ("recorded", self.recorded), ("accepted", self.accepted)]
        for case (let name, let instant?) in instants { headers.append("dlq-\(name)-at", instant.text(in: .utc)) }
        headers.append("dlq-original-topic", self.origin.topic)
        headers.append("dlq-original-partition", String(self.origin.partition))
        headers.append("dlq-original-offset", String(self.origin.offset))
        if let timestamp = self.origin.timestampMilliseconds {
            headers.append("dlq-original-timestamp", String(timestamp))
        }
        headers.append("dlq-size", String(self.value.sizeBytes))
        headers.append("dlq-sha256", self.value.sha256)
        headers.append("dlq-truncated", self.value.isTruncated ? "true" : "false")
        headers.append("dlq-stage", self.fault.stage.rawValue)
        headers.append("dlq-attempts", String(self.attempts))
        headers.append("dlq-failed-at", self.failedAt.text(in: .utc))
        headers.append("dlq-service-version", self.serviceVersion)
        return headers
    }

    /// The headers of a letter; nil where the record is no letter of ours.
    public init?(_ headers: some RecordHeaders) {
        let texts = Texts(headers)
        guard let code = texts["dlq-error-code"].flatMap(FaultCode.init(rawValue:)),
            let topic = texts["dlq-original-topic"],
            let partition = texts["dlq-original-partition"].flatMap({ Int32($0) }),
            let offset = texts["dlq-original-offset"].flatMap({ Int64($0) }),
            let size = texts["dlq-size"].flatMap({ Int($0) }),
            let sha256 = texts["dlq-sha256"],
            let truncated = texts["dlq-truncated"].flatMap({ Bool($0) }),
            let attempts = texts["dlq-attempts"].flatMap({ Int($0) }),
            let failedAt = texts["dlq-failed-at"].flatMap({ Instant($0) }),
            let serviceVersion = texts["dlq-service-version"]
        else { return nil }
        self.init(
            fault: Fault(code, at: texts["dlq-field"] ?? ""),
            origin: Origin(
                topic: topic, partition: partition, offset: offset,
                timestampMilliseconds: texts["dlq-original-timestamp"].flatMap { Int64($0) }),
            value: Value(sizeBytes: size, sha256: sha256, isTruncated: truncated),
            failedAt: failedAt, serviceVersion: serviceVersion)
        self.source = texts["dlq-source"]
        self.eventID = texts["dlq-event-id"]
        self.unit = texts["dlq-unit"]
        self.kind = texts["dlq-kind"]
        self.occurred = texts["dlq-occurred-at"].flatMap { Instant($0) }
        self.recorded = texts["dlq-recorded-at"].flatMap { Instant($0) }
        self.accepted = texts["dlq-accepted-at"].flatMap { Instant($0) }
        self.attempts = attempts
    }

    /// The headers of a letter by name.
    private struct Texts {
        private var values: [String: String] = [:]

        init(_ headers: some RecordHeaders) {
            for index in 0..<headers.headerCount {
                let name = headers.headerName(index)
                guard name.count >= 4, name.extracting(first: 4) == DeadLetterHeaders.prefix else { continue }
                if let value = headers.headerValue(index) { self.values[String(name)] = String(value) }
            }
        }

        subscript(name: String) -> String? { self.values[name] }
    }
}
