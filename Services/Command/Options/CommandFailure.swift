internal import Kafka
internal import ServiceKit

/// What a command could not do, in one line that says what to do instead.
struct CommandFailure: ExitCodeError, CustomStringConvertible {
    let description: String
    let exitCode: ExitCode

    /// Something was wrong with what was given, unless another status says otherwise.
    init(_ description: String, exitCode: ExitCode = .failure) {
        self.description = description
        self.exitCode = exitCode
    }
}

extension CommandFailure {
    /// A name that does not exist, with the one that may have been meant.
    static func unknown(
        _ what: String, _ name: String, among known: some Sequence<String>, place: String
    ) -> CommandFailure {
        CommandFailure("\(place) has no \(what) '\(name)'\(NearestName.suggestion(for: name, among: known))")
    }
}

extension CommandFailure {
    /// What Kafka refused, or that it could not be reached.
    init(of error: KafkaError) {
        switch error.reaction {
        case .reject: self.init("\(error)")
        case .retry, .backpressure, .fenced, .fatal: self.init("\(error)", exitCode: .unreachable)
        }
    }
}
