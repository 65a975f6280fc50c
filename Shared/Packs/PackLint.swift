internal import Domain
internal import YAML

/// Looks at pack files before they go live: all faults that can be told apart, and what an author should look at again.
public struct PackLint {
    /// What was found, in the order of the files and of their lines.
    public private(set) var findings: [PackFinding] = []

    /// Looks at files that are there together, as those of one folder are.
    public init(_ files: [PackFile]) {
        var readable: [PackFile] = []
        var layers: [PackLayer] = []
        for file in files {
            do {
                layers.append(try PackLayer(file))
                readable.append(file)
            } catch {
                self.note(error)
            }
        }
        // A file that cannot be read does not hide the faults of the others.
        do {
            let all = try PackLayers(readable)
            for layer in layers { self.look(at: layer, among: all, isComplete: readable.count == files.count) }
        } catch {
            self.note(error)
        }
        let order = Dictionary(files.enumerated().map { ($1.name, $0) }, uniquingKeysWith: min)
        self.findings.sort { left, right in
            (order[left.file] ?? .max, left.line, left.column) < (order[right.file] ?? .max, right.line, right.column)
        }
    }

    private mutating func look(at layer: PackLayer, among layers: PackLayers, isComplete: Bool) {
        for norm in layer.norms where norm.basis.contains(where: { !$0.isConfirmed }) {
            self.warn(norm.node, "the norm “\(norm.id)” is not confirmed", "that somebody has seen the wording")
        }
        guard case .mapping(let members) = layer.node.content, members.contains(where: { $0.name == "requirements" })
        else { return }
        // The norms of a layer that could not be read are not known.
        guard isComplete || layer.foundations.isEmpty else { return }
        do {
            var reading = try PackReading(layer, among: layers)
            let norms = try layers.norms(of: layer)
            for node in try reading.nodes.sequence() {
                do {
                    let requirement = try reading.requirement(node)
                    try self.look(at: requirement, node, norms)
                    try self.look(atTestsOf: requirement, node, reading)
                } catch {
                    self.note(error)
                }
            }
        } catch {
            self.note(error)
        }
    }

    private mutating func look(
        at requirement: Requirement, _ node: YAMLNode, _ norms: [String: [Basis]]
    ) throws(YAMLError) {
        let members = try node.mapping()
        for clause in try members.require("clauses").sequence() where norms[try clause.text()] == nil {
            self.warn(clause, "no layer gives a norm “\(try clause.text())”", "the id of a norm that is carried out")
        }
        for element in try members.require("basis").sequence() {
            if case .mapping = element.content, try !element.basis().isConfirmed {
                self.warn(element, "this is not confirmed", "that somebody has seen the wording")
            }
        }
        let modalities = Set(requirement.basis.map(\.modality)).subtracting([.may])
        if requirement.severity == .warning, modalities == [.must], let severity = members["severity"] {
            self.warn(
                severity, "every norm of it says must, and it only warns", "breach: stricter is allowed, looser not")
        }
    }

    private mutating func look(
        atTestsOf requirement: Requirement, _ node: YAMLNode, _ reading: PackReading
    ) throws(YAMLError) {
        var verdicts: Set<Verdict> = []
        let reader = PackTestReader(requirement: requirement)
        for test in try reading.tests(of: node) {
            do {
                if let verdict = try reader.read(test).expected.verdict { verdicts.insert(verdict) }
            } catch {
                self.note(error)
            }
        }
        for verdict in [Verdict.met, .notMet] where !verdicts.contains(verdict) {
            self.warn(node, "“\(requirement.id)” has no test that expects \(verdict.rawValue)", "one")
        }
    }

    private mutating func warn(_ node: YAMLNode, _ what: String, _ expected: String) {
        self.findings.append(PackFinding(.warning, node.error(what, expected: expected)))
    }

    private mutating func note(_ fault: YAMLError) {
        self.findings.append(PackFinding(.fault, fault))
    }
}
