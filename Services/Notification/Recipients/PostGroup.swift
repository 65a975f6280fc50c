/// Which of the posts that an alert names are meant.
enum PostGroup: String, CaseIterable, Sendable {
    /// Those that must act.
    case owedBy = "owed-by"
    /// Those that are to be told.
    case tell
}
