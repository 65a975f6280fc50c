import FoundationEssentials
import ServiceKit
import Testing
import YAML

@testable import Notification

@Suite struct `The file of recipients` {
    private let webhook = "webhook: {url: \"https://oa.example.edu/hook?key=k\", secret: \(Stage.secret)}"

    private func fault(_ text: String) -> String? {
        do {
            _ = try RecipientsFile.parse(text, file: "r.yaml")
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func `says who is told what, and how`() throws {
        let text = """
            recipients:
              - name: organisation-department
                match: {severity: [breach, warning], gate: [standard-management], role: [organisation-department]}
                \(self.webhook)
              - name: office
                match: {requirement: [theme-day], unit: [g-02]}
                inbox: {folder: inbox}
              - name: archive
                inbox: {folder: /var/lib/archive}
            """

        let recipients = try RecipientsFile.parse(text, file: "/etc/guoying/recipients.yaml")

        #expect(recipients.map(\.name) == ["organisation-department", "office", "archive"])
        #expect(
            recipients[0].match
                == AlertMatch(
                    severities: ["breach", "warning"], gates: ["standard-management"],
                    roles: ["organisation-department"]))
        #expect(recipients[1].match == AlertMatch(requirements: ["theme-day"], units: ["g-02"]))
        #expect(recipients[2].match == AlertMatch())
        guard case .webhook(let webhook) = recipients[0].channel, case .inbox(let office) = recipients[1].channel,
            case .inbox(let archive) = recipients[2].channel
        else { return #expect(Bool(false), "other channels") }
        #expect(webhook.url.revealed == "https://oa.example.edu/hook?key=k")
        #expect(office.folder == "/etc/guoying/inbox")
        #expect(archive.folder == "/var/lib/archive")
    }

    @Test func `may name nobody`() throws {
        #expect(try RecipientsFile.parse("recipients: []", file: "r.yaml").isEmpty)
    }

    @Test(arguments: [
        ("recipient: []", "r.yaml:1:1: unknown key “recipient”, expected one of: recipients"),
        ("recipients:\n  - name: a\n    inbx: {}", "r.yaml:3:5: unknown key “inbx”"),
        ("recipients:\n  - {inbox: {folder: a}}", "r.yaml:2:5: the key “name” is missing"),
        ("recipients:\n  - {name: a/b, inbox: {folder: a}}", "r.yaml:2:12: “a/b” is not a name"),
        ("recipients:\n  - {name: a}", "r.yaml:2:5: this recipient has no channel, expected one of: webhook, inbox"),
        ("recipients:\n  - {name: a, inbox: {folder: b}}\n  - {name: a, inbox: {folder: b}}", "r.yaml:3:12: a second"),
        ("recipients:\n  - {name: a, match: {severity: [bad]}, inbox: {folder: b}}", "r.yaml:2:34: “bad” is not known"),
        ("recipients:\n  - {name: a, match: {gate: [bad]}, inbox: {folder: b}}", "r.yaml:2:30: “bad” is not known"),
        ("recipients:\n  - {name: a, match: {unit: []}, inbox: {folder: b}}", "r.yaml:2:29: an empty list"),
        ("recipients:\n  - {name: a, match: {units: [b]}, inbox: {folder: b}}", "r.yaml:2:23: unknown key “units”"),
        (
            "recipients:\n  - {name: a, webhook: {url: \"https://h/\"}, inbox: {folder: b}}",
            "r.yaml:2:52: this recipient has two channels"
        ),
        ("recipients:\n  - {name: a, webhook: {url: \"https://h/\"}}", "r.yaml:2:24: this webhook has no secret"),
        (
            "recipients:\n  - {name: a, webhook: {url: \"https://h/\", secret: abc}}",
            "r.yaml:2:52: this is no secret of Standard Webhooks"
        ),
        (
            "recipients:\n  - {name: a, webhook: {url: \"https://h/\", secret: a, secret-file: b}}",
            "r.yaml:2:68: this webhook has two secrets"
        ),
        (
            "recipients:\n  - {name: a, webhook: {url: \"https://h/\", secret-file: missing}}",
            "r.yaml:2:57: the file missing cannot be read"
        ),
        ("recipients:\n  - {name: a, webhook: {url: ftp://h, secret: b}}", "r.yaml:2:30: this is no URL"),
        ("recipients:\n  - {name: a, webhook: {url: https:///a, secret: b}}", "r.yaml:2:30: this is no URL"),
        ("recipients:\n  - {name: a, webhook: {url: https://b@h/, secret: b}}", "r.yaml:2:30: this is no URL"),
        (
            "recipients:\n  - {name: a, webhook: {url: \"https://h/\", secret: b, allow-private-addresses: yes}}",
            "r.yaml:2:80: “yes” stands here"
        ),
    ])
    func `is refused with the place of its fault`(text: String, expected: String) {
        let fault = self.fault(text)

        #expect(fault?.hasPrefix(expected) == true, "\(fault ?? "nothing")")
    }

    @Test func `may keep a secret in a file beside it`() async throws {
        try await withFolder { folder in
            try Data("\(Stage.secret)\n".utf8).write(to: URL(filePath: "\(folder)/oa.secret"))
            try Data(
                "recipients:\n  - {name: oa, webhook: {url: \"https://oa/\", secret-file: oa.secret}}\n".utf8
            ).write(to: URL(filePath: "\(folder)/r.yaml"))

            let recipients = try RecipientsFile.read("\(folder)/r.yaml")

            guard case .webhook(let webhook) = recipients[0].channel else { return #expect(Bool(false)) }
            #expect(webhook.secret.signature(of: [], id: "a", seconds: 1).hasPrefix("v1,"))
        }
    }

    @Test func `that is not there is named`() {
        let fault = #expect(throws: RecipientsFile.Fault.self) { try RecipientsFile.read("/nowhere/r.yaml") }

        #expect(
            fault?.description
                == "GUOYING_NOTIFICATION_CONFIG names the file /nowhere/r.yaml: no such file or directory")
    }

    @Test func `shows no URL and no secret of its recipients`() throws {
        let recipients = try RecipientsFile.parse("recipients:\n  - {name: a, \(self.webhook)}", file: "r.yaml")

        let shown = "\(recipients)"

        #expect(!shown.contains("key=k"))
    }

    @Test func `of the sample can be read`() throws {
        let top = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

        let recipients = try RecipientsFile.read("/\(top)/deploy/sample/recipients.yaml")

        #expect(recipients.map(\.name) == ["inbox", "holders"])
    }
}
