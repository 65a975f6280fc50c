public import Domain

/// The attributes of a CloudEvent: who says what about when. Everything but the data.
public struct Envelope: Hashable, Sendable {
    /// An attribute that means nothing here. It is kept, so that the journal passes on what it was given.
    public struct Attribute: Hashable, Sendable {
        /// The name, without `ce_`.
        public let name: String
        /// The value; what was not a string in the JSON form stands as JSON text.
        public let value: String

        /// An attribute of that name and value.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Who sent it (`source`). With `id` it identifies the event for ever.
    public var source: String
    /// The sender's id for it (`id`).
    public var id: String
    /// What kind of message it is (`type`).
    public var type: String
    /// What it is about, as the sender names it (`subject`).
    public var subject: String?
    /// When it occurred (`time`).
    public var time: Instant?
    /// When the sender recorded it (`recordedtime`); nil as well where that cannot be read.
    public var recorded: Instant?
    /// Who acts (`authid`), an opaque id.
    public var actor: String?
    /// The id of the message that caused this one (`causationid`).
    public var causation: String?
    /// The id that everything of one undertaking shares (`correlationid`).
    public var correlation: String?
    /// All other attributes, in the order in which they stood.
    public var others: [Attribute]

    /// An envelope with what every CloudEvent must have; the rest is set afterwards.
    public init(source: String, id: String, type: String) {
        self.source = source
        self.id = id
        self.type = type
        self.others = []
    }
}
