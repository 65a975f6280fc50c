internal import Domain
internal import JSON

/// Records as CSV: a line for each, or for each version of each where they were asked for. Behind the first six, a
/// column is named like the member of ``ActivityJSON`` that says the same.
struct ActivityCSV {
    /// How many looks at a record its line names, the newest first: as many as go into a cell of a spreadsheet.
    private static let lookLimit = 100
    private static let versionNames = ["source", "id", "recorded", "accepted", "revision"]

    private let log: ActivityReader.Log
    private let question: ActivityQuestion

    /// What was found.
    init(_ log: ActivityReader.Log, _ question: ActivityQuestion) {
        self.log = log
        self.question = question
    }

    /// The header row, and the lines.
    ///
    /// - Throws: `JSONError` where the data of an event is no JSON.
    var text: String {
        get throws {
            let lines = try self.log.activities.flatMap { activity in
                let record = try self.cells(of: activity)
                let versions: [LoggedVersion?] = activity.versions.isEmpty ? [nil] : activity.versions
                return versions.map { record + Self.cells(of: $0) }
            }
            return ([Self.header] + lines).map(BoardCSV.line).joined()
        }
    }

    /// The same whatever was asked for.
    private static var header: [String] {
        ["unit", "kind", "startedAt", "title", "due", "present"] + Self.versionNames
            + ["probableDuplicate", "delayed", "withheld", "looks", "looks.at", "looks.by", "looks.purpose", "data"]
            + (["state"] + Self.versionNames + ["delayed"]).map { "versions.\($0)" }
    }

    private func cells(of activity: LoggedActivity) throws -> [String] {
        let (excerpt, version) = (activity.excerpt, activity.version)
        let looks = activity.looks.suffix(Self.lookLimit).reversed()
        return [
            activity.unit.rawValue, activity.kind.rawValue, activity.started.description, excerpt.title ?? "",
            excerpt.due.map(String.init) ?? "", excerpt.present.map(String.init) ?? "",
        ] + Self.names(of: version) + [
            Self.flag(activity.isProbableDuplicate), Self.flag(version.isDelayed), Self.flag(activity.data == nil),
            looks.isEmpty ? "" : String(activity.looks.count), Self.list(looks.map(\.at.description)),
            Self.list(looks.map(\.login)), Self.list(looks.map(\.purpose)), try self.whole(activity),
        ]
    }

    /// A version of a record; nil where nobody asked for any.
    private static func cells(of version: LoggedVersion?) -> [String] {
        guard let version else { return Array(repeating: "", count: Self.versionNames.count + 2) }
        return [version.state.rawValue] + Self.names(of: version) + [Self.flag(version.isDelayed)]
    }

    private static func names(of version: LoggedVersion) -> [String] {
        [
            version.source.rawValue, version.id, version.recorded.description, version.accepted.description,
            String(version.revision),
        ]
    }

    /// The data of an event in one line, where records are to be shown whole.
    private func whole(_ activity: LoggedActivity) throws -> String {
        guard self.question.purpose != nil, let data = activity.data else { return "" }
        var text: [UInt8] = []
        var reader = DocumentReader()
        try reader.read(data) { $0.compact(into: &text) }
        return String(decoding: text, as: UTF8.self)
    }

    private static func flag(_ isThere: Bool) -> String { isThere ? "true" : "" }

    /// Words in one cell, none of which holds what stands between them.
    private static func list(_ words: [String]) -> String {
        words.map { $0.replacing(";", with: ",") }.joined(separator: "; ")
    }
}
