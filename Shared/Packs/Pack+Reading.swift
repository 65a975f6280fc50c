internal import Crypto
public import Domain
public import YAML

/// Packs are read from YAML files that build on one another.
///
/// A file names itself (`pack`, `version`) and the layers that it builds on (`builds-on`). Every file may give norms:
/// articles of documents under short ids. The file that is asked for also says when it `begins` and what it requires;
/// its requirements cite the norms of all layers. What comes out is flat: where a norm was written no longer matters.
extension Pack {
    /// Reads a pack from files, among which are the layers that it builds on.
    ///
    /// - Throws: The first fault, with file, line and column: what is not YAML, a key or a value that is not known, a
    ///   number out of its bounds, a layer or a norm that is not there.
    public init(_ id: PackID, from files: [PackFile]) throws(YAMLError) {
        let layers = try PackLayers(files)
        let layer = try layers.layer(id)
        var reading = try PackReading(layer, among: layers)
        let requirements = try reading.nodes.list { (node) throws(YAMLError) in try reading.requirement(node) }
        self.init(id: id, version: layer.version, begins: reading.begins, requirements: requirements)
    }

    /// Reads the tests that a pack brings along, in the order of its file.
    ///
    /// - Throws: The first fault of the pack or of a test.
    public static func tests(_ id: PackID, from files: [PackFile]) throws(YAMLError) -> [PackTest] {
        let layers = try PackLayers(files)
        var reading = try PackReading(try layers.layer(id), among: layers)
        var tests: [PackTest] = []
        for node in try reading.nodes.sequence() {
            let requirement = try reading.requirement(node)
            for test in try reading.tests(of: node) {
                tests.append(try PackTestReader(requirement: requirement).read(test))
            }
        }
        return tests
    }

    /// A pack with the digest of its canonical form.
    public init(id: PackID, version: String, begins: Day, requirements: [Requirement]) {
        let writer = PackWriter(id: id, version: version, begins: begins, requirements: requirements)
        self.init(
            id: id, version: version, begins: begins, requirements: requirements,
            digest: "sha256:" + SHA256.digest(of: writer.text).hex)
    }

    /// The pack as one YAML file: its canonical form, from which the same pack is read.
    public var yaml: String {
        PackWriter(id: self.id, version: self.version, begins: self.begins, requirements: self.requirements).text
    }
}

/// A layer that requires something, one requirement after another.
struct PackReading {
    let begins: Day
    /// The list of requirements.
    let nodes: YAMLNode
    private let reader: RequirementReader
    private var seen: Set<RequirementID> = []

    init(_ layer: PackLayer, among layers: PackLayers) throws(YAMLError) {
        let members = try layer.node.mapping()
        self.begins = try members.require("begins").day()
        self.nodes = try members.require("requirements")
        self.reader = RequirementReader(norms: try layers.norms(of: layer), begins: self.begins)
    }

    mutating func requirement(_ node: YAMLNode) throws(YAMLError) -> Requirement {
        let requirement = try self.reader.read(node)
        guard self.seen.insert(requirement.id).inserted else {
            throw node.error("a second requirement “\(requirement.id)”", expected: "an id of its own")
        }
        return requirement
    }

    /// The tests of a requirement, which nobody has read yet.
    func tests(of requirement: YAMLNode) throws(YAMLError) -> [YAMLNode] {
        try requirement.mapping()["tests"]?.sequence() ?? []
    }
}
