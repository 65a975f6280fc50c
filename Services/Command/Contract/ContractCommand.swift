internal import Domain
internal import FoundationEssentials
internal import Messages
internal import ServiceKit

/// `guoying contract`: all that whoever publishes or reads needs, as files.
struct ContractCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contract",
        abstract: "Writes the AsyncAPI and OpenAPI documents, the schemas, samples and a page about them.",
        discussion: """
            Into the folder come asyncapi.json (AsyncAPI 3, what is sent over Kafka), openapi.json (OpenAPI 3.1, \
            events over HTTP), schemas/ (JSON Schema 2020-12, one for each message), samples/ (an event of each \
            kind, as structured CloudEvents in JSON), samples.jsonl (the same, for 'guoying intake validate' and \
            'intake send') and activities.md (a page of every kind). Files of these names are written anew; nothing \
            else in the folder is touched.
            """)

    @OptionGroup var configuration: ConfigurationOptions
    @Argument(help: ArgumentHelp("Where to write; made where it is not there.", valueName: "folder")) var folder: String

    func run() async throws {
        let topics = try self.configuration.load().topics
        let documents = SchemaDocument.all
        let samples = ActivityKind.allCases.map { SampleEvent(of: $0) }
        var files = documents.map { (name: "schemas/\($0.fileName)", bytes: $0.json + [UInt8(ascii: "\n")]) }
        files += try samples.map { (name: "samples/\($0.kind.rawValue).json", bytes: try $0.json()) }
        files.append((name: "samples.jsonl", bytes: try samples.flatMap { try $0.json() }))
        files.append((name: "asyncapi.json", bytes: try AsyncAPIDocument(documents, topics).json()))
        files.append((name: "openapi.json", bytes: try OpenAPIDocument().json()))
        files.append((name: "activities.md", bytes: try Array(KindPages().text().utf8)))
        for file in files { try self.write(file.bytes, to: file.name) }
        StandardStream.output.write(
            "\(self.folder): \(counted(documents.count, "schema")), \(counted(samples.count, "sample")), asyncapi.json, "
                + "openapi.json, activities.md\n")
    }

    private func write(_ bytes: [UInt8], to name: String) throws {
        let path = "\(self.folder)/\(name)"
        do {
            let parent = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            try Data(bytes).write(to: URL(filePath: path))
        } catch {
            throw CommandFailure("cannot write \(path): see that \(self.folder) is a folder that you may write to")
        }
    }
}

extension SchemaDocument {
    /// The name of its file: `activity.held.v1.theme-day.json`.
    var fileName: String { "\(self.key).json" }

    /// What other documents call it: `activity.held.v1.theme-day`.
    var key: String { self.name.replacing("/", with: ".") }
}
