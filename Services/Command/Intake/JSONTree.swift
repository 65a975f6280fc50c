internal import JSON

/// A JSON object that is put together from the paths of its members.
struct JSONTree {
    /// A value that holds no others by name.
    enum Leaf {
        case text(String)
        case integer(Int64)
        /// A number that is finite.
        case number(Double)
        case boolean(Bool)
        case list([String])
    }

    private indirect enum Node {
        case leaf(Leaf)
        case object([(name: String, node: Node)])
        case array([Node])
    }

    private var root = Node.object([])

    /// Sets a member: `data.attendance.due`, or `data.segments[2].part`, which makes the elements before it.
    mutating func set(_ path: String, _ leaf: Leaf) {
        let steps = MemberPath(path)?.steps ?? [.name(path)]
        self.root = Self.setting(steps[...], to: .leaf(leaf), in: self.root)
    }

    /// Adds an object to the end of a list.
    mutating func append(_ path: String, _ members: [(name: String, leaf: Leaf)]) {
        let steps = MemberPath(path)?.steps ?? [.name(path)]
        let object = Node.object(members.map { ($0.name, .leaf($0.leaf)) })
        self.root = Self.setting(steps[...], to: object, in: self.root, isAppending: true)
    }

    private static func setting(
        _ steps: ArraySlice<MemberPath.Step>, to value: Node, in node: Node?, isAppending: Bool = false
    ) -> Node {
        guard let step = steps.first else {
            guard isAppending else { return value }
            guard case .array(let elements)? = node else { return .array([value]) }
            return .array(elements + [value])
        }
        let rest = steps.dropFirst()
        switch step {
        case .index(let index):
            var elements: [Node] = []
            if case .array(let known)? = node { elements = known }
            while elements.count <= index { elements.append(.object([])) }
            elements[index] = self.setting(rest, to: value, in: elements[index], isAppending: isAppending)
            return .array(elements)
        case .name(let name):
            var members: [(name: String, node: Node)] = []
            if case .object(let known)? = node { members = known }
            let place = members.firstIndex { $0.name == name }
            let changed = self.setting(rest, to: value, in: place.map { members[$0].node }, isAppending: isAppending)
            if let place { members[place].node = changed } else { members.append((name, changed)) }
            return .object(members)
        }
    }

    /// The object.
    var json: [UInt8] {
        var writer = JSONWriter()
        Self.write(self.root, into: &writer)
        return writer.bytes
    }

    private static func write(_ node: Node, into writer: inout JSONWriter) {
        switch node {
        case .object(let members):
            writer.object { writer in
                for member in members {
                    writer.key(member.name)
                    self.write(member.node, into: &writer)
                }
            }
        case .array(let elements):
            writer.array { writer in for element in elements { self.write(element, into: &writer) } }
        case .leaf(.text(let text)): writer.string(text)
        case .leaf(.integer(let number)): writer.integer(number)
        case .leaf(.number(let number)): try? writer.number(number)
        case .leaf(.boolean(let boolean)): writer.boolean(boolean)
        case .leaf(.list(let texts)): writer.array { writer in for text in texts { writer.string(text) } }
        }
    }
}
