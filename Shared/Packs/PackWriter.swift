internal import Domain

/// Writes a pack as one YAML file: flattened from its layers, in a fixed order, every text quoted.
///
/// The file is the pack's canonical form. Packs that say the same give the same bytes, whatever their comments, layers
/// and defaults were, and reading it gives the same pack again; so its digest is the pack's digest.
struct PackWriter {
    private(set) var text = ""

    init(id: PackID, version: String, begins: Day, requirements: [Requirement]) {
        self.text +=
            "pack: \(quoted(id.rawValue))\nversion: \(quoted(version))\nbegins: \(quoted(begins.description))\n"
        self.text += "requirements:\n"
        for requirement in requirements { self.write(requirement) }
    }

    private mutating func write(_ requirement: Requirement) {
        self.text += """
              - id: \(quoted(requirement.id.rawValue))
                gate: \(quoted(requirement.gate.rawValue))
                title: \(flow(requirement.title))
                wording: \(flow(requirement.wording))
                clauses: \(flow(requirement.clauses))
                basis:
            \(requirement.basis.map { "      - \(flow($0))\n" }.joined())\
                binds: \(flow(requirement.binds))
                \(flow(requirement.criterion))
                severity: \(quoted(requirement.severity.rawValue))
                begins: \(quoted(requirement.begins.description))
                owed-by: \(flow(requirement.owedBy))
                tell: \(flow(requirement.tell))

            """
    }
}

private func flow(_ text: BilingualText) -> String {
    "{zh: \(quoted(text.zh)), en: \(quoted(text.en))}"
}

private func flow(_ texts: [String]) -> String {
    "[" + texts.map(quoted).joined(separator: ", ") + "]"
}

private func flow(_ basis: Basis) -> String {
    "{document: \(quoted(basis.document)), article: \(quoted(basis.article)), "
        + "modality: \(quoted(basis.modality.rawValue)), confirmed: \(basis.isConfirmed)}"
}

private func flow(_ seats: [Seat]) -> String {
    let seats = seats.map { "{role: \(quoted($0.role.rawValue)), at: \(quoted($0.place.rawValue))}" }
    return "[" + seats.joined(separator: ", ") + "]"
}

private func flow(_ binding: Binding) -> String {
    let kinds = flow(binding.kinds.map(\.rawValue))
    let conditions = [
        binding.exceptCategories.isEmpty ? nil : "except: \(flow(binding.exceptCategories.map(\.rawValue)))",
        binding.committee.map { "committee: \(quoted($0.rawValue))" },
        binding.minimumFormalMembers.map { "formal-members: \($0)" },
    ]
    return conditions.allSatisfy { $0 == nil } ? kinds : flow(["kinds: \(kinds)"] + conditions, as: "")
}

/// A flow mapping of members that are there.
private func flow(_ members: [String?], as name: String) -> String {
    name + "{" + members.compactMap { $0 }.joined(separator: ", ") + "}"
}

private func flow(_ criterion: Criterion) -> String {
    switch criterion {
    case .cadence(let cadence):
        flow(
            flow(cadence.record) + ["every: \(quoted(cadence.every.rawValue))"]
                + [flow(cadence.lead), "filing-days: \(cadence.filingDays)"], as: "cadence: ")
    case .deadline(let deadline):
        flow(
            flow(deadline.record) + [
                "from: \(quoted(deadline.window.from.description))",
                "to: \(quoted(deadline.window.through.description))",
                flow(deadline.lead), "filing-days: \(deadline.filingDays)",
            ], as: "deadline: ")
    case .term(let rule): flow([flow(rule.lead)], as: "term: ")
    case .reminder(let rule):
        flow(
            flow(rule.record) + [
                "months-before: {from: \(rule.monthsBeforeFrom), to: \(rule.monthsBeforeThrough)}", flow(rule.lead),
            ], as: "reminder: ")
    case .limit(let limit):
        flow(
            [
                "of: \(quoted(limit.measure.rawValue))", limit.minimum.map { "minimum: \($0)" },
                limit.usualMaximum.map { "usual-maximum: \($0)" }, "maximum: \(limit.maximum)",
                limit.absence.map { "absence: \(quoted($0.rawValue))" },
            ], as: "limit: ")
    }
}

private func flow(_ rule: RecordRule) -> [String?] {
    [
        "kind: \(quoted(rule.kind.rawValue))", rule.report.map { "report: \(quoted($0))" },
        rule.about.map { "about: \(quoted($0))" }, rule.author.map { "by: \(quoted($0.rawValue))" },
        rule.segments.map { "segments: \(flow($0))" },
        rule.quorum.map { "quorum: {of: \(quoted($0.of.rawValue)), share: \(quoted($0.share.description))}" },
    ]
}

private func flow(_ rule: SegmentRule) -> String {
    "{parts: \(flow(rule.parts.map(\.rawValue))), minutes: \(rule.minutes), "
        + "allowance-minutes: \(rule.allowanceMinutes)}"
}

private func flow(_ lead: LeadTime) -> String {
    switch lead {
    case .days(let days): "lead-days: \(days)"
    case .months(let months): "lead-months: \(months)"
    }
}

/// A text in double quotes, which YAML reads back as it was, whatever it holds.
private func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0x22, 0x5C:
            quoted += "\\"
            quoted.unicodeScalars.append(scalar)
        // Control characters and what YAML takes for a line break or does not print.
        case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF:
            let digits = String(scalar.value, radix: 16)
            quoted += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
        default:
            quoted.unicodeScalars.append(scalar)
        }
    }
    return quoted + "\""
}
