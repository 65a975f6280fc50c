internal import Domain
internal import JSON
internal import Messages
internal import Pipeline

extension JournalEntry {
    /// That nobody is told of a version of an alert, and why.
    static func suppression(of alert: ReceivedAlert, reason: String, on topics: Topics) -> JournalEntry {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("alert")
            writer.string(alert.id)
            writer.key("version")
            writer.integer(alert.version)
            writer.key("unit")
            writer.string(alert.unit)
            writer.key("reason")
            writer.string(reason)
        }
        return JournalEntry(
            topic: topics.notificationJournal.name, lane: Lane.index(ofUnit: alert.unit), key: Array(alert.unit.utf8),
            type: "guoying.notification.suppressed.v1", value: writer.bytes)
    }

    /// The answer to a command that nobody here knows.
    static func rejection(ofCommand id: String, on topics: Topics) -> JournalEntry {
        let rejection = CommandRejection(
            code: "unsupported-type", field: "type",
            sentence: BilingualText(
                zh: "通知服务不识别这种命令，请检查命令的 type",
                en: "the notification service knows no command of this type; check the command's type"))
        var entry = JournalEntry(
            topic: topics.notificationJournal.name, lane: Lane.index(ofUnit: nil), key: nil,
            type: CommandRejection.type(of: "notification"), value: rejection.data)
        entry.cause = id
        return entry
    }
}
