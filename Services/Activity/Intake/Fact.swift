internal import Crypto
internal import Domain
internal import Machines
internal import Messages
internal import Pipeline

/// An event on its way into the record of what happened: of one and the same many parts of a transaction speak.
final class Fact: Sendable {
    /// What it says.
    let message: ActivityMessage
    /// What carried it.
    let record: CarriedRecord
    /// When it was first taken in, by the business clock. Waiting does not change it.
    let accepted: Instant
    /// Of a watermark: how far its topic went when it was read.
    let ends: TopicEnds?
    /// Where it has waited until now; `nil` for one that has just come.
    let berth: Berth?

    /// The key behind which an event waits, and its number there.
    struct Berth: Hashable, Sendable {
        let key: ParkingKey
        let number: Int64
    }

    init(
        _ message: ActivityMessage, carriedBy record: CarriedRecord, accepted: Instant, ends: TopicEnds? = nil,
        berth: Berth? = nil
    ) {
        self.message = message
        self.record = record
        self.accepted = accepted
        self.ends = ends
        self.berth = berth
    }

    /// When it became known: when its source recorded it, and never later than it was accepted.
    var recorded: Instant { min(self.message.envelope.recorded ?? self.accepted, self.accepted) }

    /// The record that it corrects or takes back.
    var target: ActivityEvent.Target? {
        switch self.message.body {
        case .corrected(_, of: let target), .retracted(let target): target
        case .held, .watermark: nil
        }
    }

    /// Whether it says something about a record, and can be named by a correction.
    var isVersion: Bool {
        switch self.message.body {
        case .held, .corrected, .retracted: true
        case .watermark: false
        }
    }

    /// What triage needs to know of it.
    var candidate: Triage<ParkingKey>.Candidate {
        var needs: [ParkingKey] = []
        if let unit = self.message.body.unit { needs.append(.unit(unit.rawValue)) }
        if let target = self.target { needs.append(.target(target.identity)) }
        for link in self.message.body.held?.links ?? [] {
            needs.append(.target(link.target.identity))
            if let item = link.item { needs.append(.item(link.target.identity, item)) }
        }
        return Triage.Candidate(
            identity: self.message.identity, content: self.message.content, needs: needs,
            provides: self.isVersion ? .target(self.message.identity) : nil)
    }
}

extension Fact: Parkable {
    var identity: Digest16 { self.message.identity }

    var waitsBehind: ParkingKey? { self.berth?.key }

    var source: String { self.message.envelope.source }

    var refusalOfConflict: Fault { Fault(.conflictingDuplicate, at: "id") }

    func refusal(missing key: ParkingKey) -> Fault {
        switch (key, self.message.body) {
        case (.unit, _): Fault(.unknownUnit, at: "data.unit")
        case (.target, .retracted): Fault(.unknownTarget, at: "data.retracts")
        case (.target(let identity), .corrected(_, of: let target)) where target.identity == identity:
            Fault(.unknownTarget, at: "data.corrects")
        case (.target(let identity), let body):
            Fault(.unknownTarget, at: "data.\(body.held?.member(linkingTo: identity) ?? "")")
        case (.item(let identity, let item), let body):
            Fault(.unknownTarget, at: "data.\(body.held?.member(linkingTo: identity, item: item) ?? "")")
        }
    }
}

/// How far each partition of a topic went at one moment: what a watermark vouches for lies before that.
struct TopicEnds: Hashable, Sendable {
    /// The cluster whose topic it was.
    let cluster: String
    /// The offset behind the last record, by partition.
    let ends: [Int64]
}
