/// Whether a requirement binds a unit.
enum BindingAnswer: Hashable {
    case bound
    case notBound
    /// The register does not say enough.
    case unknown(UnknownReason)
}

/// What binds the unit, from a viewpoint.
extension UnitFacts {
    /// Whether the unit is bound on a day on which it exists.
    func binds(_ binding: Binding, on day: Day, _ view: Viewpoint) -> BindingAnswer {
        guard let row = self.row(on: day, view), binding.kinds.contains(self.units[row].kind) else { return .notBound }
        if let category = self.units[row].category, binding.exceptCategories.contains(category) { return .notBound }
        if binding.committee == .inOffice, self.committee(on: day, view) == nil { return .notBound }
        guard let minimum = binding.minimumFormalMembers else { return .bound }
        guard let count = self.count(on: day, view) else { return .unknown(.noCount) }
        return count.formal >= minimum ? .bound : .notBound
    }

    /// A waiver that covers a day; of several the one that was accepted last.
    func waiver(of requirement: RequirementID, on day: Day, _ view: Viewpoint) -> Waiver? {
        self.waivers.last { waiver in
            waiver.requirement == requirement && waiver.period.contains(day) && waiver.recorded <= view.knownAt
                && (waiver.revocation.map { $0.recorded > view.knownAt || day < $0.from } ?? true)
        }
    }
}
