internal import Messages
internal import ServiceKit

/// `guoying schema`: what messages hold, for those who send and read them.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Prints the JSON Schema of a message's data, or lists those that there are.",
        discussion: """
            Without a name one line for each: its name, which is the message's type without 'guoying.' and where \
            several share a type behind a slash which of them it is, and what it describes. Schemas of what is sent to \
            Guoying are closed, so that a misspelt member shows; more members may come in what Guoying sends. \
            'guoying pack schema' prints that of pack files.
            """)

    @Argument(help: "The name; a list of all where it is left out.") var name: String?

    func run() async throws {
        let documents = SchemaDocument.all
        guard let name else {
            let width = documents.map(\.name.displayWidth).max() ?? 0
            for document in documents {
                StandardStream.output.write("\(document.name.padded(to: width))  \(document.title)\n")
            }
            return
        }
        guard let document = documents.first(where: { $0.name == name }) else {
            throw CommandFailure(
                "there is no schema '\(name)'\(NearestName.suggestion(for: name, among: documents.map(\.name)))")
        }
        StandardStream.output.write(document.json + [UInt8(ascii: "\n")])
    }
}
