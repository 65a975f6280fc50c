internal import Glibc
public import Postgres

extension Configuration.Catalogue {
    /// What every program of the product reads, and what is set for tests and by `deploy/dev env`.
    public static let common = Configuration.Catalogue()
        .reading(.databaseURL)
        .reading(.kafkaBootstrapServers)
        .reading(.kafkaOptions)
        .reading(.topicPrefix)
        .reading(.httpAddress)
        .reading(.httpPort)
        .reading(.logLevel)
        .reading(.logFormat)
        .reading(.goLive)
        .reading(.configurationFile)
        .knowing("GUOYING_CONSOLE_URL", "GUOYING_TEST_*")
}

extension Configuration.Key where Value == DatabaseSettings? {
    /// Where PostgreSQL is, and who we are there.
    public static var databaseURL: Self {
        Self(
            "GUOYING_DATABASE_URL", help: "PostgreSQL, with the role to log in as.",
            expects: "postgresql://USER:PASSWORD@HOST:PORT/DATABASE", secrecy: .secret
        ) { try? DatabaseSettings($0) }
    }
}

extension Configuration.Key where Value == String? {
    /// The brokers to begin with, as librdkafka takes them.
    public static var kafkaBootstrapServers: Self {
        Self(
            "GUOYING_KAFKA_BOOTSTRAP_SERVERS", help: "Brokers to begin with.", expects: "HOST:PORT[,HOST:PORT]"
        ) { text in
            let servers = text.split(separator: ",", omittingEmptySubsequences: false)
            return servers.allSatisfy(Self.isServer) ? text : nil
        }
    }

    /// The file of `NAME=VALUE` lines.
    public static var configurationFile: Self {
        Self(
            "GUOYING_CONFIG_FILE", help: "A file of NAME=VALUE lines, as --config names it.", expects: "a path"
        ) { $0 }
    }

    private static func isServer(_ text: Substring) -> Bool {
        guard let colon = text.lastIndex(of: ":"), colon != text.startIndex else { return false }
        let port = UInt16(text[text.index(after: colon)...])
        return port != nil && !text.contains { $0.isWhitespace || $0 == "/" }
    }
}

extension Configuration.Family {
    /// Options of librdkafka: `GUOYING_KAFKA_OPTION_SASL_USERNAME` sets `sasl.username`.
    public static var kafkaOptions: Self {
        Self(
            "GUOYING_KAFKA_OPTION_",
            help: "Any option of librdkafka, dots written as underscores: …SASL_USERNAME sets sasl.username."
        ) { $0.lowercased().split(separator: "_").joined(separator: ".") }
    }
}

extension Configuration.Key where Value == String {
    /// What the names of all topics begin with.
    public static var topicPrefix: Self {
        Self(
            "GUOYING_TOPIC_PREFIX", default: "guoying.", help: "What the names of all topics begin with.",
            expects: "at most 100 letters, digits, dots, hyphens and underscores"
        ) { text in
            let isName = text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
            return isName && text.utf8.count <= 100 ? text : nil
        }
    }

    /// Where health and metrics listen.
    public static var httpAddress: Self {
        Self(
            "GUOYING_HTTP_ADDRESS", default: "127.0.0.1", help: "Address of health and metrics.",
            expects: "an IPv4 address of this machine: 127.0.0.1, or 0.0.0.0 for all"
        ) { text in
            var address = in_addr()
            return inet_pton(AF_INET, text, &address) == 1 ? text : nil
        }
    }
}

extension Configuration.Key where Value == Int {
    /// Where health and metrics listen.
    public static var httpPort: Self {
        Self(
            "GUOYING_HTTP_PORT", default: 0, help: "Port of health and metrics; 0 leaves the choice to the kernel.",
            expects: "a port, 0 to 65535"
        ) { UInt16($0).map(Int.init) }
    }
}

extension Configuration.Key where Value == Int? {
    /// The first day whose windows raise alerts, in days since 1970-01-01.
    public static var goLive: Self {
        Self(
            "GUOYING_GO_LIVE", help: "Windows that closed before this day raise no alert; the first start where unset.",
            expects: "a day, 2021-03-01", read: CivilDay.daysSince1970)
    }
}

extension Configuration.Key where Value == Logger.Level {
    /// From which level on something is logged.
    public static var logLevel: Self {
        Self(
            "GUOYING_LOG_LEVEL", default: .info, help: "Logs from this level on.",
            expects: "one of \(Logger.Level.allValueStrings.joined(separator: ", "))", read: Logger.Level.init)
    }
}

extension Configuration.Key where Value == LogFormat {
    /// What log lines look like.
    public static var logFormat: Self {
        Self(
            "GUOYING_LOG_FORMAT", default: .auto,
            help: "Look of log lines; auto is text on a terminal and json elsewhere.",
            expects: "one of \(LogFormat.allValueStrings.joined(separator: ", "))", read: LogFormat.init)
    }
}
