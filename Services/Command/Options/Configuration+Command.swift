internal import Domain
internal import Kafka
internal import Messages
internal import Packs
internal import Postgres
internal import ServiceKit

extension Configuration.Catalogue {
    /// What the command line reads, and what it leaves to the services.
    static let command = Configuration.Catalogue.common
        .reading(.packs)
        .reading(.pack)
        .knowing("GUOYING_SUPERVISION_*", "GUOYING_ACTIVITY_*", "GUOYING_NOTIFICATION_*")
}

extension Configuration.Key where Value == String? {
    /// The folder that packs lie in.
    static var packs: Self {
        Self(
            "GUOYING_SUPERVISION_PACKS",
            help: "The folder of packs; the one that came with the program where unset.", expects: "a path"
        ) { $0 }
    }
}

extension Configuration.Key where Value == PackID {
    /// The pack that is in force.
    static var pack: Self {
        Self(
            "GUOYING_SUPERVISION_PACK", default: "hbgyzy-2021", help: "The pack that is in force.",
            expects: "the id of a pack"
        ) { PackID(rawValue: $0) }
    }
}

extension ConfigurationOptions {
    /// Loads what the command line is configured with.
    func load() throws(ConfigurationError) -> Configuration { try self.load(.command) }
}

extension Configuration {
    /// The topics of this installation.
    var topics: Topics { Topics(prefix: self[.topicPrefix]) }

    /// What a client of the brokers is told. librdkafka's own words are dropped: errors say what matters.
    func kafkaSettings() throws -> Settings {
        var options = [
            "bootstrap.servers": try self.require(.kafkaBootstrapServers),
            "client.id": "guoying-command",
        ]
        for (name, value) in self[.kafkaOptions] { options[name] = value.revealed }
        return Settings(options)
    }

    /// The pack that is in force, from its files.
    func installedPack() throws -> Pack { try self.packFolder().pack(self[.pack]) }

    /// The folder that packs lie in.
    func packFolder() throws -> PackFolder {
        guard let folder = self[.packs].map(PackFolder.init) ?? PackFolder.installed else {
            throw CommandFailure(
                "no packs lie beside the program; set GUOYING_SUPERVISION_PACKS to the folder that they lie in",
                exitCode: .validationFailure)
        }
        return folder
    }

    /// Lends a session with the database.
    func connected<Value>(_ body: (Connection) async throws -> Value) async throws -> Value {
        let connection = try await Connection.connect(try self.require(.databaseURL))
        defer { connection.close() }
        do {
            return try await body(connection)
        } catch let error as DatabaseError where error.isOfAnotherVersion {
            throw CommandFailure(
                "the database is not what this program expects: \(error.message); run 'guoying migrate'")
        }
    }
}

extension DatabaseError {
    /// Whether a schema, a table, a column or a function is not there.
    fileprivate var isOfAnotherVersion: Bool {
        ["3F000", "42P01", "42703", "42883"].contains(self.sqlState?.rawValue)
    }
}
