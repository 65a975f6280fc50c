import Postgres
import ServiceKit
import Testing

extension Configuration.Key where Value == Int {
    fileprivate static var writers: Self {
        Configuration.Key(
            "GUOYING_ACTIVITY_WRITERS", default: 2, help: "Batches written at once.", expects: "a number from 1 to 64"
        ) { text in Int(text).flatMap { (1...64).contains($0) ? $0 : nil } }
    }
}

@Suite struct `A configuration` {
    private static let catalogue = Configuration.Catalogue.common.reading(.writers)
        .knowing("GUOYING_SUPERVISION_PACKS", "GUOYING_NOTIFICATION_*")

    private func load(_ environment: [String: String], file: String? = nil) throws(ConfigurationError) -> Configuration
    {
        try Configuration.load(Self.catalogue, file: file, environment: environment)
    }

    private func fault(_ environment: [String: String], file: String? = nil) -> String? {
        #expect(throws: ConfigurationError.self) { try self.load(environment, file: file) }?.description
    }

    @Test func `has the defaults where nothing is set`() throws {
        let configuration = try self.load(["PATH": "/bin", "GUOYING_HTTP_PORT": ""])

        #expect(configuration[.databaseURL] == nil)
        #expect(configuration[.kafkaBootstrapServers] == nil)
        #expect(configuration[.topicPrefix] == "guoying.")
        #expect(configuration[.httpAddress] == "127.0.0.1")
        #expect(configuration[.httpPort] == 0)
        #expect(configuration[.logLevel] == .info)
        #expect(configuration[.logFormat] == .auto)
        #expect(configuration[.goLive] == nil)
        #expect(configuration[.kafkaOptions] == [:])
        #expect(configuration[.writers] == 2)
    }

    @Test func `has what the environment says`() throws {
        let configuration = try self.load([
            "GUOYING_DATABASE_URL": "postgresql://u@h/d", "GUOYING_KAFKA_BOOTSTRAP_SERVERS": "a:9092,[::1]:9093",
            "GUOYING_TOPIC_PREFIX": "trial.", "GUOYING_HTTP_ADDRESS": "0.0.0.0", "GUOYING_HTTP_PORT": "65535",
            "GUOYING_LOG_LEVEL": "debug", "GUOYING_LOG_FORMAT": "json", "GUOYING_GO_LIVE": "2021-03-01",
            "GUOYING_ACTIVITY_WRITERS": "64", "GUOYING_KAFKA_OPTION_SASL_USERNAME": "guoying",
        ])

        #expect(try configuration.require(.databaseURL).description == "u@h/d")
        #expect(try configuration.require(.kafkaBootstrapServers) == "a:9092,[::1]:9093")
        #expect(configuration[.topicPrefix] == "trial.")
        #expect(configuration[.httpAddress] == "0.0.0.0")
        #expect(configuration[.httpPort] == 65_535)
        #expect(configuration[.logLevel] == .debug)
        #expect(configuration[.logFormat] == .json)
        #expect(configuration[.goLive] == 18_687)
        #expect(configuration[.writers] == 64)
        #expect(configuration[.kafkaOptions].mapValues(\.revealed) == ["sasl.username": "guoying"])
    }

    @Test func `counts the environment before the file`() throws {
        let file = try ScratchFile(
            """
            # the campus
            GUOYING_TOPIC_PREFIX = "campus."
              GUOYING_HTTP_PORT=8081\r
            GUOYING_KAFKA_BOOTSTRAP_SERVERS='a:1'

            GUOYING_DATABASE_URL=postgresql://u:p=w#1@h/d
            """)

        let configuration = try self.load(
            ["GUOYING_CONFIG_FILE": file.path, "GUOYING_KAFKA_BOOTSTRAP_SERVERS": "b:2"])

        #expect(configuration[.topicPrefix] == "campus.")
        #expect(configuration[.httpPort] == 8_081)
        #expect(configuration[.kafkaBootstrapServers] == "b:2")
        #expect(configuration[.databaseURL]?.description == "u@h/d")
    }

    @Test func `counts a file named on the command line before one named in the environment`() throws {
        let file = try ScratchFile("GUOYING_TOPIC_PREFIX=campus.\n")

        let configuration = try self.load(["GUOYING_CONFIG_FILE": "/nowhere"], file: file.path)

        #expect(configuration[.topicPrefix] == "campus.")
    }

    @Test func `leaves alone what its siblings read`() throws {
        _ = try self.load([
            "GUOYING_SUPERVISION_PACKS": "x", "GUOYING_NOTIFICATION_CONFIG": "y", "GUOYING_CONSOLE_URL": "z",
            "GUOYING_TEST_KAFKA": "k",
        ])

        #expect(self.fault(["GUOYING_NOTIFICATION_": "y"]) == "GUOYING_NOTIFICATION_ in the environment is not known")
        #expect(self.fault(["GUOYING_SUPERVISION_PACK": "x"])?.contains("'GUOYING_SUPERVISION_PACKS'") == true)
    }

