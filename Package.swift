// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target is compiled with: Swift 6 language mode, and warnings are errors.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableExperimentalFeature("Lifetimes"),
    .treatAllWarnings(as: .error),
]

/// Only the wrappers of C libraries may touch unsafe constructs, and there every use is marked.
let wrapper: [SwiftSetting] = strict + [.strictMemorySafety()]

/// A wrapper of a C library: it knows neither the domain nor another wrapper.
func wrapper(_ name: String, of library: String) -> Target {
    .target(name: name, dependencies: [.byName(name: library)], path: "Shared/\(name)", swiftSettings: wrapper)
}

/// A Debian library as the compiler sees it.
func library(_ name: String, pkgConfig: String, apt package: String) -> Target {
    .systemLibrary(name: name, path: "Shared/C/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

/// A module that services share.
func shared(_ name: String, imports: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: imports, path: "Shared/\(name)", swiftSettings: strict)
}

/// Whether this is the build of `deploy/dev fuzz`: everything is instrumented, and libFuzzer has the only `main`.
let isFuzzing = Context.environment["GUOYING_FUZZ"] != nil

/// A process of its own. Services never import one another. For fuzzing it is a module like others, without its `main`.
func service(_ name: String, imports: [Target.Dependency], without: [String] = []) -> Target {
    let path = "Services/\(name)"
    return isFuzzing
        ? .target(
            name: name, dependencies: imports, path: path, exclude: without + ["Main.swift"], swiftSettings: strict)
        : .executableTarget(name: name, dependencies: imports, path: path, exclude: without, swiftSettings: strict)
}

/// The tests of one module, in the folder of its name.
func tests(of name: String, with imports: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name), "Kit"] + imports, path: "Tests/\(name)",
        swiftSettings: strict)
}

/// Tests of what the processes do together, in the folder of that name. They need the executables and import none.
func processTests(in folder: String, without: [String] = []) -> Target {
    .testTarget(
        name: "\(folder)Tests",
        dependencies: [
            "Activity", "Command", "EmbeddedBroker", "Notification", "Registry", "Supervision",
            "Crypto", "Domain", "HTTP", "Kafka", "Kit", "Messages", "Postgres",
        ],
        path: "Tests/\(folder)", exclude: without, swiftSettings: strict)
}

/// What is installed.
let programs: [Product] = [
    .executable(name: "guoying", targets: ["Command"]),
    .executable(name: "guoying-registry", targets: ["Registry"]),
    .executable(name: "guoying-activity", targets: ["Activity"]),
    .executable(name: "guoying-supervision", targets: ["Supervision"]),
    .executable(name: "guoying-notification", targets: ["Notification"]),
    .executable(name: "guoying-broker", targets: ["EmbeddedBroker"]),
]

/// What libFuzzer runs, which can be linked in its build only.
let fuzzing: [Target] = [
    .executableTarget(
        name: "Fuzz",
        dependencies: [
            "Activity", "Command", "Domain", "HTTP", "JSON", "Kafka", "Messages", "Packs", "ServiceKit", "Spreadsheet",
            "YAML",
        ],
        path: "Tests/Fuzz", exclude: ["Corpus", "Dictionaries"], swiftSettings: strict)
]

