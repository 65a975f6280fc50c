internal import FoundationEssentials
internal import ServiceKit
internal import YAML

/// How tables are read.
struct MappingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What the columns of tables mean, in YAML: columns, values, constants, id.", valueName: "file"))
    private var mapping: String?

    /// The mapping; none where none was given.
    var eventMapping: EventMapping? {
        get throws {
            guard let file = self.mapping else { return nil }
            guard let data = FileManager.default.contents(atPath: file) else {
                throw CommandFailure("cannot read \(file); see that the file is there and may be read")
            }
            do throws(YAMLError) {
                return try EventMapping(Array(data), file: file)
            } catch {
                throw CommandFailure("\(error)")
            }
        }
    }
}
