import FoundationEssentials
import Kit

/// kcat, a client of Kafka that is not ours.
enum Foreign {
    static let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/kcat")

    /// Joins a group and reads a topic from where the group is said to be, up to its end.
    static func readOn(
        as group: String, topic: String, at address: String
    ) async throws -> (status: Int32, output: String, errors: String) {
        try await Program.run(
            "/usr/bin/kcat",
            [
                "-b", address, "-e", "-X", "auto.offset.reset=error", "-X", "enable.auto.commit=false", "-G", group,
                topic,
            ])
    }
}
