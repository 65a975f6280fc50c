internal import Domain
internal import HTTP
internal import ServiceKit
internal import YAML

/// The file that says who is told what.
///
/// ```yaml
/// recipients:
///   - name: organisation-department
///     match:                          # left out: everything; otherwise all of these, and one of each list
///       severity: [breach, warning]
///       gate: [standard-management]
///       requirement: [theme-day]
///       role: [organisation-department]   # owes it, or is to be told of it
///       unit: [g-02]                      # and all below it
///     webhook:
///       url: https://oa.example.edu/guoying
///       secret-file: oa.secret        # or secret: whsec_…
///       allow-private-addresses: true # left out: false
///   - name: office
///     inbox: {folder: inbox}
///   - name: holders
///     post-holders: [owed-by, tell]   # whoever holds the posts on that day, each for themselves
///     inbox: {folder: persons}
/// ```
/// Paths are relative to the folder of the file.
enum RecipientsFile {
    /// A fault of the file, said as `recipients.yaml:3:5: …`, or that it cannot be read.
    struct Fault: ExitCodeError, CustomStringConvertible {
        let description: String
        var exitCode: ExitCode { .validationFailure }
    }

    /// Reads the file at `path`.
    static func read(_ path: String) throws(Fault) -> [Recipient] {
        do {
            let text = try BoundedFile.text(at: path, limitBytes: YAMLDocument.sizeLimitBytes)
            return try Self.parse(text, file: path)
        } catch let fault as BoundedFile.Fault {
            throw Fault(description: "GUOYING_NOTIFICATION_CONFIG names the file \(path): \(fault.reason)")
        } catch {
            throw Fault(description: "\(error)")
        }
    }

    /// Reads a text; `file` is where it came from.
    static func parse(_ text: String, file: String) throws(YAMLError) -> [Recipient] {
        let root = try YAMLDocument.parse(text, file: file).root.mapping(required: ["recipients"])
        let folder = Folder(of: file)
        var recipients: [Recipient] = []
        for node in try root.require("recipients").sequence() {
            let members = try node.mapping(required: ["name"], optional: ["match", "post-holders", "webhook", "inbox"])
            let nameNode = try members.require("name")
            let name = try Self.name(nameNode)
            guard !recipients.contains(where: { $0.name == name }) else {
                throw nameNode.error("a second recipient “\(name)”", expected: "a name of its own")
            }
            recipients.append(
                Recipient(
                    name: name, match: try members["match"].map(Self.match) ?? AlertMatch(),
                    posts: try Self.list(members["post-holders"], of: PostGroup.allCases.map(\.rawValue))
                        .map { Set($0.compactMap(PostGroup.init)) },
                    channel: try Self.channel(members, of: node, in: folder)))
        }
        return recipients
    }

    private static func name(_ node: YAMLNode) throws(YAMLError) -> String {
        let name = try node.text()
        let isName = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard isName, (1...64).contains(name.utf8.count) else {
            throw node.error("“\(name.prefix(64))” is not a name", expected: "1 to 64 letters, digits and hyphens")
        }
        return name
    }

    private static func match(_ node: YAMLNode) throws(YAMLError) -> AlertMatch {
        let members = try node.mapping(
            required: [], optional: ["severity", "gate", "requirement", "role", "unit"])
        return AlertMatch(
            severities: try Self.list(members["severity"], of: AlertSeverity.allCases.map(\.rawValue)),
            gates: try Self.list(members["gate"], of: Gate.allCases.map(\.rawValue)),
            requirements: try Self.list(members["requirement"]), roles: try Self.list(members["role"]),
            units: try Self.list(members["unit"]))
    }

    /// A list of words, of which there is at least one: an empty list would match nothing.
    private static func list(_ node: YAMLNode?, of words: [String]? = nil) throws(YAMLError) -> [String]? {
        guard let node else { return nil }
        var list: [String] = []
        for element in try node.sequence() {
            let word = try element.text()
            if let words, !words.contains(word) {
                throw element.error(
                    "“\(word.prefix(64))” is not known here", expected: "one of: " + words.joined(separator: ", "))
            }
            list.append(word)
        }
        guard !list.isEmpty else {
            throw node.error("an empty list matches nothing", expected: "at least one word, or no list at all")
        }
        return list
    }

    private static func channel(
        _ members: YAMLMapping, of node: YAMLNode, in folder: Folder
    ) throws(YAMLError) -> Recipient.Channel {
        switch (members["webhook"], members["inbox"]) {
        case (let webhook?, nil): return .webhook(try Self.webhook(webhook, in: folder))
        case (nil, let inbox?):
            let members = try inbox.mapping(required: ["folder"])
            return .inbox(Inbox(folder: folder.path(to: try members.require("folder").text())))
        case (nil, nil):
            throw node.error("this recipient has no channel", expected: "one of: webhook, inbox")
        case (_?, let inbox?):
            throw inbox.error("this recipient has two channels", expected: "one of: webhook, inbox")
        }
    }

    private static func webhook(_ node: YAMLNode, in folder: Folder) throws(YAMLError) -> Webhook {
        let members = try node.mapping(
            required: ["url"], optional: ["secret", "secret-file", "allow-private-addresses"])
        let urlNode = try members.require("url")
        let url = try urlNode.text()
        // The URL itself is a secret, so it is not repeated.
        guard Self.isURL(url) else { throw urlNode.error("this is no URL", expected: "https://HOST/PATH") }
        let allowsPrivate = try members["allow-private-addresses"]?.boolean() ?? false
        return Webhook(
            url: Secret(url), secret: try Self.secret(members, of: node, in: folder),
            addresses: allowsPrivate ? .any : .publicOnly)
    }

    /// Whether a text is a URL of HTTP with a host, and without a user's name, which the client would refuse.
    private static func isURL(_ text: String) -> Bool {
        guard let scheme = ["https://", "http://"].first(where: text.hasPrefix),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f })
        else { return false }
        let host = text.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
        return !host.isEmpty && !host.contains("@")
    }

    private static func secret(
        _ members: YAMLMapping, of node: YAMLNode, in folder: Folder
    ) throws(YAMLError) -> WebhookSecret {
        let text: String
        let place: YAMLNode
        switch (members["secret"], members["secret-file"]) {
        case (let secret?, nil): (text, place) = (try secret.text(), secret)
        case (nil, let file?):
            let path = folder.path(to: try file.text())
            do {
                text = try BoundedFile.text(at: path, limitBytes: 4_096).split(whereSeparator: \.isNewline).joined()
            } catch {
                throw file.error("the file \(path) cannot be read: \(error.reason)")
            }
            place = file
        case (nil, nil): throw node.error("this webhook has no secret", expected: "one of: secret, secret-file")
        case (_?, let file?): throw file.error("this webhook has two secrets", expected: "one of: secret, secret-file")
        }
        guard let secret = WebhookSecret(text) else {
            throw place.error(
                "this is no secret of Standard Webhooks", expected: "whsec_ and 24 to 64 bytes in base 64")
        }
        return secret
    }
}

/// The folder of the file, from which the paths in it begin.
private struct Folder {
    private let prefix: Substring

    init(of file: String) {
        self.prefix = file.lastIndex(of: "/").map { file[...$0] } ?? ""
    }

    func path(to path: String) -> String { path.hasPrefix("/") ? path : self.prefix + path }
}
