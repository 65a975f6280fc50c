public import Domain

/// An activity event with its envelope.
public typealias ActivityMessage = Message<ActivityEvent>

extension Message where Body == ActivityEvent {
    /// How far ahead of its acceptance an event may speak: what clocks may differ by, in seconds.
    public static var futureToleranceSeconds: Int64 { 600 }

    /// The instant to which it belongs: `startedAt`, else `time`; nil where it says neither.
    public var occurred: Instant? { self.body.held?.startedAt ?? self.envelope.time }

    /// What condemns the event although it is well-formed, as far as it can be seen from the event alone: it speaks of
    /// what lies ahead of its acceptance, or of another source's record. nil where nothing does.
    public func fault(acceptedAt acceptance: Instant) -> Fault? {
        let latest = Instant(microseconds: acceptance.microseconds + Self.futureToleranceSeconds * 1_000_000)
        if let startedAt = self.body.held?.startedAt, startedAt > latest { return Fault(.future, at: "data.startedAt") }
        if let time = self.envelope.time, time > latest { return Fault(.future, at: "time") }
        switch self.body {
        case .held:
            return nil
        case .corrected(_, of: let target):
            return self.owns(target) ? nil : Fault(.sourceNotAllowed, at: "data.corrects.source")
        case .retracted(let target):
            return self.owns(target) ? nil : Fault(.sourceNotAllowed, at: "data.retracts.source")
        case .watermark(let watermark):
            return watermark.until > latest ? Fault(.future, at: "data.until") : nil
        }
    }

    private func owns(_ target: ActivityEvent.Target) -> Bool {
        target.source.rawValue.utf8.elementsEqual(self.envelope.source.utf8)
    }
}
