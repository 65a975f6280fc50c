internal import ServiceKit

/// `guoying-supervision`: judges what units owe, and tells their supervisors.
@main struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guoying-supervision",
        abstract: "Judges what units owe as facts come in and time goes by, and raises alerts.",
        discussion: SupervisionService.catalogue.help, version: Product.version)

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        try await SupervisionService.run(try self.options.load(SupervisionService.catalogue))
    }
}
