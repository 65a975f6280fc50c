import Domain
import Glibc
import JSON
import Messages

/// Measures how fast one core reads events of about 600 bytes in structured mode: parsed with all checks; decoded and
/// validated; and normalised and digested as well, for the intake; then the sample of every kind, decoded and
/// validated, and of the long ones one as most are. In turns, by the processor time of the thread, since others may use
/// the machine; medians are printed.
@main
struct Main {
    /// How many events each turn reads; another number may be given.
    private static let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 40_000

    static func main() throws {
        let events = (0..<1_000).map { SampleEvent(number: $0) }
        var runs: (parsing: [Double], validating: [Double], decoding: [Double]) = ([], [], [])
        for _ in 0..<7 {
            runs.parsing.append(try Self.parse(events))
            runs.validating.append(try Self.validate(events, Self.count))
            runs.decoding.append(try Self.decode(events))
        }
        let bytes = events.reduce(0) { $0 + $1.value.count } / events.count
        for (name, seconds) in [
            ("parsed", runs.parsing), ("decoded and validated", runs.validating), ("taken in", runs.decoding),
        ] {
            let median = seconds.sorted()[3]
            print("\(name): \(Int(Double(Self.count) / median)) events/s of \(bytes) bytes")
        }
        for kind in ActivityKind.allCases { try Self.tell(kind.rawValue, SampleEvent(of: kind)) }
        // Of most kinds the sample with all that there is has about 600 bytes, of these more than twice as many.
        for kind in ActivityKind.allCases where SampleEvent(of: kind).value.count > 1_000 {
            try Self.tell("\(kind.rawValue) as most are", SampleEvent(meeting: kind))
        }
    }

    private static func tell(_ name: String, _ event: SampleEvent) throws {
        let median = try (0..<3).map { _ in try Self.validate([event], Self.count / 4) }.sorted()[1]
        print(
            "\(name), decoded and validated: \(Int(Double(Self.count / 4) / median)) events/s of "
                + "\(event.value.count) bytes")
    }

    private static func parse(_ events: [SampleEvent]) throws -> Double {
        var reader = DocumentReader()
        let values = events.map(\.value)
        let begun = processorSeconds()
        for number in 0..<Self.count {
            let length = try reader.read(values[number % values.count]) { $0.count }
            precondition(length > 0, "an event has members")
        }
        return processorSeconds() - begun
    }

    private static func validate(_ events: [SampleEvent], _ count: Int) throws -> Double {
        var decoder = EnvelopeDecoder(accepting: ActivityEvent.types, valueLimitBytes: 1 << 20)
        let headers = events[0].headers
        let values = events.map(\.value)
        let begun = processorSeconds()
        for number in 0..<count {
            let value = values[number % values.count]
            let body = try decoder.decode(headers, value: value.span) { _, type, data throws(Fault) in
                try ActivityEvent.read(data, type: type)
            }
            precondition(body.unit != nil, "an event names its unit")
        }
        return processorSeconds() - begun
    }

    private static func decode(_ events: [SampleEvent]) throws -> Double {
        var decoder = MessageDecoder<ActivityEvent>(valueLimitBytes: 1 << 20)
        let headers = events[0].headers
        let values = events.map(\.value)
        let begun = processorSeconds()
        for number in 0..<Self.count {
            let value = values[number % values.count]
            let message = try decoder.decode(headers, value: value.span)
            precondition(message.body.unit != nil, "an event names its unit")
        }
        return processorSeconds() - begun
    }
}

/// The time that this thread has computed.
private func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
