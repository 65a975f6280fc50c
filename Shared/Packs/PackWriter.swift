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
                binds: \(flow(requirement.binds.map(\.rawValue)))
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

private func flow(_ criterion: Criterion) -> String {
    switch criterion {
    case .cadence(let cadence):
        let segments = cadence.segments.map { "segments: \(flow($0)), " } ?? ""
        return "cadence: {kind: \(quoted(cadence.kind.rawValue)), every: \(quoted(cadence.every.rawValue)), "
            + "\(segments)\(flow(cadence.lead)), filing-days: \(cadence.filingDays)}"
    case .limit(let limit):
        return "limit: {of: \(quoted(limit.measure.rawValue)), maximum: \(limit.maximum)}"
    }
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
