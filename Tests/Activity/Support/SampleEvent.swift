import Crypto
import Domain
import JSON
import Kafka
import Machines
import Messages
import Pipeline

@testable import Activity

/// An event as another system would send it.
struct SampleEvent: Sendable {
    var type: ActivityType
    var source = "/campus/oa"
    var id: String
    var time: String?
    var recorded: String?
    var extensions: [String: String] = [:]
    /// The members of its data, as JSON.
    var data: [String: String]

    /// Something took place.
    static func held(
        _ id: String, unit: String = "b-0103", started: String = "2021-04-09T14:30:00+08:00", kind: String = "theme-day"
    ) -> SampleEvent {
        SampleEvent(
            type: .held, id: id,
            data: ["unit": quoted(unit), "kind": quoted(kind), "startedAt": quoted(started)])
    }

    /// A record is replaced.
    static func corrected(
        _ id: String, of target: String, unit: String = "b-0103", started: String = "2021-04-09T14:30:00+08:00"
    ) -> SampleEvent {
        var event = Self.held(id, unit: unit, started: started)
        event.type = .corrected
        event.data["corrects"] = "{\"source\":\"/campus/oa\",\"id\":\(quoted(target))}"
        event.data["reason"] = "\"wrong\""
        return event
    }

    /// A record is taken back.
    static func retracted(_ id: String, of target: String) -> SampleEvent {
        SampleEvent(
            type: .retracted, id: id,
            data: [
                "retracts": "{\"source\":\"/campus/oa\",\"id\":\(quoted(target))}",
                "reason": quoted("never took place"),
            ])
    }

    /// All before an instant has been sent.
    static func watermark(_ id: String, until: String = "2021-05-01T00:00:00+08:00") -> SampleEvent {
        SampleEvent(type: .watermark, id: id, data: ["until": quoted(until)])
    }

    func from(_ source: String) -> SampleEvent {
        var event = self
        event.source = source
        return event
    }

    func recorded(_ instant: String) -> SampleEvent {
        var event = self
        event.recorded = instant
        return event
    }

    func setting(_ member: String, to json: String?) -> SampleEvent {
        var event = self
        event.data[member] = json
        return event
    }

    /// The digest that identifies it.
    var identity: Digest16 { MessageDigest.identity(source: self.source, id: self.id) }

    /// Its data as JSON.
    var json: String {
        "{" + self.data.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\($0.value)" }.joined(separator: ",") + "}"
    }

    var headers: [Header] {
        var headers = [
            Header(name: "content-type", text: "application/json"), Header(name: "ce_specversion", text: "1.0"),
            Header(name: "ce_type", text: self.type.rawValue), Header(name: "ce_source", text: self.source),
            Header(name: "ce_id", text: self.id),
        ]
        if let time = self.time { headers.append(Header(name: "ce_time", text: time)) }
        if let recorded = self.recorded { headers.append(Header(name: "ce_recordedtime", text: recorded)) }
        for (name, value) in self.extensions.sorted(by: { $0.key < $1.key }) {
            headers.append(Header(name: "ce_\(name)", text: value))
        }
        return headers
    }

    /// The record that carries it; its key is the unit, where it has one.
    func record(on topic: String = "guoying.activity.intake") -> OutgoingRecord {
        let unit = self.data["unit"].map { Array($0.utf8.dropFirst().dropLast()) }
        return OutgoingRecord(topic: topic, key: unit, value: Array(self.json.utf8), headers: self.headers)
    }

    /// The record as it is kept.
    var kept: KeptRecord {
        KeptRecord(
            key: self.record().key, headers: self.headers.map { JournalHeader(name: $0.name, value: $0.value) },
            value: Array(self.json.utf8),
            origin: DeadLetterHeaders.Origin(topic: "guoying.activity.intake", partition: 0, offset: 0))
    }

    /// The event as it was read, first taken in at `accepted`.
    func fact(
        accepted: Instant = Instant(microseconds: 1_620_000_000_000_000), waitingBehind key: ParkingKey? = nil,
        number: Int64 = 0
    ) throws -> Fact {
        var decoder = MessageDecoder<ActivityEvent>(valueLimitBytes: Limits.eventBytes)
        return Fact(
            try self.kept.message(with: &decoder), carriedBy: .kept(self.kept), accepted: accepted,
            berth: key.map { Fact.Berth(key: $0, number: number) })
    }
}

/// A text as JSON.
func quoted(_ text: String) -> String { "\"\(text)\"" }