    @Test(arguments: ["\n", "\r", "\r\n", "\u{85}", "\u{2028}", "\u{7}"])
    func `says on one line what is not known, however it is written`(end: String) {
        let fault = self.fault(["GUOYING_HTTP\(end)PORT": "1"])
        let named = self.fault(["GUOYING_DATABASE_URL_FILE": "/nowhere\(end)/secret"])
        let long = self.fault(["GUOYING_" + String(repeating: "X", count: 100_000): "1"])

        #expect(fault?.hasPrefix("GUOYING_HTTP PORT in the environment is not known") == true)
        #expect(named?.contains("names the file /nowhere /secret, which cannot be read") == true)
        #expect(long?.count ?? 0 < 200)
    }

    @Test func `says what it cannot do without`() throws {
        let configuration = try self.load([:])

        let error = #expect(throws: ConfigurationError.self) { try configuration.require(.databaseURL) }

        let form = "postgresql://USER:PASSWORD@HOST:PORT/DATABASE"
        #expect(
            error?.description == "GUOYING_DATABASE_URL (or GUOYING_DATABASE_URL_FILE) is not set; expected \(form)")
        #expect(error?.exitCode == .validationFailure)
    }

    @Test(arguments: [
        ("GUOYING_HTTP_PORT", "65536", "a port, 0 to 65535"), ("GUOYING_HTTP_PORT", "80 80", "a port, 0 to 65535"),
        ("GUOYING_HTTP_ADDRESS", "localhost", "an IPv4 address of this machine: 127.0.0.1, or 0.0.0.0 for all"),
        ("GUOYING_LOG_LEVEL", "loud", "one of trace, debug, info, notice, warning, error, critical"),
        ("GUOYING_LOG_FORMAT", "xml", "one of auto, text, json"),
        ("GUOYING_GO_LIVE", "2021-02-29", "a day, 2021-03-01"),
        ("GUOYING_KAFKA_BOOTSTRAP_SERVERS", "a:9092,", "HOST:PORT[,HOST:PORT]"),
        ("GUOYING_KAFKA_BOOTSTRAP_SERVERS", "kafka", "HOST:PORT[,HOST:PORT]"),
        ("GUOYING_TOPIC_PREFIX", "a/b", "at most 100 letters, digits, dots, hyphens and underscores"),
        ("GUOYING_ACTIVITY_WRITERS", "0", "a number from 1 to 64"),
    ])
    func `refuses a bad value`(name: String, value: String, expected: String) {
        #expect(self.fault([name: value]) == "\(name) in the environment is '\(value)'; expected \(expected)")
    }

    @Test(arguments: [
        "2021-3-1", "2021-13-01", "2021-04-31", "1900-02-29", "0000-01-01", "20210301", "2021-03-01Z", "-021-03-01",
    ])
    func `knows which days there are`(day: String) {
        #expect(self.fault(["GUOYING_GO_LIVE": day]) != nil)
    }

    @Test(arguments: [("1970-01-01", 0), ("2000-02-29", 11_016), ("1969-12-31", -1), ("2024-12-31", 20_088)])
    func `counts days`(day: String, days: Int) throws {
        #expect(try self.load(["GUOYING_GO_LIVE": day])[.goLive] == days)
    }

    @Test func `shows of a value what fits on a line`() throws {
        let fault = try #require(self.fault(["GUOYING_LOG_LEVEL": String(repeating: "x\n", count: 1_000_000)]))

        #expect(fault.count < 250)
        #expect(!fault.contains("\n"))
    }
}

@Suite struct `A configuration file` {
    private func fault(_ text: String) throws -> (path: String, message: String?) {
        let file = try ScratchFile(text)
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration.load(.common, file: file.path, environment: [:])
        }
        return (file.path, error?.description)
    }

    @Test func `is named with the line of a bad value`() throws {
        let (path, message) = try self.fault("# one\n\nGUOYING_HTTP_PORT=many\n")

        #expect(message == "GUOYING_HTTP_PORT in \(path):3 is 'many'; expected a port, 0 to 65535")
    }

    @Test func `may not say a thing twice`() throws {
        let (path, message) = try self.fault("GUOYING_HTTP_PORT=1\nGUOYING_HTTP_PORT=1\n")

        #expect(message?.hasPrefix("GUOYING_HTTP_PORT is set twice, in \(path):") == true)
    }

    @Test(arguments: ["GUOYING_HTTP_PORT", "export GUOYING_HTTP_PORT=1", "PATH=/bin", "=", "{}"])
    func `consists of lines of ours`(line: String) throws {
        let (path, message) = try self.fault(line)

        #expect(message == "\(path):1 is not a line of the form GUOYING_…=VALUE")
    }

    @Test(arguments: ["\0", "GUOYING_TOPIC_PREFIX=a\0b"])
    func `is text`(content: String) throws {
        let (path, message) = try self.fault(content)

        #expect(message == "the configuration file \(path) cannot be read: it is not text in UTF-8")
    }

    @Test func `has a limit`() throws {
        let (path, message) = try self.fault(String(repeating: "#", count: 1 << 20) + "#")

        #expect(message == "the configuration file \(path) cannot be read: it is longer than 1048576 bytes")
    }

    @Test(arguments: [("/nowhere/at/all", "no such file or directory"), ("/tmp", "is a directory")])
    func `must be there`(path: String, reason: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration.load(.common, file: path, environment: [:])
        }

        #expect(error?.description == "the configuration file \(path) cannot be read: \(reason)")
    }
}

