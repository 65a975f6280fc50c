internal import Domain
internal import JSON
internal import Messages
internal import Pipeline

/// Supervision's tables: the last verdict of each duty, the newest version of each alert, and waivers.
struct SupervisionProjection: Projection, ~Copyable {
    static let verdicts = ProjectedTable(
        "supervision", "verdict", key: "unit", "requirement", "window_from", by: .entries)
    static let alerts = ProjectedTable("supervision", "alert", key: "id", by: .any)
    static let waivers = ProjectedTable("supervision", "waiver", key: "id", by: .any)

    static let service = "supervision"
    static let tables = [Self.verdicts, Self.alerts, Self.waivers]

    private var reader = DocumentReader()
    private var alerts: [String: (version: Int64, row: ProjectedRow)] = [:]
    private var raised: [String: (version: Int64, instant: Instant)] = [:]
    private var first: [String: (version: Int64, instant: Instant)] = [:]
    private var waivers: [String: ProjectedRow] = [:]

    init() {}

    mutating func take(_ journaled: JournaledEntry) throws -> [ProjectedRow] {
        guard let value = journaled.entry.value else { return [] }
        switch journaled.entry.type {
        case VerdictChanged.type: return VerdictChanged(data: value).map { [Self.row($0, journaled)] } ?? []
        case Alert.type: try self.takeAlert(journaled, value)
        case WaiverFact.types[0]: try self.give(journaled, value)
        case WaiverFact.types[1]: try self.revoke(journaled, value)
        default: break
        }
        return []
    }

    /// The alerts and the waivers as they stand: an alert may change lanes with the unit that it names, and a waiver is
    /// revoked after it was given.
    mutating func end() throws -> [ProjectedRow] {
        let alerts = self.alerts.map { id, alert in
            var row = alert.row
            row.columns["raised"] = .instant((self.raised[id] ?? self.first[id])?.instant)
            return row
        }
        return alerts + self.waivers.values
    }

    private static func row(_ fact: VerdictChanged, _ journaled: JournaledEntry) -> ProjectedRow {
        ProjectedRow(
            table: Self.verdicts, number: journaled.number,
            columns: [
                "unit": .text(fact.unit.rawValue), "requirement": .text(fact.duty.requirement.rawValue),
                "window_from": .text(fact.window?.from.description),
                "window_through": .text(fact.window?.through.description),
                "verdict": .text(fact.finding.verdict.rawValue), "late": .flag(fact.finding.isLate),
                "filed_late": .flag(fact.finding.isFiledLate), "reason": .text(fact.finding.reason),
                "since": .instant(journaled.accepted), "lane": .number(journaled.number.lane),
                "position": .number(journaled.number.position),
            ])
    }

    private mutating func takeAlert(_ journaled: JournaledEntry, _ value: [UInt8]) throws {
        guard let id = journaled.entry.header("alert-id"),
            let version = journaled.entry.header("alert-version").flatMap({ Int64($0) })
        else { return }
        var columns = try self.reader.read(value) { root -> [String: ProjectedValue] in
            [
                "unit": .text(root.member("unit")?.member("id")?.string),
                "requirement": .text(root.member("requirement")?.member("id")?.string),
                "window_from": .text(root.member("window")?.member("from")?.string),
                "source": .text(root.member("source")?.member("id")?.string),
                "status": .text(root.member("status")?.string), "severity": .text(root.member("severity")?.string),
                "verdict": .text(root.member("verdict")?.string),
            ]
        }
        // The first version that there is stands for its raising, whatever it says.
        if version < self.first[id]?.version ?? .max { self.first[id] = (version, journaled.accepted) }
        let isRaised = columns["status"] == .text(Alert.Status.raised.rawValue)
        if isRaised, self.raised[id]?.version ?? 0 < version { self.raised[id] = (version, journaled.accepted) }
        guard self.alerts[id]?.version ?? 0 < version else { return }
        columns["id"] = .text(id)
        columns["version"] = .number(version)
        columns["body"] = try .json(value, with: &self.reader)
        columns["changed"] = .instant(journaled.accepted)
        self.alerts[id] = (version, ProjectedRow(table: Self.alerts, number: journaled.number, columns: columns))
    }

    private mutating func give(_ journaled: JournaledEntry, _ value: [UInt8]) throws {
        let members = try ProjectedValue.members(of: value, with: &self.reader)
        guard case .text(let id)? = members["waiver"] else { return }
        self.waivers[id] = ProjectedRow(
            table: Self.waivers, number: journaled.number,
            columns: [
                "id": .text(id), "unit": members["unit"] ?? .null, "requirement": members["requirement"] ?? .null,
                "valid_from": members["from"] ?? .null, "valid_through": members["to"] ?? .null,
                "basis": members["basis"] ?? .null, "signer": members["signer"] ?? .null,
                "recorded": .instant(journaled.accepted), "lane": .number(journaled.number.lane),
                "position": .number(journaled.number.position), "revoked": .null, "revoked_from": .null,
                "revoked_position": .null,
                "revoked_by": .null, "revocation_reason": .null,
            ])
    }

    private mutating func revoke(_ journaled: JournaledEntry, _ value: [UInt8]) throws {
        let members = try ProjectedValue.members(of: value, with: &self.reader)
        guard case .text(let id)? = members["waiver"] else { return }
        self.waivers[id]?.number = journaled.number
        self.waivers[id]?.columns.merge([
            "revoked": .instant(journaled.accepted), "revoked_from": members["from"] ?? .null,
            "revoked_position": .number(journaled.number.position),
            "revoked_by": members["by"] ?? .null, "revocation_reason": members["reason"] ?? .null,
        ]) { $1 }
    }
}
