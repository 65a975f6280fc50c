internal import Domain
internal import Messages

/// A rule between rows that an import breaks.
enum RuleBreach: Sendable {
    case noCategory
    case needlessCategory
    case noParent
    case unknownUnit(UnitCode)
    case absentParent(UnitCode, on: Day, first: Day?)
    case defect(UnitTree.Defect, of: UnitCode, on: Day)
    case tooRare

    /// What is wrong, for programs.
    var code: String {
        switch self {
        case .noCategory: "empty"
        case .needlessCategory: "not-a-branch"
        case .noParent: "empty"
        case .unknownUnit: "unknown-unit"
        case .absentParent: "absent-parent"
        case .defect(.ring, _, _): "ring"
        case .defect(.tooDeep, _, _): "too-deep"
        case .tooRare: "bad-interval"
        }
    }

    /// What is wrong and what is to be done, for people.
    var sentence: BilingualText {
        let categories = UnitCategory.allCases.map(\.rawValue)
        switch self {
        case .noCategory:
            return BilingualText(
                zh: "党支部须有类别：\(categories.joined(separator: "、"))",
                en: "a branch has a category: one of \(categories.joined(separator: ", "))")
        case .needlessCategory:
            return BilingualText(zh: "只有党支部有类别，此处应留空", en: "only a branch has a category; leave it blank")
        case .noParent:
            return BilingualText(zh: "党小组须有所属党支部", en: "a group stands below a branch; name it")
        case .unknownUnit(let unit):
            return BilingualText(
                zh: "登记册和本次导入中都没有单位“\(unit)”；请更正编码，或一并导入该单位",
                en: "there is no unit '\(unit)' in the register or in this import; correct the code, or import it too")
        case .absentParent(let parent, let day, let first):
            return BilingualText(
                zh: "上级单位“\(parent)”在 \(day) 不存在" + (first.map { "（其首日为 \($0)）" } ?? "") + "；请更正日期或上级",
                en: "the parent '\(parent)' does not exist on \(day)"
                    + (first.map { " (its first day is \($0))" } ?? "") + "; correct the day or the parent")
        case .defect(.ring, let unit, let day):
            return BilingualText(
                zh: "自 \(day) 起“\(unit)”成为自己的上级；请更正上级",
                en: "from \(day) on '\(unit)' stands below itself; correct the parent")
        case .defect(.tooDeep, let unit, let day):
            return BilingualText(
                zh: "自 \(day) 起“\(unit)”之上超过 \(UnitTree.depthLimit) 级；请更正上级",
                en: "from \(day) on more than \(UnitTree.depthLimit) units stand above '\(unit)'; correct the parent")
        case .tooRare:
            return BilingualText(zh: "间隔不得超过一年", en: "must not be longer than a year")
        }
    }
}

extension Placed {
    /// A fault of this row.
    func fault(_ column: String, _ breach: RuleBreach) -> RowFault {
        RowFault(
            file: self.file, line: self.line, column: column, code: breach.code, sentence: breach.sentence)
    }
}

extension RowFault {
    /// Two rows of one import say different things of the same, known from the same instant on.
    static func contradiction<Row>(_ later: Placed<Row>, of earlier: Placed<Row>) -> RowFault {
        let place = "\(earlier.file):\(earlier.line)"
        return RowFault(
            file: later.file, line: later.line, column: "", code: "contradiction",
            sentence: BilingualText(
                zh: "与 \(place) 所述同一事项，内容却不同；请保留一行，或在 recorded 栏注明先后",
                en: "speaks of the same as \(place) and says something else; keep one of them, or tell them apart in "
                    + "the column 'recorded'"))
    }
}