let package = Package(
    name: "guoying",
    products: isFuzzing ? [] : programs,
    targets: [
        // The distribution's libraries.
        library("CLibcrypto", pkgConfig: "libcrypto", apt: "libssl-dev"),
        library("CLibcurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
        library("CLibpq", pkgConfig: "libpq", apt: "libpq-dev"),
        library("CLibrdkafka", pkgConfig: "rdkafka", apt: "librdkafka-dev"),
        library("CLibyaml", pkgConfig: "yaml-0.1", apt: "libyaml-dev"),
        library("CMicrohttpd", pkgConfig: "libmicrohttpd", apt: "libmicrohttpd-dev"),
        .target(
            name: "CSimdjson", path: "Shared/C/CSimdjson",
            linkerSettings: [.linkedLibrary("simdjson")]),

        // Their wrappers.
        wrapper("Crypto", of: "CLibcrypto"),
        .target(
            name: "HTTP", dependencies: ["CLibcurl", "CMicrohttpd"], path: "Shared/HTTP", swiftSettings: wrapper),
        wrapper("JSON", of: "CSimdjson"),
        wrapper("Kafka", of: "CLibrdkafka"),
        wrapper("Postgres", of: "CLibpq"),
        .target(name: "Spreadsheet", path: "Shared/Spreadsheet", swiftSettings: wrapper),
        wrapper("YAML", of: "CLibyaml"),

        // What the services share.
        shared("Domain"),
        shared("Messages", imports: ["Crypto", "Domain", "JSON"]),
        shared("Packs", imports: ["Crypto", "Domain", "JSON", "YAML"]),
        shared("ServiceKit", imports: ["HTTP", "Postgres"]),
        .target(
            name: "Schemas", dependencies: ["Postgres", "ServiceKit"], path: "Shared/Schemas",
            resources: [.embedInCode("SQL")], swiftSettings: strict),
        shared("Machines", imports: ["Crypto", "Domain"]),
        shared(
            "Pipeline",
            imports: ["Crypto", "Domain", "JSON", "Kafka", "Machines", "Messages", "Postgres", "ServiceKit"]),
        shared("Facts", imports: ["Crypto", "Domain", "JSON", "Messages", "Postgres"]),
        .executableTarget(
            name: "EmbeddedBroker", dependencies: ["CLibrdkafka"], path: "Shared/EmbeddedBroker",
            swiftSettings: wrapper),

        // The processes.
        service(
            "Registry",
            imports: [
                "Crypto", "Domain", "Facts", "JSON", "Kafka", "Machines", "Messages", "Pipeline", "Postgres", "Schemas",
                "ServiceKit",
            ]),
        service(
            "Activity",
            imports: [
                "Crypto", "Domain", "Facts", "HTTP", "JSON", "Kafka", "Machines", "Messages", "Pipeline", "Postgres",
                "Schemas",
                "ServiceKit",
            ]),
        service(
            "Supervision",
            imports: [
                "Crypto", "Domain", "Facts", "JSON", "Kafka", "Machines", "Messages", "Packs", "Pipeline", "Postgres",
                "Schemas",
                "ServiceKit",
            ], without: ["Packs"]),
        service(
            "Notification",
            imports: [
                "Crypto", "Domain", "Facts", "HTTP", "JSON", "Kafka", "Machines", "Messages", "Pipeline", "Postgres",
                "Schemas",
                "ServiceKit", "YAML",
            ]),
        service(
            "Command",
            imports: [
                "Crypto", "Domain", "Facts", "JSON", "Kafka", "Machines", "Messages", "Packs", "Pipeline", "Postgres",
                "Schemas",
                "ServiceKit", "Spreadsheet", "YAML",
            ]),

        // The tests, a folder for each module.
        .target(
            name: "Kit",
            dependencies: ["Crypto", "Domain", "JSON", "Kafka", "Messages", "Postgres", "Schemas", "ServiceKit"],
            path: "Tests/Kit", swiftSettings: strict),
        tests(
            of: "Activity",
            with: [
                "Crypto", "Domain", "Facts", "HTTP", "JSON", "Kafka", "Machines", "Messages", "Pipeline", "Postgres",
                "Schemas",
                "ServiceKit", "Spreadsheet",
            ]),
        tests(
            of: "Command",
            with: [
                "Domain", "Facts", "JSON", "Kafka", "Machines", "Messages", "Packs", "Pipeline", "Postgres",
                "ServiceKit",
            ]),
        tests(of: "Crypto"),
        tests(of: "Domain"),
        tests(of: "HTTP"),
        tests(of: "JSON"),
        tests(of: "Kafka"),
        tests(of: "Machines", with: ["Crypto", "Domain", "Simulation"]),
        tests(of: "Messages", with: ["Domain", "JSON"]),
        tests(
            of: "Notification",
            with: [
                "Crypto", "Domain", "HTTP", "JSON", "Kafka", "Machines", "Messages", "Pipeline", "Postgres",
                "ServiceKit", "YAML",
            ]),
        tests(of: "Packs", with: ["Domain"]),
        tests(
            of: "Pipeline",
            with: ["Crypto", "Domain", "JSON", "Kafka", "Messages", "Postgres", "Schemas", "ServiceKit"]),
        tests(of: "Postgres"),
        tests(
            of: "Registry",
            with: [
                "Crypto", "Domain", "Facts", "JSON", "Kafka", "Machines", "Messages", "Pipeline", "Postgres", "Schemas",
                "ServiceKit",
            ]),
        tests(of: "ServiceKit", with: ["HTTP", "Postgres"]),
        tests(of: "Spreadsheet"),
        tests(
            of: "Supervision",
            with: [
                "Crypto", "Domain", "Facts", "JSON", "Kafka", "Machines", "Messages", "Pipeline", "Postgres",
                "ServiceKit",
            ]),
        tests(of: "YAML"),

        // The tests of the whole, with the services as processes.
        processTests(
            in: "Contract",
            without: [
                "board.py", "campus.py", "check_mutations.py", "compare.py", "details.py", "differences.py", "duty.py",
                "events.py", "intake.py", "moments.py", "oracle.py", "published.py", "reading.py",
                "register.py", "season.py",
            ]),
        processTests(in: "Faults", without: ["Outside", "Reports"]),
        processTests(in: "Integration", without: ["Clients"]),

        // All machines in one process, under a seed.
        .executableTarget(
            name: "Simulation", dependencies: ["Crypto", "Domain", "Machines"], path: "Tests/Simulation",
            // The tests run thousands of worlds.
            swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]),

        // What is measured, not tested.
        .executableTarget(
            name: "DecodeBenchmark", dependencies: ["Messages", "JSON"], path: "Tests/Benchmarks/Decode",
            swiftSettings: strict),
        .executableTarget(
            name: "EvaluationBenchmark", dependencies: ["Domain", "Packs"], path: "Tests/Benchmarks/Evaluation",
            swiftSettings: strict),
        .testTarget(name: "TidyTests", path: "Tests/Tidy", swiftSettings: strict),
    ] + (isFuzzing ? fuzzing : []),
    cxxLanguageStandard: .cxx17
)
