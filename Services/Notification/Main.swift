internal import ServiceKit

/// `guoying-notification`: tells people and their systems of alerts.
@main struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guoying-notification",
        abstract: "Sends alerts to those who are to be told, and journals every attempt.",
        discussion: NotificationService.catalogue.help, version: Product.version)

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        try await NotificationService.run(try self.options.load(NotificationService.catalogue))
    }
}
