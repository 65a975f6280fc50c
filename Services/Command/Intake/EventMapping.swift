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
        var columns: [String: String] = [:]
        for column in try root["columns"]?.mapping().members ?? [] {
            let member = try column.value.text()
            guard Self.isMember(member) else { throw column.value.error("“\(member.prefix(60))” \(Self.isNone)") }
            columns[column.name] = member
        }
        self.columns = columns
        var values: [String: [String: String]] = [:]
        for member in try root["values"]?.mapping().members ?? [] {
            for word in try member.value.mapping().members {
                values[member.name, default: [:]][word.name] = try word.value.text()
            }
        }
        self.values = values
        var constants: [(member: String, value: String)] = []
        for constant in try root["constants"]?.mapping().members ?? [] {
            guard Self.isMember(constant.name) else {
                throw YAMLError(file: file, mark: constant.mark, what: "“\(constant.name.prefix(60))” \(Self.isNone)")
            }
            constants.append((constant.name, try constant.value.text()))
        }
        self.constants = constants
        var id: [String] = []
        for node in try root["id"]?.sequence() ?? [] { id.append(try node.text()) }
        self.id = id
    }

    private static func isMember(_ name: String) -> Bool { MemberPath(name)?.isPlaceable ?? false }

    private static let isNone = "is no member, which is written as in attendance.due or segments[0].part"
}
