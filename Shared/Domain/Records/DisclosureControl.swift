/// A group of people at a unit: how many there are, and how they divide.
public struct DisclosureGroup: Hashable, Sendable {
    /// How many people it has.
    public var size: Int
    /// By the name of a division the sizes of its parts. The parts do not overlap; who is in none of them is the rest.
    public var divisions: [String: [String: Int]]

    /// A group of so many, with its divisions.
    public init(size: Int, divisions: [String: [String: Int]] = [:]) {
        self.size = size
        self.divisions = divisions
    }
}

/// Which counts may be told of groups that lie within each other, so that neither a count nor what can be had from
/// several by subtraction is of a group that is too small: primary and complementary suppression.
///
/// It goes from the lowest units up. What is left of a unit's group beside the groups told below it must be nobody or
/// enough; so any sum or difference of what is told is a union of such rests. A division is told as a whole, where its
/// unit is, and only where each of its parts leaves such a rest, and those in no part as well.
public struct DisclosureControl: Sendable {
    /// The least people of a group that is told.
    public let minimum: Int
    private let parents: [UnitCode: UnitCode]

    /// A control for a tree of units.
    ///
    /// - Parameters:
    ///   - minimum: The least people of a group that is told.
    ///   - parents: By unit the one above it.
    public init(minimum: Int, parents: [UnitCode: UnitCode]) {
        self.minimum = minimum
        self.parents = parents
    }

    /// Those of the groups that may be told, with those of their divisions that may be.
    public func told(_ groups: [UnitCode: DisclosureGroup]) -> [UnitCode: DisclosureGroup] {
        var told: [UnitCode: DisclosureGroup] = [:]
        // Of each unit that has been passed, what is told in it: its own group, or else what is told below. The same of
        // each division.
        var wholes: [UnitCode: [DisclosureGroup]] = [:]
        var divided: [String: [UnitCode: [DisclosureGroup]]] = [:]
        let divisions = Set(groups.values.flatMap(\.divisions.keys)).sorted()
        for unit in self.fromBelow(Set(groups.keys)) {
            let above = self.parents[unit]
            var parts = wholes.removeValue(forKey: unit) ?? []
            var whole: DisclosureGroup?
            if let group = groups[unit], self.isEnough(parts.reduce(group.size) { $0 - $1.size }) {
                told[unit] = DisclosureGroup(size: group.size)
                (whole, parts) = (group, [group])
            }
            if let above { wholes[above, default: []] += parts }
            for division in divisions {
                var parts = divided[division]?.removeValue(forKey: unit) ?? []
                if let whole, self.leavesEnough(whole, division, parts) {
                    told[unit]?.divisions[division] = whole.divisions[division]
                    parts = [whole]
                }
                if let above { divided[division, default: [:]][above, default: []] += parts }
            }
        }
        return told
    }

    /// Whether a rest of so many says nothing of anybody.
    private func isEnough(_ rest: Int) -> Bool { rest == 0 || rest >= self.minimum }

    /// Whether a division of a group leaves only rests that say nothing of anybody, beside the same division of what is
    /// told below.
    private func leavesEnough(_ group: DisclosureGroup, _ division: String, _ parts: [DisclosureGroup]) -> Bool {
        guard let shares = group.divisions[division] else { return false }
        let told = parts.compactMap { $0.divisions[division] }
        var unnamed = parts.reduce(group.size) { $0 - $1.size }
        for name in told.reduce(into: Set(shares.keys), { $0.formUnion($1.keys) }) {
            let rest = told.reduce(shares[name] ?? 0) { $0 - ($1[name] ?? 0) }
            guard self.isEnough(rest) else { return false }
            unnamed -= rest
        }
        return self.isEnough(unnamed)
    }

    /// The units and all above them, each before the one above it.
    private func fromBelow(_ units: Set<UnitCode>) -> [UnitCode] {
        var depths: [UnitCode: Int] = [:]
        for unit in units {
            let path = self.path(from: unit)
            for (place, other) in path.enumerated() { depths[other] = path.count - place }
        }
        return depths.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }

    /// The unit and those above it, the nearest first. A tree has no circles; a register might for a moment.
    public func path(from unit: UnitCode) -> [UnitCode] {
        var path = [unit]
        while let above = self.parents[path[path.count - 1]], path.count <= self.parents.count { path.append(above) }
        return path
    }
}
