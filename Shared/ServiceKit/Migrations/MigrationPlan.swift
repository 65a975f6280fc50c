/// Decides from what a database has and what a program has what is to be done.
struct MigrationPlan {
    /// One number, as the database and as the program know it.
    struct Step: Sendable {
        let number: Int
        /// Of what was applied; nil where nothing was.
        let applied: String?
        /// Of what the program has; nil where it has nothing of this number.
        let known: String?
    }

    /// How far the database is.
    let version: Int

    /// Looks at the steps in the order of their numbers; refuses what is not a beginning of what the program has.
    init(_ schema: String, _ steps: [Step]) throws(MigrationError) {
        let version = steps.last { $0.applied != nil }?.number ?? 0
        for step in steps where step.number <= version {
            guard let known = step.known else {
                let newest = steps.last { $0.known != nil }?.number ?? 0
                throw MigrationError(
                    schema, .databaseIsNewer(version: version),
                    "the database is at version \(version) and this program knows \(newest); use a newer program")
            }
            guard let applied = step.applied else {
                throw MigrationError(
                    schema, .missing(number: step.number),
                    "migration \(step.number) was left out although \(version) is applied; restore a sound database")
            }
            guard applied == known else {
                throw MigrationError(
                    schema, .changed(number: step.number),
                    "migration \(step.number) was applied with another text than this program has; "
                        + "a migration is never edited, add another")
            }
        }
        self.version = version
    }
}
