internal import Domain
internal import JSON
internal import Messages

/// The door for events over HTTP as an OpenAPI 3.1 document: what may be posted, and all that is answered. It refers to
/// the files of the schemas that lie beside it.
struct OpenAPIDocument {
    /// The document.
    ///
    /// - Throws: `JSONError` where a part of it is no JSON.
    func json() throws -> [UInt8] {
        let text = """
            {
              "openapi": "3.1.0",
              "info": {
                "title": "Guoying 过硬", "version": "1.0.0",
                "description": "CloudEvents 1.0 over HTTP, where GUOYING_ACTIVITY_HTTP_PORT opens a door for them."
              },
              "security": [{"token": []}],
              "paths": {"/events": {"post": \(try self.operation())}},
              "components": {
                "securitySchemes": {
                  "token": {
                    "type": "http", "scheme": "bearer",
                    "description": "A token whose SHA-256 stands in GUOYING_ACTIVITY_HTTP_TOKENS with its sources."
                  }
                },
                "schemas": {\(self.schemas)}
              }
            }
            """
        var bytes: [UInt8] = []
        var reader = DocumentReader()
        try reader.read(Array(text.utf8)) { $0.compact(into: &bytes) }
        return bytes + [UInt8(ascii: "\n")]
    }

    /// `POST /events`.
    private func operation() throws -> String {
        let theme = SampleEvent(of: .themeDay)
        let (one, other) = (try theme.text(), try SampleEvent(of: .training).text())
        return """
            {
              "operationId": "postEvents", "summary": "Events happened",
              "description": "In structured mode, as a batch of such events, or in binary mode: the data alone, with \
            the attributes as ce- fields, in which all but printable ASCII is escaped by percent signs. All events of \
            a request are taken or none is. Whoever hears nothing, or 503, sends again: an event that is there already \
            changes nothing.",
              "parameters": [\(Self.attributes.map { $0.field }.joined(separator: ", "))],
              "requestBody": {
                "required": true,
                "content": {
                  "application/cloudevents+json": {
                    "schema": {"$ref": "#/components/schemas/event"}, "examples": {"one": {"value": \(one)}}
                  },
                  "application/cloudevents-batch+json": {
                    "schema": {
                      "type": "array", "maxItems": \(Limits.batchEvents),
                      "items": {"$ref": "#/components/schemas/event"}
                    },
                    "examples": {"two": {"value": [\(one), \(other)]}}
                  },
                  "application/json": {
                    "schema": {"anyOf": [\(self.documents.map { $0.reference }.joined(separator: ", "))]},
                    "examples": {"data": {"value": \(SchemaDocument.sample(of: theme.kind))}}
                  }
                }
              },
              "responses": {\(Answer.all.map { "\"\($0.status)\": \($0.json)" }.joined(separator: ", "))}
            }
            """
    }

    /// An attribute of an event.
    private struct Attribute {
        let name: String
        let schema: String
        let example: String
        var isRequired = false

        /// As a field of a request in binary mode.
        var field: String {
            """
            {
              "name": "ce-\(self.name)", "in": "header", "schema": \(self.schema), "example": "\(self.example)",
              "description": "Of an event in binary mode\(self.isRequired ? ", where it must be" : "")."
            }
            """
        }
    }

