internal import FoundationEssentials

/// A door by which bytes come in from outside. Behind each, whatever comes must be read or refused in the way that is
/// promised; each has a corpus and a dictionary of its name.
enum FuzzTarget: String, CaseIterable {
    /// A JSON document.
    case json
    /// The value of a record that carries a CloudEvent as a whole, and a file of such.
    case eventStructured = "event-structured"
    /// A record that carries a CloudEvent in its headers and its value.
    case eventBinary = "event-binary"
    /// A file of the register.
    case csv
    /// A table of events, and the mapping that says what its columns mean.
    case table
    /// The files of a pack.
    case pack
    /// The first line and the header fields of a request.
    case http
    /// A request that posts events, and the file of those who may.
    case post
    /// A command line of `guoying`.
    case arguments
    /// A configuration file and an environment.
    case configuration

    /// The one that the environment names: libFuzzer knows one entry, and a program for each would be linked as
    /// often.
    static let chosen: FuzzTarget = {
        let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
        guard let target = FuzzTarget(rawValue: name) else {
            let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
            fatalError("FUZZ_TARGET is '\(name)'; expected one of \(names)")
        }
        return target
    }()

    /// Reads an input as what it should be. Returns where all holds, and stops the process where it does not.
    func check(_ input: [UInt8]) {
        switch self {
        case .json: DocumentCheck.check(input)
        case .eventStructured: StructuredEventCheck.check(input)
        case .eventBinary: BinaryEventCheck.check(input)
        case .csv: SheetCheck.check(input)
        case .table: TableCheck.check(input)
        case .pack: PackCheck.check(input)
        case .http: RequestCheck.check(input)
        case .post: PostCheck.check(input)
        case .arguments: ArgumentsCheck.check(input)
        case .configuration: ConfigurationCheck.check(input)
        }
    }
}
