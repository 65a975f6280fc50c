internal import Domain

/// Records for people, a line for each.
struct ActivityList {
    private let log: ActivityReader.Log
    private let question: ActivityQuestion

    /// A list of what was found.
    init(_ log: ActivityReader.Log, _ question: ActivityQuestion) {
        self.log = log
        self.question = question
    }

    /// A table; versions stand below their record.
    var text: String {
        guard !self.log.activities.isEmpty else {
            return "no such activity is in the log as of \(self.question.asOf.shortText)\n"
        }
        let header = ["began", "unit", "kind", "title", "present/due", "source", "id", "recorded", "note"]
        let rows = self.log.activities.flatMap { activity -> [[String]] in
            let excerpt = activity.excerpt
            let attendance = [excerpt.present, excerpt.due].map { $0.map(String.init) ?? "-" }.joined(separator: "/")
            let row = [
                activity.started.shortText, activity.unit.rawValue, activity.kind.rawValue,
                excerpt.title?.printable.fitted(to: 40) ?? "-", attendance == "-/-" ? "-" : attendance,
                activity.version.source.rawValue.printable, activity.version.id.printable.fitted(to: 40),
                activity.version.recorded.shortText, Self.note(activity),
            ]
            return [row] + activity.versions.map(Self.line) + activity.looks.map(Self.line)
        }
        return TextTable([header] + rows).text
    }

    private static func note(_ activity: LoggedActivity) -> String {
        var notes: [String] = []
        if activity.version.revision > 1 { notes.append("version \(activity.version.revision)") }
        if activity.isProbableDuplicate { notes.append("probable duplicate") }
        if activity.version.isDelayed { notes.append("delayed until \(activity.version.accepted.shortText)") }
        if activity.data == nil { notes.append("told in counts only") }
        return notes.joined(separator: ", ")
    }

    private static func line(_ look: RecordedLook) -> [String] {
        [
            "", "", "", "  looked at \(look.at.shortText)", "", look.login.printable, "", "",
            look.purpose.printable.fitted(to: 60),
        ]
    }

    private static func line(_ version: LoggedVersion) -> [String] {
        [
            "", "", "", "  version \(version.revision): \(version.state.rawValue)", "",
            version.source.rawValue.printable,
            version.id.printable.fitted(to: 40), version.recorded.shortText,
            version.isDelayed ? "delayed until \(version.accepted.shortText)" : "",
        ]
    }
}
