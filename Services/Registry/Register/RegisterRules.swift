internal import Domain
internal import Messages

/// What must hold between the rows of an import and the register, once all of them are in it.
struct RegisterRules {
    /// The tree with the import's rows.
    let tree: UnitTree

    /// How far apart watermarks may be expected at most, in days.
    private static let everyLimitDays = 366

    /// The faults of all rows.
    func faults(in content: ImportContent) -> [RowFault] {
        content.units.compactMap { self.fault(in: $0) } + self.loops(in: content.units)
            + content.members.compactMap { self.fault(in: $0) } + content.committees.compactMap { self.fault(in: $0) }
            + content.posts.compactMap { self.fault(in: $0) } + content.sources.compactMap { self.fault(in: $0) }
    }

    private func fault(in placed: Placed<UnitRow>) -> RowFault? {
        let row = placed.row
        switch (row.kind, row.category) {
        case (.branch, nil): return placed.fault("category", .noCategory)
        case (.branch, _), (_, nil): break
        default: return placed.fault("category", .needlessCategory)
        }
        guard let parent = row.parent else {
            return row.kind == .group ? placed.fault("parent", .noParent) : nil
        }
        guard self.tree.contains(parent) else { return placed.fault("parent", .unknownUnit(parent)) }
        guard parent == row.code || self.tree.row(of: parent, on: row.from) != nil else {
            return placed.fault("parent", .absentParent(parent, on: row.from, first: self.tree.firstDay(of: parent)))
        }
        return nil
    }

    /// A ring exists from the day on which the last of its rows begins, so each row's first day is looked at. All units
    /// of a ring stand above each other, so a ring that the import closes lies within what was read for it.
    private func loops(in units: [Placed<UnitRow>]) -> [RowFault] {
        let imported = Dictionary(grouping: units, by: \.row.code)
        var faults: [RowFault] = []
        var blamed: Set<UnitKey> = []
        for row in self.tree.rowsByDay {
            guard let (defect, path) = self.tree.defect(above: row.code, on: row.from) else { continue }
            let suspects = path.compactMap { code in
                let from = self.tree.row(of: code, on: row.from)?.from
                return imported[code]?.first { $0.row.from == from }
            }
            for placed in defect == .ring ? suspects[...] : suspects.prefix(1) {
                guard blamed.insert(UnitKey(code: placed.row.code, from: placed.row.from)).inserted else { continue }
                faults.append(placed.fault("parent", .defect(defect, of: placed.row.code, on: row.from)))
            }
        }
        return faults
    }

    private func fault(in placed: Placed<MemberRow>) -> RowFault? {
        self.tree.contains(placed.row.unit) ? nil : placed.fault("unit", .unknownUnit(placed.row.unit))
    }

    private func fault(in placed: Placed<CommitteeRow>) -> RowFault? {
        self.tree.contains(placed.row.unit) ? nil : placed.fault("unit", .unknownUnit(placed.row.unit))
    }

    private func fault(in placed: Placed<PostRow>) -> RowFault? {
        self.tree.contains(placed.row.unit) ? nil : placed.fault("unit", .unknownUnit(placed.row.unit))
    }

    private func fault(in placed: Placed<SourceRow>) -> RowFault? {
        let row = placed.row
        guard self.tree.contains(row.unit) else { return placed.fault("unit", .unknownUnit(row.unit)) }
        if case .post(_, let unit) = row.owner, !self.tree.contains(unit) {
            return placed.fault("owner", .unknownUnit(unit))
        }
        let days = row.every.months * 31 + row.every.days + row.every.seconds / 86_400
        return days <= Self.everyLimitDays ? nil : placed.fault("every", .tooRare)
    }
}
