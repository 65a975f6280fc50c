/// The members of a mapping, by name or in the order of the file.
public struct YAMLMapping: Sendable {
    /// The members in the order of the file.
    public let members: [YAMLNode.Member]
    private let node: YAMLNode

    init(members: [YAMLNode.Member], node: YAMLNode) {
        self.members = members
        self.node = node
    }

    /// Where the mapping begins.
    public var mark: Mark { self.node.mark }

    /// The value of a name, nil if it is not there.
    public subscript(_ name: String) -> YAMLNode? {
        self.members.first { $0.name == name }?.value
    }

    /// The value of a name. Throws at the mapping's place if it is not there.
    public func require(_ name: String) throws(YAMLError) -> YAMLNode {
        guard let value = self[name] else { throw self.node.error("the key “\(name)” is missing") }
        return value
    }
}
