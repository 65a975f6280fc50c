import Crypto
import HTTP
import Kit
import Testing

/// The door for events over HTTP of a campus, open to its office.
struct OpenDoor {
    /// What the office shows.
    static let token = "a-token-of-the-office"

    let campus: Campus
    /// Where events are posted.
    let url: String

    /// Lends a campus whose register and whose activity service run.
    static func lending(
        on broker: TestBroker, rate: String = "1000", _ body: @Sendable (OpenDoor) async throws -> Void
    ) async throws {
        try await Campus.lending(
            on: broker, services: [.registry, .activity],
            preparing: { try Self.prepare($0, rate: rate) }
        ) { campus in
            try await body(try await OpenDoor(of: campus))
        }
    }

    /// The same on servers of its own.
    static func lending(on servers: Servers, _ body: @Sendable (OpenDoor) async throws -> Void) async throws {
        try await Campus.lending(
            on: servers, services: [.registry, .activity], preparing: { try Self.prepare($0, rate: "1000") }
        ) { campus in
            try await body(try await OpenDoor(of: campus))
        }
    }

    private static func prepare(_ installation: Installation, rate: String) throws {
        let digest = SHA256.digest(of: Array(Self.token.utf8)).hex
        let tokens = try installation.file("tokens", "# the office\n\(digest) \(OutsideEvent.source)\n")
        installation.set("GUOYING_ACTIVITY_HTTP_PORT", to: "0")
        installation.set("GUOYING_ACTIVITY_HTTP_TOKENS", to: tokens)
        installation.set("GUOYING_ACTIVITY_HTTP_RATE", to: rate)
    }

    private init(of campus: Campus) async throws {
        var log = ""
        let isOpen = try await eventually(within: .seconds(30)) {
            log = await campus.installation.log(of: .activity)
            return log.contains("taking events over HTTP")
        }
        try #require(isOpen, "\(log)")
        let line = log.split(separator: "\n").first { $0.contains("taking events over HTTP") } ?? ""
        let address = line.split(separator: "\"events\":\"").last?.prefix { $0 != "\"" } ?? ""
        self.campus = campus
        self.url = "http://\(address)/events"
    }

    /// Posts by the SDK, and returns a line for each answer.
    func post(_ lines: [String], token: String = Self.token) async throws -> [String] {
        let file = try self.campus.installation.file("requests.jsonl", lines.joined(separator: "\n"))
        let program = try self.campus.installation.python("post.py", [self.url, token, file])
        guard await program.wait() == 0 else { throw Program.Failure(description: program.errors) }
        return program.output.split(separator: "\n").map(String.init)
    }

    /// Posts an event by a client of ours.
    func post(_ event: OutsideEvent) async throws -> IncomingResponse {
        try await self.send(.post, type: "application/cloudevents+json", body: event.structured)
    }

    /// Sends whatever it may be by a client of ours.
    func send(_ method: Method, type: String, body: String) async throws -> IncomingResponse {
        let client = try Client()
        var request = OutgoingRequest(
            method, self.url, headers: ["Content-Type": type, "Authorization": "Bearer \(Self.token)"],
            body: Array(body.utf8))
        request.addresses = .any
        request.deadline = .seconds(60)
        let answer = try await client.send(request)
        await client.close()
        return answer
    }
}
