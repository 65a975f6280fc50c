/// Keeps one message from drowning all others: within a window each is said so often, the rest are counted, and the
/// count is said when the window is over.
struct RepetitionLimiter: Sendable {
    private struct Subject: Hashable {
        let label: String
        let message: String
    }

    private struct Repetition {
        var count = 0
        var last: LogLine
    }

    private let limit: Int
    private let windowMicroseconds: Int64
    private var windowEnd = Int64.min
    private var repetitions: [Subject: Repetition] = [:]

    init(limit: Int, windowMicroseconds: Int64) {
        self.limit = limit
        self.windowMicroseconds = windowMicroseconds
    }

    /// The lines to write now that `line` has been said: what the last window left unsaid, and the line or nothing.
    mutating func admit(_ line: LogLine, at now: Int64) -> [LogLine] {
        var lines: [LogLine] = []
        if now >= self.windowEnd || now < self.windowEnd - self.windowMicroseconds {
            lines = self.unsaid()
            self.repetitions.removeAll(keepingCapacity: true)
            self.windowEnd = now + self.windowMicroseconds
        }
        let subject = Subject(label: line.label, message: line.message)
        self.repetitions[subject, default: Repetition(last: line)].count += 1
        self.repetitions[subject]?.last = line
        if self.repetitions[subject]?.count ?? 0 <= self.limit { lines.append(line) }
        return lines
    }

    /// The last line of every message that was said too often, with how many like it were left out.
    private func unsaid() -> [LogLine] {
        self.repetitions.values.filter { $0.count > self.limit }
            .sorted { ($0.last.label, $0.last.message) < ($1.last.label, $1.last.message) }
            .map { repetition in
                var line = repetition.last
                line.metadata.append((key: "repeated", value: "\(repetition.count - self.limit)"))
                return line
            }
    }
}
