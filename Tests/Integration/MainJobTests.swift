import FoundationEssentials
import Kit
import Messages
import Postgres
import Testing

extension `The whole` {
    @Suite(.inTurn, .serialized) struct `For systems that others wrote` {
        @Test(arguments: TestBroker.available)
        func `turns their events into explained alerts, told and signed`(broker: TestBroker) async throws {
            try await Campus.lending(on: broker, services: [.registry, .activity, .supervision]) { campus in
                try await Receiver.lending(in: campus.installation, failures: 1) { receiver in
                    try await startNotification(campus.installation, telling: receiver)

                    try await publishThreeWays(campus.installation)

                    let alerts = try await alertsOfApril(campus.installation)
                    for (unit, event) in reported { try check(alerts[unit], says: event, of: unit) }
                    for unit in reported.keys { try await checkExplanation(campus.installation, alerts[unit]) }
                    let told = try await checkWebhooks(campus.installation, receiver)
                    #expect(told.isSuperset(of: alerts.values.map { MessageName($0.value) }))
                    try await checkInbox(campus.installation, told)
                    #expect(try await campus.intake().addsUp)
                }
            }
        }
    }
}

/// The units, each with the event that the outside sent of it: a theme day without practice.
private let reported = ["b-0101": "oa-1", "b-0102": "oa-2", "b-0103": "oa-3"]

/// A message: the alert and its version.
private struct MessageName: Hashable {
    let alert: String
    let version: Int64

    init(_ value: JSONValue) {
        self.alert = value["alert"]?.string ?? ""
        self.version = value["version"]?.integer ?? 0
    }
}

private func startNotification(_ installation: Installation, telling receiver: Receiver) async throws {
    let file = try installation.file(
        "recipients.yaml",
        """
        recipients:
          - name: campus-portal
            match: {requirement: [theme-day]}
            webhook:
              url: http://127.0.0.1:\(receiver.port)/alerts
              secret: \(Receiver.secret)
              allow-private-addresses: true
          - name: office
            match: {requirement: [theme-day]}
            inbox: {folder: inbox}

        """)
    installation.set("GUOYING_NOTIFICATION_CONFIG", to: file)
    try await installation.start(.notification)
}

/// A unit's event by each of the three ways, and that nothing more comes for April.
private func publishThreeWays(_ installation: Installation) async throws {
    let parts = ["study", "exchange"]
    try await installation.publishWithKcat(.themeDay("oa-1", of: "b-0101", parts: parts))
    try await installation.publish([.themeDay("oa-2", of: "b-0102", parts: parts)], mode: "binary")
    try await installation.publish([.themeDay("oa-3", of: "b-0103", parts: parts)], mode: "structured")
    try await installation.publishWithKcat(.watermark("oa-4"))
}

/// What `kcat` sees of April on the topic of alerts, by unit, once every unit has its alert.
private func alertsOfApril(_ installation: Installation) async throws -> [String: SeenRecord] {
    var found: [String: SeenRecord] = [:]
    let isThere = try await eventually(within: .seconds(60)) {
        for record in try await installation.readWithKcat(installation.broker.topics.supervisionAlerts)
        where record.value["window"]?["from"]?.string == "2021-04-01" {
            found[record.value["unit"]?["id"]?.string ?? ""] = record
        }
        return reported.keys.allSatisfy { found[$0] != nil }
    }
    let log = await installation.log(of: .supervision)
    try #require(isThere, "only \(found.keys.sorted()) have alerts; supervision says: \(log)")
    return found
}

