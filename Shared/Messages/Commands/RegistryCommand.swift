public import JSON

/// What the registry is told to do.
///
/// An import travels as one `importBegin`, any number of `importRows` and one `importCommit`, each with an id of its
/// own and the same import; all of it is applied together or not at all.
public enum RegistryCommand: Hashable, Sendable {
    /// An import begins.
    case importBegin(ImportBegin)
    /// Rows of one file of an import.
    case importRows(ImportRows)
    /// All rows of an import have been sent.
    case importCommit(ImportCommit)
}

extension RegistryCommand: MessageBody {
    /// The types of the registry's commands.
    public static let types = [
        "guoying.registry.import-begin.v1", "guoying.registry.import-rows.v1", "guoying.registry.import-commit.v1",
    ]

    /// Reads the data of a command.
    public static func read(_ data: Element, type: Int) throws(Fault) -> RegistryCommand {
        switch type {
        case 0: .importBegin(try ImportBegin.shape.read(data))
        case 1: .importRows(try ImportRows.shape.read(data))
        default: .importCommit(try ImportCommit.shape.read(data))
        }
    }

    /// The command's type.
    public var type: String {
        switch self {
        case .importBegin: Self.types[0]
        case .importRows: Self.types[1]
        case .importCommit: Self.types[2]
        }
    }

    /// The command's data as JSON.
    public var data: [UInt8] {
        var writer = JSONWriter()
        switch self {
        case .importBegin(let begin): begin.write(into: &writer)
        case .importRows(let rows): rows.write(into: &writer)
        case .importCommit(let commit): commit.write(into: &writer)
        }
        return writer.bytes
    }
}
