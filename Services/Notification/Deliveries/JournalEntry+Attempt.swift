internal import JSON
internal import Messages
internal import Pipeline

extension JournalEntry {
    /// That a message was tried, and how that ended. `channel` is nil where the recipient is not configured any more.
    static func attempted(
        _ attempt: Attempt, of delivery: Delivery, by channel: Recipient.Channel?, on topics: Topics
    ) -> JournalEntry {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("alert")
            writer.string(delivery.message.alert)
            writer.key("version")
            writer.integer(delivery.message.version)
            writer.key("unit")
            writer.string(delivery.key.unit)
            writer.key("recipient")
            writer.string(delivery.key.recipient.name)
            if let person = delivery.key.recipient.person {
                writer.key("person")
                writer.string(person)
            }
            if let channel {
                writer.key("channel")
                writer.string(channel.name)
            }
            writer.key("attempt")
            writer.integer(attempt.number)
            writer.key("outcome")
            writer.string(attempt.outcome.rawValue)
            if let status = attempt.status {
                writer.key("status")
                writer.integer(status)
            }
            if let reason = attempt.reason {
                writer.key("reason")
                writer.string(reason)
            }
        }
        return JournalEntry(
            topic: topics.notificationJournal.name, lane: Lane.index(ofUnit: delivery.key.unit),
            key: Array(delivery.key.unit.utf8), type: "guoying.notification.attempted.v1", value: writer.bytes)
    }
}
