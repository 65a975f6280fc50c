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
        let members = try layer.node.mapping()
        let begins = try members.require("begins").day()
        let reader = RequirementReader(norms: try layers.norms(of: layer), begins: begins)
        var seen: Set<RequirementID> = []
        let requirements = try members.require("requirements").list { (node) throws(YAMLError) in
            let requirement = try reader.read(node)
            guard seen.insert(requirement.id).inserted else {
                throw node.error("a second requirement “\(requirement.id)”", expected: "an id of its own")
            }
            return requirement
        }
        self.init(id: id, version: layer.version, begins: begins, requirements: requirements)
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
