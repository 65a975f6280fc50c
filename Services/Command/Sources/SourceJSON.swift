internal import Domain
internal import JSON

/// Sources as one JSON object.
struct SourceJSON {
    private let sources: [SourceStatus]
    private let asOf: Instant

    /// Sources, as of now.
    init(_ sources: [SourceStatus], asOf: Instant) {
        self.sources = sources
        self.asOf = asOf
    }

    /// The object.
    var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.text("asOf", self.asOf.description)
            writer.key("sources")
            writer.array { writer in
                for source in self.sources { writer.object { self.write(source, into: &$0) } }
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private func write(_ source: SourceStatus, into writer: inout JSONWriter) {
        writer.text("source", source.source.rawValue)
        writer.text("name", source.slowest?.duty.name)
        writer.text("owner", source.slowest?.duty.owner.description)
        writer.key("behind")
        writer.boolean(source.isBehind(asOf: self.asOf))
        writer.text("noticeSince", source.noticeSince?.description)
        writer.text("lastReceived", source.newest?.description)
        writer.objects("expected", source.expectations) { expectation, writer in
            writer.text("unit", expectation.duty.unit.rawValue)
            writer.texts("kinds", expectation.duty.kinds.map(\.rawValue).sorted())
            writer.text("every", expectation.duty.every.description)
            writer.text("until", expectation.last?.until.description)
            writer.text("recorded", expectation.last?.recorded.description)
            writer.text("nextDue", expectation.nextDue.description)
        }
        writer.texts("withoutEvent", source.silentKinds)
        writer.objects("taken", source.counts) { count, writer in
            writer.text("kind", count.kind)
            writer.number("accepted", count.accepted)
            writer.number("duplicate", count.duplicate)
            writer.number("delayed", count.delayed)
            writer.number("corrected", count.corrected)
            writer.text("lastReceived", count.newest.description)
        }
        writer.objects("refused", source.refusals) { refusal, writer in
            writer.text("code", refusal.code)
            writer.text("field", refusal.field)
            writer.number("count", refusal.count)
            writer.number("open", refusal.open)
        }
        writer.objects("parked", source.parked) { parked, writer in
            writer.text("key", parked.key)
            writer.number("count", parked.count)
            writer.text("since", parked.since.description)
        }
        writer.objects("stopped", source.stopped) { stopped, writer in
            writer.text("unit", stopped.unit.rawValue)
            writer.text("kind", stopped.kind.rawValue)
            writer.text("lastHeld", stopped.newest.description)
            writer.number("usualDays", stopped.usualSeconds / 86_400)
        }
        writer.objects("pendingWatermarks", source.pending) { pending, writer in
            writer.text("until", pending.until.description)
            writer.text("recorded", pending.recorded.description)
            writer.text("topic", pending.topic)
            writer.number("missing", pending.missing)
        }
    }
}
