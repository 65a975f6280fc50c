internal import Domain
internal import HTTP
internal import JSON
internal import Kafka
internal import Messages
internal import Pipeline
internal import ServiceKit
internal import Synchronization

/// The way in for systems that do not speak Kafka: `POST /events`, answered once the broker has acknowledged all that
/// the request carries. What it takes goes to the intake topic, as if it had come by Kafka.
final class EventDoor: Service {
    private let address: ListeningAddress
    private let tokens: DoorTokens
    private let rate: Int
    private let runtime: Runtime
    private let topic: String
    private let intake: IntakeTopics
    private let used = Mutex<[String: RateLimit]>([:])
    private let requests: MetricFamily<Counter>

    /// How long the broker may take to acknowledge: shorter than proxies and clients wait for an answer, and longer
    /// than a partition is without a leader.
    private static let patience = Duration.seconds(10)

    /// A door that opens once it runs.
    init(at address: ListeningAddress, tokens: DoorTokens, rate: Int, intake: IntakeTopics, runtime: Runtime) {
        self.address = address
        self.tokens = tokens
        self.rate = rate
        self.runtime = runtime
        self.topic = runtime.topics.activityIntake.name
        self.intake = intake
        self.requests = runtime.metrics.counters(
            "guoying_http_events_total",
            help: "Events taken over HTTP, and requests that were not, by the status of the answer.",
            labels: ["status"])
    }

    /// Serves until it is asked to stop.
    func run() async throws {
        let producer = try Producer(settings: self.runtime.kafka.delivering(within: Self.patience))
        var router = Router()
        router.post("/events") { [self] request in await self.answer(request, producer) }
        let log = self.runtime.log
        let server = Server(
            at: self.address, router: router, limits: ServerLimits(bodyBytes: Limits.requestBytes)
        ) { failure in
            log.error("a request failed", metadata: ["route": failure.route, "error": "\(failure.error)"])
        }
        try await server.run { [address] port in
            log.info("taking events over HTTP", metadata: ["events": "\(address.host):\(port)"])
        } until: {
            await gracefulShutdown()
        }
        await producer.close(within: .seconds(5))
    }

    private func answer(_ request: Request, _ producer: Producer) async -> Response {
        guard let bearer = self.tokens.bearer(request.headers.first("Authorization")) else {
            return self.refusal(
                401, "a token that is known is expected: Authorization: Bearer TOKEN", ["WWW-Authenticate": "Bearer"])
        }
        let posted: PostedEvents
        do throws(PostedEvents.Refusal) {
            posted = try PostedEvents(
                request, for: self.topic, at: Instant(microseconds: self.runtime.clock.now()))
        } catch {
            // What is refused costs as much as an event.
            return self.take(1, of: bearer).map { self.excess($0) } ?? self.refusal(error)
        }
        for source in posted.sources where !bearer.sources.contains(source) {
            return self.refusal(403, "this token does not speak for the source of the event")
        }
        for source in posted.sources where !self.intake.allows(source, on: self.topic) {
            return self.refusal(403, "the topic is not bound to the source of the event")
        }
        if let wait = self.take(posted.records.count, of: bearer) { return self.excess(wait) }
        for outcome in await producer.send(posted.records) {
            guard case .failure(let error) = outcome else { continue }
            self.runtime.log.warning("an event that came over HTTP is not stored", metadata: ["error": "\(error)"])
            return self.refusal(
                503, "the broker has not acknowledged all of it; send it again, what was taken stays as it is",
                ["Retry-After": "5"])
        }
        self.requests["202"].increment(by: posted.records.count)
        return Response(status: 202)
    }

    private func take(_ count: Int, of bearer: DoorTokens.Bearer) -> Int? {
        self.used.withLock { used in
            let now = ContinuousClock.now
            return used[bearer.digest, default: RateLimit(perSecond: self.rate, at: now)].take(count, at: now)
        }
    }

    private func excess(_ wait: Int) -> Response {
        self.refusal(
            429, "no more than \(self.rate) events a second; try again in \(wait) s", ["Retry-After": "\(wait)"])
    }

    private func refusal(_ refusal: PostedEvents.Refusal) -> Response {
        let place = refusal.fault.field.isEmpty ? "" : " at \(refusal.fault.field)"
        let sentence =
            refusal.status == 415
            ? "the content is no CloudEvent: send application/cloudevents+json, application/cloudevents-batch+json, or "
                + "the attributes as ce- fields"
            : "nothing of the request was taken: \(refusal.fault.code.rawValue)\(place)"
        return self.refusal(refusal.status, sentence, fault: refusal.fault, index: refusal.index)
    }

    /// An answer by RFC 9457.
    private func refusal(
        _ status: Int, _ sentence: String, _ headers: Headers = Headers(), fault: Fault? = nil, index: Int? = nil
    ) -> Response {
        self.requests["\(status)"].increment()
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("status")
            writer.integer(Int64(status))
            writer.key("detail")
            writer.string(sentence)
            if let fault {
                writer.key("code")
                writer.string(fault.code.rawValue)
                writer.key("field")
                writer.string(fault.field)
            }
            if let index {
                writer.key("index")
                writer.integer(Int64(index))
            }
        }
        var headers = headers
        headers.add("Content-Type", "application/problem+json")
        return Response(status: status, headers: headers, body: .bytes(writer.bytes))
    }
}
