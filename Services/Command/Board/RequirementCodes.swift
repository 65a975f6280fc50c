internal import Domain

/// Short codes for the requirements of a pack, where a column has no room for more: the initials of an id, `TD` for
/// `theme-day`; with a number where two share them.
struct RequirementCodes {
    /// How many initials a code has at most.
    private static let initialLimit = 3

    private let codes: [RequirementID: String]

    /// The codes of requirements, of the same ones always the same.
    init(_ requirements: [Requirement]) {
        var taken: Set<String> = []
        var codes: [RequirementID: String] = [:]
        for requirement in requirements {
            let initials = Self.initials(of: requirement.id)
            var code = initials
            var number = 2
            while !taken.insert(code).inserted {
                code = "\(initials)\(number)"
                number += 1
            }
            codes[requirement.id] = code
        }
        self.codes = codes
    }

    /// The code of a requirement; its id where it is not of the pack.
    subscript(id: RequirementID) -> String { self.codes[id] ?? id.rawValue }

    private static func initials(of id: RequirementID) -> String {
        let words = id.rawValue.split(separator: "-")
        let initials = words.count > 1 ? words.compactMap(\.first) : Array(id.rawValue.prefix(2))
        return String(initials.prefix(Self.initialLimit)).uppercased()
    }
}
