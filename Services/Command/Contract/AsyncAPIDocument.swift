internal import JSON
internal import Messages

/// What outsiders may send and read, as an AsyncAPI 3 document: topics, messages, schemas.
struct AsyncAPIDocument {
    private let documents: [SchemaDocument]
    private let topics: Topics

    /// A document of an installation's topics.
    init(_ documents: [SchemaDocument], _ topics: Topics) {
        self.documents = documents.filter { $0.name.contains(".v1") }
        self.topics = topics
    }

    /// A topic, who sends to it, and which messages it carries.
    private struct Channel {
        let topic: Topic
        let key: String
        /// What an outsider does with it.
        let action: String
        /// The keys of its messages.
        let messages: [String]
    }

    /// The document.
    ///
    /// - Throws: `JSONError` where a schema is no JSON.
    func json() throws -> [UInt8] {
        let channels = self.channels
        let schemas = try self.schemas()
        var writer = JSONWriter()
        writer.object { writer in
            writer.text("asyncapi", "3.0.0")
            writer.key("info")
            writer.object { writer in
                writer.text("title", "Guoying 过硬")
                writer.text("version", "1.0.0")
                writer.text(
                    "description",
                    "CloudEvents 1.0 over Kafka, in binary or structured mode. What Guoying sends is in binary mode.")
            }
            writer.text("defaultContentType", "application/json")
            writer.key("channels")
            writer.object { writer in for channel in channels { Self.write(channel, into: &writer) } }
            writer.key("operations")
            writer.object { writer in for channel in channels { Self.writeOperation(channel, into: &writer) } }
            writer.key("components")
            writer.object { writer in
                writer.key("messages")
                writer.object { writer in
                    for document in self.documents { Self.write(document, into: &writer) }
                    Self.writeDeadLetter(into: &writer)
                }
                writer.key("schemas")
                writer.object { writer in
                    writer.key("cloudEventHeaders")
                    Self.writeHeaders(
                        [
                            "ce_specversion", "ce_type", "ce_source", "ce_id", "ce_subject", "ce_time",
                            "ce_recordedtime", "ce_authid", "content-type",
                        ], required: ["ce_specversion", "ce_type", "ce_source", "ce_id"], into: &writer)
                    writer.key("deadLetterHeaders")
                    Self.writeHeaders(
                        DeadLetterHeaders.names, required: ["dlq-error-code", "dlq-original-topic"], into: &writer)
                    for (key, schema) in schemas {
                        writer.key(key)
                        writer.raw(schema.span)
                    }
                }
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    /// The channels, in the order of the topics. Whoever reads it sends what the channel receives.
    private var channels: [Channel] {
        self.topics.all.compactMap { topic in
            let noun = String(topic.name.dropFirst(self.topics.prefix.count))
            let described = self.documents.filter { Self.prefixes(of: noun).contains(where: $0.name.hasPrefix) }
            let messages = noun.hasSuffix(".dead-letters") ? [Self.deadLetter] : described.map(\.key)
            guard !messages.isEmpty else { return nil }
            let isSentTo = [".commands", ".intake", ".rehearsal"].contains(where: noun.hasSuffix)
            return Channel(
                topic: topic, key: Self.key(noun), action: isSentTo ? "receive" : "send", messages: messages)
        }
    }

    /// How the names of the messages begin that a topic carries.
    private static func prefixes(of noun: String) -> [String] {
        let activities = ["activity.held", "activity.corrected", "activity.retracted", "activity.watermark"]
        let answers = ["command-rejected", "recovered", "skipped", "lane-resumed"]
        return switch noun {
        case "activity.intake", "activity.rehearsal": activities
        case "activity.rehearsal-answers": ["activity.rehearsed"]
        case "activity.notices": ["activity.source-quality"]
        case "activity.journal": activities + ["activity.letter-dismissed"] + answers
        case "activity.commands": ["activity.dismiss-letter"]
        case "registry.commands": ["registry.import-begin.", "registry.import-rows.", "registry.import-commit"]
        case "registry.journal":
            ["registry.import-begun", "registry.import-rows-taken", "registry.imported", "registry.import-checked"]
                + answers
        case "supervision.commands": ["supervision.waive.", "supervision.revoke-waiver"]
        case "supervision.journal": ["supervision.waived", "supervision.waiver-revoked"] + answers
        case "supervision.alerts": ["supervision.alert"]
        default: []
        }
    }

    /// `activity.intake` as one word: `activityIntake`.
    private static func key(_ noun: String) -> String {
        let words = noun.split { $0 == "." || $0 == "-" }
        return words.enumerated().map { $0.offset == 0 ? String($0.element) : $0.element.capitalizedFirst }.joined()
    }

    private static func write(_ channel: Channel, into writer: inout JSONWriter) {
        writer.key(channel.key)
        writer.object { writer in
            writer.text("address", channel.topic.name)
            writer.text("description", channel.topic.content)
            writer.key("messages")
            writer.object { writer in
                for message in channel.messages {
                    writer.key(message)
                    writer.object { $0.text("$ref", "#/components/messages/\(message)") }
                }
            }
            writer.key("bindings")
            writer.object { writer in
                writer.key("kafka")
                writer.object { writer in
                    writer.text("topic", channel.topic.name)
                    writer.number("partitions", Int64(channel.topic.partitions))
                    writer.text("bindingVersion", "0.5.0")
                }
            }
        }
    }

    private static func writeOperation(_ channel: Channel, into writer: inout JSONWriter) {
        writer.key("\(channel.action)\(channel.key.capitalizedFirst)")
        writer.object { writer in
            writer.text("action", channel.action)
            writer.key("channel")
            writer.object { $0.text("$ref", "#/channels/\(channel.key)") }
        }
    }

    private static func write(_ document: SchemaDocument, into writer: inout JSONWriter) {
        self.write(document.key, document.title, headers: "cloudEventHeaders", into: &writer) { payload in
            payload.text("schemaFormat", "application/schema+json;version=draft-2020-12")
            payload.key("schema")
            payload.object { $0.text("$ref", "#/components/schemas/\(document.key)") }
        }
    }

    private static func write(
        _ key: String, _ title: String, headers: String, into writer: inout JSONWriter,
        _ payload: (inout JSONWriter) -> Void
    ) {
        writer.key(key)
        writer.object { writer in
            writer.text("name", key)
            writer.text("title", title)
            writer.key("headers")
            writer.object { $0.text("$ref", "#/components/schemas/\(headers)") }
            writer.key("payload")
            writer.object { payload(&$0) }
        }
    }

    /// The key of the message that is a letter about a refused record.
    private static let deadLetter = "dead-letter"

    private static func writeDeadLetter(into writer: inout JSONWriter) {
        let title = "a record that was refused, as it came, with what was wrong with it"
        self.write(self.deadLetter, title, headers: "deadLetterHeaders", into: &writer) { payload in
            payload.text("description", "the record's value, at most 64 KiB; none where a privacy form forbids it")
        }
    }

    /// Headers, each a text: the CloudEvents attributes in binary mode, or what a letter says.
    private static func writeHeaders(_ names: [String], required: [String], into writer: inout JSONWriter) {
        writer.object { writer in
            writer.text("type", "object")
            writer.key("properties")
            writer.object { writer in
                for name in names {
                    writer.key(name)
                    writer.object { $0.text("type", "string") }
                }
            }
            writer.texts("required", required)
        }
    }

    /// The schemas by their keys, without the identifiers that they have where they stand alone.
    private func schemas() throws -> [(key: String, json: [UInt8])] {
        var reader = DocumentReader()
        return try self.documents.map { document in
            try reader.read(document.json) { root in
                var writer = JSONWriter()
                writer.object { writer in
                    root.forEachMember { name, value in
                        let name = String(decoding: Array(copying: name), as: UTF8.self)
                        guard name != "$schema", name != "$id" else { return }
                        writer.key(name)
                        writer.element(value)
                    }
                }
                return (document.key, writer.bytes)
            }
        }
    }
}

extension StringProtocol {
    /// The text with a capital at its beginning.
    fileprivate var capitalizedFirst: String { self.prefix(1).uppercased() + self.dropFirst() }
}
