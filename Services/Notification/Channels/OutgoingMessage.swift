internal import Domain
internal import JSON
internal import Messages

/// What a recipient is sent of a version of an alert: the same bytes with every attempt and on every channel.
struct OutgoingMessage: Hashable, Sendable {
    /// The alert.
    let alert: String
    /// Its version.
    let version: Int64
    /// The code of the unit that it concerns.
    let unit: String
    /// `{"type": …, "timestamp": …, "data": {the alert}}`, as Standard Webhooks recommends, and `to` where it is for
    /// one person.
    let body: [UInt8]

    /// The same for all attempts, so that a receiver can drop what it has.
    var id: String { "\(self.alert)-v\(self.version)" }

    /// The body that tells of `alert`, which holds as of the instant that it names, else as of its acceptance.
    static func body(of alert: ReceivedAlert, to addressee: Addressed? = nil, accepted: Instant) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("type")
            writer.string(alert.type)
            writer.key("timestamp")
            writer.string((alert.asOf ?? accepted).description)
            addressee?.write(into: &writer)
            writer.key("data")
            writer.raw(alert.json.span)
        }
        return writer.bytes
    }
}