/// Checks an alert member by member, as the contract has them.
private func check(_ record: SeenRecord?, says event: String, of unit: String) throws {
    let record = try #require(record)
    let (alert, headers) = (record.value, record.headers)
    let lane = try #require(headers["journal-lane"])
    let position = try #require(headers["journal-position"])

    let document = try #require(SchemaDocument.all.first { $0.name == "supervision.alert.v1/duty" })
    #expect(JSONSchema.accepts(alert, by: try JSONValue(document.json)))
    #expect(headers["alert-id"] == alert["alert"]?.string)
    #expect(headers["alert-version"] == alert["version"]?.integer.map(String.init))
    #expect(headers["journal-digest"]?.isEmpty == false)
    #expect(headers["ce_specversion"] == "1.0")
    #expect(headers["ce_type"] == "guoying.supervision.alert.v1")
    #expect(headers["ce_source"] == "/guoying/supervision")
    #expect(headers["ce_id"] == "\(lane)-\(position)")
    #expect(headers["content-type"] == "application/json")

    #expect(alert["alert"]?.string?.hasPrefix("al-") == true)
    #expect(alert["version"] == .integer(1))
    #expect(alert["status"] == .string("raised"))
    #expect(alert["severity"] == .string("breach"))
    #expect(alert["verdict"] == .string("not-met"))
    #expect(alert["window"] == (try JSONValue(#"{"from": "2021-04-01", "to": "2021-04-30"}"#)))
    #expect(
        alert["unit"] == (try JSONValue(#"{"id": "\#(unit)", "path": "/c/g-01/\#(unit)", "name": "党支部 \#(unit)"}"#)))
    let requirement = try #require(alert["requirement"])
    #expect(requirement["id"] == .string("theme-day"))
    #expect(requirement["gate"] == .string("standard-management"))
    #expect(requirement["title"] == (try JSONValue(#"{"zh": "主题党日", "en": "Theme Party day"}"#)))
    let basis = try #require(requirement["basis"]?.elements.first)
    #expect(basis["document"]?.string?.isEmpty == false && basis["article"]?.string?.isEmpty == false)
    #expect(basis["modality"] == .string("must") && basis["confirmed"] == .boolean(true))
    #expect(alert["counted"] == .array([]))
    let uncounted = #"[{"source": "/campus/oa", "id": "\#(event)", "reason": "segment-missing:practice"}]"#
    #expect(alert["notCounted"] == (try JSONValue(uncounted)))
    for member in ["missing", "mend"] {
        for language in ["zh", "en"] { #expect(alert[member]?[language]?.string?.isEmpty == false) }
    }
    #expect(alert["owedBy"] == (try JSONValue(#"[{"role": "branch-secretary", "unit": "\#(unit)"}]"#)))
    #expect(alert["tell"] == (try JSONValue(#"[{"role": "organisation-department", "unit": "c"}]"#)))
    #expect(alert["asOf"]?.string?.hasPrefix("2021-05-05T") == true)
    #expect(alert["pack"]?["id"] == .string("hbgyzy-2021"))
    #expect(alert["pack"]?["digest"]?.string?.hasPrefix("sha256:") == true)
}

/// The command line explains the unit as the alert does.
private func checkExplanation(_ installation: Installation, _ record: SeenRecord?) async throws {
    let alert = try #require(record?.value)
    let unit = try #require(alert["unit"]?["id"]?.string)

    let outcome = try await installation.guoying("explain", unit, "theme-day", "--format", "json", "--wait", "60")

    try #require(outcome.status == 0, "\(outcome.errors)")
    let explanation = try JSONValue(outcome.output)
    let members = [
        "unit", "requirement", "window", "verdict", "counted", "notCounted", "missing", "mend", "owedBy", "tell",
        "pack",
    ]
    for member in members { #expect(explanation[member] == alert[member], "\(member) of \(unit)") }
    #expect(
        explanation["windows"]?.elements.map { $0["verdict"] } == ["not-met", "not-met", "open"].map { .string($0) })
}

/// What was told by webhook: every alert of the topic once, after as many attempts as the journal says.
private func checkWebhooks(
    _ installation: Installation, _ receiver: Receiver
) async throws -> Set<MessageName> {
    let alerts = Set(
        try await installation.readWithKcat(installation.broker.topics.supervisionAlerts)
            .map(\.value).filter { $0["requirement"]?["id"] == .string("theme-day") }.map(MessageName.init))
    let isTold = try await eventually(within: .seconds(60)) {
        try receiver.requests().filter { $0.status == 204 }.count >= alerts.count
    }
    let requests = try receiver.requests()
    let isJournalled = try await eventually {
        try await attempts(by: "campus-portal", in: installation).count >= requests.count
    }
    let entries = try await attempts(by: "campus-portal", in: installation)
    let log = await installation.log(of: .notification)
    #expect(isTold && isJournalled, "\(log)")

    let accepted = requests.filter { $0.status == 204 }
    let told = accepted.compactMap { $0.body?["data"] }.map(MessageName.init)
    #expect(Set(told) == alerts && told.count == alerts.count)
    #expect(accepted.allSatisfy { $0.body?["type"] == .string("guoying.supervision.alert.v1") })
    #expect(Set(accepted.map(\.id)).count == accepted.count)
    let refused = requests.filter { $0.status != 204 }
    #expect(refused.map(\.status) == [500])
    #expect(accepted.filter { $0.id == refused.first?.id }.count == 1, "a retry keeps its id")
    #expect(entries.count == requests.count)
    #expect(entries.filter { $0["outcome"] == .string("delivered") }.count == accepted.count)
    #expect(entries.filter { $0["outcome"] == .string("failed") }.map { $0["status"] } == [.integer(500)])
    #expect(Set(entries.map { Attempt($0) }).count == entries.count)
    return alerts
}

/// The inbox holds the same messages, and the journal one attempt for each.
private func checkInbox(_ installation: Installation, _ told: Set<MessageName>) async throws {
    let isJournalled = try await eventually {
        try await attempts(by: "office", in: installation).count >= told.count
    }
    let entries = try await attempts(by: "office", in: installation)
    let files = try FileManager.default.subpathsOfDirectory(atPath: "\(installation.folder)/inbox")
        .filter { $0.hasSuffix(".json") }.map { $0.split(separator: "/").last.map(String.init) ?? "" }

    #expect(isJournalled)
    #expect(entries.count == told.count && Set(entries.map(MessageName.init)) == told)
    #expect(Set(files) == Set(told.map { "\($0.alert)-v\($0.version).json" }))
}

/// An attempt to deliver a message.
private struct Attempt: Hashable {
    let message: MessageName
    let number: Int64

    init(_ entry: JSONValue) {
        self.message = MessageName(entry)
        self.number = entry["attempt"]?.integer ?? 0
    }
}

/// What the journal says of a recipient's attempts.
private func attempts(by recipient: String, in installation: Installation) async throws -> [JSONValue] {
    let rows = try await installation.database.run(
        "SELECT value FROM notification.journal_v1 WHERE type = 'guoying.notification.attempted.v1'")
    return try rows.map { try JSONValue(try $0.decode("value", as: [UInt8].self)) }
        .filter { $0["recipient"] == .string(recipient) }
}