    private static let attributes: [Attribute] = {
        let text = #"{"type": "string", "minLength": 1, "maxLength": \#(Limits.attributeBytes)}"#
        let instant = #"{"type": "string", "format": "date-time"}"#
        let types = ActivityType.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        return [
            Attribute(name: "specversion", schema: #"{"const": "1.0"}"#, example: "1.0", isRequired: true),
            Attribute(
                name: "type", schema: #"{"enum": [\#(types)]}"#, example: ActivityType.held.rawValue, isRequired: true),
            Attribute(name: "source", schema: text, example: SampleEvent.source, isRequired: true),
            Attribute(name: "id", schema: text, example: "sample-theme-day", isRequired: true),
            Attribute(name: "subject", schema: text, example: "b-0103"),
            Attribute(name: "time", schema: instant, example: "2021-04-09T14:30:00+08:00"),
            Attribute(name: "recordedtime", schema: instant, example: "2021-04-09T14:30:00+08:00"),
        ]
    }()

    /// What the data of events may be.
    private var documents: [SchemaDocument] { ActivityType.allCases.flatMap { Self.documents(of: $0) } }

    private static func documents(of type: ActivityType) -> [SchemaDocument] {
        switch type {
        case .held: ActivityKind.allCases.map { .held($0) }
        case .corrected: ActivityKind.allCases.map { .corrected($0) }
        case .retracted: [.retracted]
        case .watermark: [.watermark]
        }
    }

    /// The schemas of an event in structured mode and of an answer that is no success.
    private var schemas: String {
        let events = ActivityType.allCases.map { type in
            let data = Self.documents(of: type).map { $0.reference }.joined(separator: ", ")
            let members = Self.attributes.map { attribute in
                let schema = attribute.name == "type" ? #"{"const": "\#(type.rawValue)"}"# : attribute.schema
                return "\"\(attribute.name)\": \(schema)"
            }
            return """
                "\(type.component)": {
                  "type": "object", "required": ["specversion", "type", "source", "id", "data"],
                  "properties": {
                    \(members.joined(separator: ", ")), "datacontenttype": {"const": "application/json"},
                    "data": {"anyOf": [\(data)]}
                  }
                }
                """
        }
        let types = ActivityType.allCases.map(\.rawValue)
        let references = ActivityType.allCases.map { ##""#/components/schemas/\##($0.component)""## }
        let codes = FaultCode.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        return """
            "event": {
              "description": "A CloudEvent in JSON. Attributes that are not listed are kept and ignored.",
              "oneOf": [\(references.map { #"{"$ref": \#($0)}"# }.joined(separator: ", "))],
              "discriminator": {
                "propertyName": "type",
                "mapping": {\(zip(types, references).map { "\"\($0)\": \($1)" }.joined(separator: ", "))}
              }
            },
            \(events.joined(separator: ", ")),
            "problem": {
              "description": "Why a request was not taken (RFC 9457).",
              "type": "object", "required": ["status", "detail"],
              "properties": {
                "status": {"type": "integer"},
                "detail": {"type": "string", "description": "What is wrong, for people."},
                "code": {"enum": [\(codes)], "description": "Why an event was refused, as with dead letters."},
                "field": {"type": "string", "description": "Where the event is wrong; empty for all of it."},
                "index": {"type": "integer", "minimum": 0, "description": "Which event of a batch it is, from 0."}
              }
            }
            """
    }

    /// What a request is answered with.
    private struct Answer {
        let status: Int
        let description: String
        /// The media types that its content may have.
        var content: [String] = []
        /// The field that comes with it.
        var field: (name: String, description: String, schema: String)?

        private static let problem = "application/problem+json"
        private static let text = "text/plain"

        static let all = [
            Answer(status: 202, description: "The broker has acknowledged all events of the request."),
            Answer(
                status: 400, description: "An event is wrong, and nothing was taken; or the request is no HTTP.",
                content: [problem, text]),
            Answer(
                status: 401, description: "The token is missing, or nobody's.", content: [problem],
                field: ("WWW-Authenticate", "How a token is shown.", #"{"type": "string"}"#)),
            Answer(
                status: 403, description: "The token, or the topic, is not that of the event's source.",
                content: [problem]),
            Answer(
                status: 413,
                description: "An event has more than \(Limits.eventBytes) bytes, a batch more than "
                    + "\(Limits.batchEvents) events, or the request more than \(Limits.requestBytes) bytes.",
                content: [problem, text]),
            Answer(status: 415, description: "The content is no CloudEvent.", content: [problem]),
            Answer(
                status: 429, description: "More events a second than this token may send.", content: [problem],
                field: later),
            Answer(status: 431, description: "The fields of the request are too long.", content: [text]),
            Answer(status: 500, description: "Something went wrong here, and the log says what.", content: [text]),
            Answer(
                status: 503,
                description: "The broker has not acknowledged all in time, or the service stops: send it again.",
                content: [problem, text], field: later),
        ]

        private static let later = ("Retry-After", "After how many seconds.", #"{"type": "integer", "minimum": 0}"#)

        var json: String {
            var members = [#""description": "\#(self.description)""#]
            if let (name, description, schema) = self.field {
                members.append(#""headers": {"\#(name)": {"description": "\#(description)", "schema": \#(schema)}}"#)
            }
            if !self.content.isEmpty {
                let contents = self.content.map { #""\#($0)": {"schema": \#(Self.schema(of: $0))}"# }
                members.append(#""content": {\#(contents.joined(separator: ", "))}"#)
            }
            return "{\(members.joined(separator: ", "))}"
        }

        private static func schema(of type: String) -> String {
            type == self.problem ? ##"{"$ref": "#/components/schemas/problem"}"## : #"{"type": "string"}"#
        }
    }
}

extension ActivityType {
    /// What the schema of such an event is called: `activity.held.v1`.
    fileprivate var component: Substring { self.rawValue.dropFirst("guoying.".count) }
}

extension SampleEvent {
    /// The event as a part of a document.
    fileprivate func text() throws -> String { String(decoding: try self.json(), as: UTF8.self) }
}

extension SchemaDocument {
    /// Where its file lies, seen from the folder of the contract.
    fileprivate var reference: String { #"{"$ref": "schemas/\#(self.fileName)"}"# }
}
