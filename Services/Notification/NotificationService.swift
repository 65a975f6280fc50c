internal import HTTP
internal import Messages
internal import Pipeline
internal import Schemas
internal import ServiceKit

/// The service, put together from its configuration.
enum NotificationService {
    /// What it reads from the environment and its configuration file.
    static let catalogue = Runtime.catalogue.reading(.recipients)

    /// Takes alerts in and sends them until the process is asked to stop.
    static func run(_ configuration: Configuration) async throws {
        let recipients = try configuration[.recipients].map(RecipientsFile.read) ?? []
        let runtime = try await Runtime.start(Database.notification, configuration: configuration)
        runtime.log.notice("telling", metadata: ["recipients": recipients.map(\.name).joined(separator: " ")])
        if recipients.isEmpty { runtime.log.warning("nobody is configured to be told of alerts") }

        let sender = Sender(
            recipients: recipients, client: try Client(limits: Sender.clientLimits), topics: runtime.topics,
            transactions: runtime, due: runtime.due, metrics: runtime.metrics, log: runtime.log)
        try await runtime.run(
            [runtime.topics.supervisionAlerts, runtime.topics.activityNotices, runtime.topics.notificationCommands],
            handler: NotificationHandler(recipients: recipients, topics: runtime.topics),
            dueHandlers: [DeliverHandler(sender: sender, topics: runtime.topics)], beside: [sender])
    }
}
