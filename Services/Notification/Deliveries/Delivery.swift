internal import Domain
internal import Postgres

/// The oldest message that waits for a recipient and a unit.
struct Delivery: Sendable {
    /// Whose it is.
    let key: DeliveryKey
    /// Its place among all messages.
    let number: Int64
    /// What is sent.
    let message: OutgoingMessage
    /// When it was entered.
    let entered: Instant
    /// How many attempts have begun.
    var attempts: Int
    /// Whether the newest attempt still is to be journalled.
    var isUnderWay: Bool
    /// Until when nobody else may try.
    var notBefore: Instant

    init(_ row: Row) throws {
        let key = DeliveryKey(
            recipient: RecipientName(rawValue: try row.decode("recipient")), unit: try row.decode("unit"))
        self.key = key
        self.number = try row.decode("number")
        self.message = OutgoingMessage(
            alert: try row.decode("alert"), version: try row.decode("version"), unit: key.unit,
            body: try row.decode("body"))
        self.entered = Instant(try row.decode("entered", as: Timestamp.self))
        self.attempts = Int(try row.decode("attempts", as: Int32.self))
        self.isUnderWay = try row.decode("under_way")
        self.notBefore = Instant(try row.decode("not_before", as: Timestamp.self))
    }
}
