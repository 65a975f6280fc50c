/// What is verified.
enum VerifyAspect: String, CaseIterable {
    /// The chains of the journals' lanes.
    case journals
    /// What lies newest on the topics.
    case topics
    /// The verdicts, judged again.
    case verdicts
    /// The tables, made anew from the journals.
    case tables

    /// What to do where something is not as it was journalled.
    var remedy: String {
        switch self {
        case .journals:
            "A journal was written to by another than its service. It is the record: restore the database from a backup "
                + "of before, and look who else may log in as the owner of the schema."
        case .topics:
            "The database or the brokers have gone back to an earlier day, or a topic was made anew. Bring the later "
                + "state back: who reads the topic may have seen what the journal does not know. Where there is none, "
                + "'guoying recover' accepts what there is."
        case .verdicts:
            "A fact or a verdict was changed after it had been judged. Where the journals are as chained, --rebuild says "
                + "which rows were; restore them from a backup of before."
        case .tables:
            "A row was changed by another than its service. Where the journals are as chained, they are right: restore "
                + "the row from a backup of before, or set it back to what is expected."
        }
    }
}
