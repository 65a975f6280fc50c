import FoundationEssentials

/// What `deploy/dev test` has started for the tests.
public enum TestEnvironment {
    /// Something that a test needs is not there.
    public struct Missing: Error, CustomStringConvertible {
        /// What, and how it comes to be there.
        public let description: String

        /// Something that is missing, in words.
        public init(description: String) { self.description = description }
    }

    /// The address of a real Apache Kafka; nil where there is none.
    public static var kafka: String? { Self.value("GUOYING_TEST_KAFKA") }

    /// The folder in which that Apache Kafka keeps its logs.
    static func kafkaData() throws -> String {
        guard let folder = Self.value("GUOYING_TEST_KAFKA_DATA") else {
            throw Missing(description: "GUOYING_TEST_KAFKA_DATA is not set; run the tests by deploy/dev test")
        }
        return folder
    }

    /// Whether there is an Apache Kafka of which a test may start one of its own.
    public static var hasKafkaHome: Bool { Self.value("KAFKA_HOME") != nil }

    /// A Python with the foreign clients; nil where there is none.
    public static var python: String? { Self.value("GUOYING_TEST_PYTHON") }

    /// The seeds of what is tried at random, where more or others are asked for than usual: `17`, or `100-139`.
    public static func seeds(usually usual: ClosedRange<UInt64>) -> ClosedRange<UInt64> {
        let bounds = Self.value("GUOYING_TEST_SEEDS")?.split(separator: "-").compactMap { UInt64($0) } ?? []
        guard let first = bounds.first, let last = bounds.last, first <= last else { return usual }
        return first...last
    }

    /// A PostgreSQL in which tests may make databases and roles.
    public static func databaseURL() throws -> String {
        guard let url = Self.value("GUOYING_TEST_DATABASE_URL") else {
            throw Missing(description: "GUOYING_TEST_DATABASE_URL is not set; run the tests by deploy/dev test")
        }
        return url
    }

    /// The folder of the executables under test: the one that this test program lies in, unless another is named.
    public static func binaries() throws -> String {
        if let named = Self.value("GUOYING_TEST_BINARIES") { return named }
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return "/" + own.split(separator: "/").dropLast().joined(separator: "/")
    }

    /// How many processes a fault run kills; a tenth of the whole where nothing else is asked for.
    public static var faultCycles: Int { Self.value("GUOYING_TEST_FAULT_CYCLES").flatMap { Int($0) } ?? 10 }

    /// Where the report of a fault run is to be written, without its ending; nil where only to be printed.
    public static var faultReport: String? { Self.value("GUOYING_TEST_FAULT_REPORT") }

    /// A folder for what a run of the tests keeps while it lasts; nil where nobody removes it afterwards.
    public static var runFolder: String? { Self.value("GUOYING_TEST_RUN") }

    private static func value(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
