internal import Domain

/// Records as CSV, a line for each.
struct ActivityCSV {
    private let log: ActivityReader.Log

    /// What was found.
    init(_ log: ActivityReader.Log) { self.log = log }

    /// The header row, and the lines.
    var text: String {
        let header = [
            "unit", "kind", "startedAt", "title", "due", "present", "source", "id", "recorded", "accepted", "revision",
            "probableDuplicate", "delayed", "withheld",
        ]
        return BoardCSV.line(header)
            + self.log.activities.map { activity in
                let (excerpt, version) = (activity.excerpt, activity.version)
                return BoardCSV.line([
                    activity.unit.rawValue, activity.kind.rawValue, activity.started.description, excerpt.title ?? "",
                    excerpt.due.map(String.init) ?? "", excerpt.present.map(String.init) ?? "",
                    version.source.rawValue, version.id, version.recorded.description, version.accepted.description,
                    String(version.revision), activity.isProbableDuplicate ? "true" : "",
                    version.isDelayed ? "true" : "", activity.data == nil ? "true" : "",
                ])
            }.joined()
    }
}
