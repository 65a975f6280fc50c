internal import YAML

/// What the columns of somebody's table are called in an event, and their words.
///
///     columns: {支部: unit, 活动时间: startedAt, 应到: attendance.due}
///     values: {kind: {主题党日: theme-day}}
///     constants: {source: /campus/oa, kind: theme-day}
///     id: [支部, 活动时间]
struct EventMapping {
    /// The members that columns mean; a column that stands nowhere here is left out.
    let columns: [String: String]
    /// By member, the words of the table and what they mean.
    let values: [String: [String: String]]
    /// Members that have the same value in every row, unless a column gives one.
    let constants: [(member: String, value: String)]
    /// The columns whose cells make the id.
    let id: [String]

    /// Reads the file of a mapping.
    ///
    /// - Throws: ``YAMLError`` that says where it is wrong.
    init(_ bytes: [UInt8], file: String) throws(YAMLError) {
        let root = try YAMLDocument.parse(bytes, file: file).root
            .mapping(required: [], optional: ["columns", "values", "constants", "id"])
        self.columns = try Self.texts(root["columns"])
        var values: [String: [String: String]] = [:]
        for member in try root["values"]?.mapping().members ?? [] { values[member.name] = try Self.texts(member.value) }
        self.values = values
        self.constants = try Self.pairs(root["constants"])
        var id: [String] = []
        for node in try root["id"]?.sequence() ?? [] { id.append(try node.text()) }
        self.id = id
    }

    private static func pairs(_ node: YAMLNode?) throws(YAMLError) -> [(member: String, value: String)] {
        var pairs: [(member: String, value: String)] = []
        for member in try node?.mapping().members ?? [] { pairs.append((member.name, try member.value.text())) }
        return pairs
    }

    private static func texts(_ node: YAMLNode?) throws(YAMLError) -> [String: String] {
        Dictionary(uniqueKeysWithValues: try self.pairs(node))
    }
}
