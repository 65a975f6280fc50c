internal import Domain
internal import YAML

/// Reads one requirement of a pack.
struct RequirementReader {
    /// The norms that may be cited.
    let norms: [String: [Basis]]
    /// The first day that is judged, where a requirement says nothing else.
    let begins: Day

    func read(_ node: YAMLNode) throws(YAMLError) -> Requirement {
        let members = try node.mapping(
            required: ["id", "gate", "title", "wording", "clauses", "basis", "binds", "owed-by", "tell"],
            optional: ["severity", "begins", "tests"] + criteria)
        let basis = try self.basis(members.require("basis"))
        return Requirement(
            id: RequirementID(rawValue: try members.require("id").identifier()),
            gate: try members.require("gate").choice(),
            title: try members.require("title").bilingual(limitCharacters: 60),
            wording: try members.require("wording").bilingual(limitCharacters: 500),
            clauses: try members.require("clauses").list { (node) throws(YAMLError) in try node.identifier() },
            basis: basis,
            binds: try members.require("binds").binding(),
            criterion: try self.criterion(members, of: node),
            severity: try self.severity(members, of: basis),
            owedBy: try members.require("owed-by").list { (node) throws(YAMLError) in try node.seat() },
            tell: try members.require("tell").list { (node) throws(YAMLError) in try node.seat() },
            begins: try members["begins"]?.day() ?? self.begins)
    }

    /// What it rests on: norms by their ids, or articles that are spelled out.
    private func basis(_ node: YAMLNode) throws(YAMLError) -> [Basis] {
        var all: [Basis] = []
        for element in try node.sequence() {
            guard case .scalar = element.content else {
                all.append(try element.basis())
                continue
            }
            let id = try element.identifier()
            guard let basis = self.norms[id] else {
                throw element.error("no layer gives the norm “\(id)”", expected: self.knownNorms)
            }
            all += basis
        }
        guard !all.isEmpty else { throw node.error("nothing stands here", expected: "at least one norm") }
        return all
    }

    private var knownNorms: String {
        self.norms.isEmpty ? "an article" : "one of: " + self.norms.keys.sorted().joined(separator: ", ")
    }

    /// How it weighs: as it says, else as the strictest of its norms does. What is only permitted is never a finding,
    /// whatever a pack says.
    private func severity(_ members: YAMLMapping, of basis: [Basis]) throws(YAMLError) -> Severity {
        let strictest = basis.compactMap(\.modality.severity).contains(.breach) ? Severity.breach : .warning
        guard basis.contains(where: { $0.modality.severity != nil }) else {
            throw try members.require("basis").error(
                "these norms only permit", expected: "at least one that says must or should")
        }
        return try members["severity"]?.choice() ?? strictest
    }

    private func criterion(_ members: YAMLMapping, of node: YAMLNode) throws(YAMLError) -> Criterion {
        let given = criteria.compactMap { members[$0] }
        guard given.count == 1, let criterion = try members.criterion() else {
            throw node.error(
                given.isEmpty ? "nothing says how it is measured" : "it is measured in \(given.count) ways",
                expected: "one of: " + criteria.joined(separator: ", "))
        }
        return criterion
    }
}

/// The kinds of test.
let criteria = ["cadence", "deadline", "term", "reminder", "limit"]

extension YAMLNode {
    fileprivate func seat() throws(YAMLError) -> Seat {
        let members = try self.mapping(required: ["role", "at"])
        return Seat(
            role: RoleName(rawValue: try members.require("role").identifier()),
            place: try members.require("at").choice())
    }
}
