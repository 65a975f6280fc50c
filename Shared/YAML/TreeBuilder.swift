/// Builds the tree from libyaml's events.
struct TreeBuilder: ~Copyable {
    private var events: EventReader
    private let file: String

    init(events: consuming EventReader, file: String) {
        self.events = events
        self.file = file
    }

    /// Reads the only document of the stream.
    mutating func readDocument() throws(YAMLError) -> YAMLNode {
        _ = try self.events.next()
        let document = try self.events.next()
        guard document.kind == .documentStart else { throw self.error("the file is empty", at: document.mark) }
        let root = try self.readNode(self.events.next(), depth: 0)
        _ = try self.events.next()
        let end = try self.events.next()
        guard end.kind == .streamEnd else {
            throw self.error("a second document begins here", at: end.mark, expected: "one document in a file")
        }
        return root
    }

    /// Reads the node that begins with an event. The recursion is as deep as the document, up to the limit.
    private mutating func readNode(_ event: Event, depth: Int) throws(YAMLError) -> YAMLNode {
        let content: YAMLNode.Content
        switch event.kind {
        case .scalar(let text, let isPlain): content = .scalar(text: text, isPlain: isPlain)
        case .sequenceStart: content = .sequence(try self.readElements(depth: self.deeper(depth, at: event.mark)))
        case .mappingStart: content = .mapping(try self.readMembers(depth: self.deeper(depth, at: event.mark)))
        default: throw self.error("a value is missing here", at: event.mark)
        }
        return YAMLNode(content: content, mark: event.mark, file: self.file)
    }

    /// The depth within a list or mapping that begins at a depth.
    private func deeper(_ depth: Int, at mark: Mark) throws(YAMLError) -> Int {
        guard depth < YAMLDocument.depthLimit else {
            throw self.error(
                "lists and mappings are nested too deep", at: mark,
                expected: "at most \(YAMLDocument.depthLimit) inside one another")
        }
        return depth + 1
    }

    private mutating func readElements(depth: Int) throws(YAMLError) -> [YAMLNode] {
        var elements: [YAMLNode] = []
        while true {
            let event = try self.events.next()
            guard event.kind != .sequenceEnd else { return elements }
            elements.append(try self.readNode(event, depth: depth))
        }
    }

    private mutating func readMembers(depth: Int) throws(YAMLError) -> [YAMLNode.Member] {
        var members: [YAMLNode.Member] = []
        var marks: [String: Mark] = [:]
        while true {
            let event = try self.events.next()
            guard event.kind != .mappingEnd else { return members }
            guard case .scalar(let name, _) = event.kind else {
                throw self.error("a list or a mapping stands as a key", at: event.mark, expected: "a text")
            }
            if let first = marks.updateValue(event.mark, forKey: name) {
                throw self.error("the key “\(name)” stands here again, first in line \(first.line)", at: event.mark)
            }
            let value = try self.readNode(self.events.next(), depth: depth)
            members.append(YAMLNode.Member(name: name, mark: event.mark, value: value))
        }
    }

    private func error(_ what: String, at mark: Mark, expected: String? = nil) -> YAMLError {
        YAMLError(file: self.file, mark: mark, what: what, expected: expected)
    }
}
