internal import ServiceKit

/// `guoying-registry`: keeps the register of units, and takes in what changes it.
@main struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guoying-registry",
        abstract: "Keeps the register of units, members, committees, posts and reporting systems; takes in imports.",
        discussion: RegistryService.catalogue.help, version: Product.version)

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        try await RegistryService.run(try self.options.load(RegistryService.catalogue))
    }
}