@Suite struct `A secret` {
    @Test func `prints as dots, however it is printed`() {
        let secret = Secret("hunter2")

        var dumped = ""
        dump(["password": secret], to: &dumped)

        #expect("\(secret)" == "•••")
        #expect(String(reflecting: [secret]) == "[•••]")
        #expect(!dumped.contains("hunter2"))
        #expect(secret.revealed == "hunter2")
    }

    @Test func `is read from a file without the newline at its end`() throws {
        let file = try ScratchFile("postgresql://u:p@h/d\n")

        let configuration = try Configuration.load(.common, environment: ["GUOYING_DATABASE_URL_FILE": file.path])

        #expect(configuration[.databaseURL]?.description == "u@h/d")
    }

    @Test func `among librdkafka's options is read from a file too`() throws {
        let file = try ScratchFile("hunter2\n")

        let configuration = try Configuration.load(
            .common, environment: ["GUOYING_KAFKA_OPTION_SASL_PASSWORD_FILE": file.path])

        #expect(configuration[.kafkaOptions] == ["sasl.password": Secret("hunter2")])
    }

    @Test func `is never echoed`() throws {
        let file = try ScratchFile("hunter2")

        let direct = #expect(throws: ConfigurationError.self) {
            try Configuration.load(.common, environment: ["GUOYING_DATABASE_URL": "hunter2"])
        }
        let fromFile = #expect(throws: ConfigurationError.self) {
            try Configuration.load(.common, environment: ["GUOYING_DATABASE_URL_FILE": file.path])
        }

        let form = "postgresql://USER:PASSWORD@HOST:PORT/DATABASE"
        #expect(direct?.description == "GUOYING_DATABASE_URL in the environment is not valid; expected \(form)")
        #expect(
            fromFile?.description
                == "GUOYING_DATABASE_URL in the file \(file.path) (named by GUOYING_DATABASE_URL_FILE in the environment) "
                + "is not valid; expected \(form)")
    }

    @Test func `does not show when the configuration is printed`() throws {
        let configuration = try Configuration.load(
            .common,
            environment: [
                "GUOYING_DATABASE_URL": "postgresql://u:hunter2@h/d", "GUOYING_KAFKA_OPTION_SASL_PASSWORD": "hunter2",
            ])

        var dumped = "\(configuration)"
        dump(configuration, to: &dumped)

        #expect(!dumped.contains("hunter2"))
    }

    @Test func `is given once`() throws {
        let file = try ScratchFile("postgresql://h/d")

        let error = #expect(throws: ConfigurationError.self) {
            try Configuration.load(
                .common,
                environment: ["GUOYING_DATABASE_URL": "postgresql://h/d", "GUOYING_DATABASE_URL_FILE": file.path])
        }

        #expect(error?.description.hasPrefix("GUOYING_DATABASE_URL is set twice, in the environment and in ") == true)
    }

    @Test func `whose file is empty stops the start`() {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration.load(.common, environment: ["GUOYING_DATABASE_URL_FILE": "/dev/null"])
        }

        #expect(
            error?.description
                == "GUOYING_DATABASE_URL_FILE in the environment names the file /dev/null, which is empty")
    }

    @Test func `whose file is missing stops the start`() {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration.load(.common, environment: ["GUOYING_DATABASE_URL_FILE": "/nowhere"])
        }

        #expect(
            error?.description == "GUOYING_DATABASE_URL_FILE in the environment names the file /nowhere, "
                + "which cannot be read: no such file or directory")
    }

    @Test func `is the only thing that a file may hold`() {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration.load(.common, environment: ["GUOYING_HTTP_PORT_FILE": "/dev/null"])
        }

        #expect(error?.description.hasPrefix("GUOYING_HTTP_PORT_FILE in the environment is not known") == true)
    }
}
