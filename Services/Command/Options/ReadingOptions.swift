internal import ServiceKit

/// The options that every command has that answers from what was taken in.
struct ReadingOptions: ParsableArguments {
    @OptionGroup var configuration: ConfigurationOptions
    @Option(
        help: ArgumentHelp(
            "Waits so long until what was sent before has been taken in; 0 reads at once.", valueName: "seconds"),
        transform: Self.seconds)
    private var wait: Duration?

    /// How long to wait.
    var waitLimit: Duration { self.wait ?? .seconds(10) }

    private static func seconds(_ text: String) throws -> Duration {
        guard let seconds = Double(text), (0...86_400).contains(seconds) else {
            throw ValidationError("expected a number of seconds from 0 to 86400")
        }
        return .milliseconds(Int(seconds * 1_000))
    }
}

/// Text for people, or JSON for programs.
enum TextOrJSON: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
}
