internal import Domain

/// Which duties of a unit are to be judged because something was told.
enum Scope: Hashable, Sendable {
    /// All of them: the register, a source, a waiver or the pack says something else, or a record was changed.
    case everything
    /// Those that something on these days bears on.
    case days(Period)

    /// Both.
    func joined(with other: Scope) -> Scope {
        guard case .days(let own) = self, case .days(let others) = other else { return .everything }
        return .days(own.joined(with: others))
    }
}

extension Pack {
    /// What something of a kind that took place at an instant bears on; none where nobody asks for it.
    func scope(of kind: ActivityKind, at instant: Instant) -> Scope? {
        let days = self.requirements.compactMap { $0.days(about: kind, on: instant.day) }
        return days.reduce(nil) { $0?.joined(with: $1) ?? $1 }.map { .days($0) }
    }
}
