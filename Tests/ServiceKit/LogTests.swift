import FoundationEssentials
import Testing

@testable import ServiceKit

@Suite(.timeLimit(.minutes(1))) struct `A log` {
    /// 2021-05-05T02:22:49.123456Z
    private static let instant: Int64 = 1_620_181_369_123_456

    private struct Line: Decodable, Equatable {
        let time: String
        let level: String
        let message: String
        let label: String
        let metadata: [String: String]?
    }

    private func logger(
        _ recording: Recording, level: Logger.Level = .info, format: LogFormat = .json,
        now: @escaping @Sendable () -> Int64 = { instant }
    ) -> Logger {
        Logger(
            label: "activity.intake",
            system: LoggingSystem(level: level, format: format, to: recording.stream, now: now))
    }

    private func decoded(_ recording: Recording) throws -> [Line] {
        try recording.lines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    }

    @Test func `is JSON where nobody reads it`() throws {
        let recording = try Recording()

        self.logger(recording, format: .auto).warning(
            "fell behind", metadata: ["topic": "a\"b\\c\n\u{1}中", "lag": "7"])

        #expect(
            try self.decoded(recording) == [
                Line(
                    time: "2021-05-05T02:22:49.123Z", level: "warning", message: "fell behind",
                    label: "activity.intake", metadata: ["topic": "a\"b\\c\n\u{1}中", "lag": "7"])
            ])
    }

    @Test func `is aligned text for a person`() throws {
        let recording = try Recording()
        let logger = self.logger(recording, format: .text)

        logger.info("took a partition over", metadata: ["partition": "3", "why": "it was\nfree", "by": ""])
        logger.critical("stopped")

        #expect(
            recording.text == """
                02:22:49.123 info     activity.intake      took a partition over partition=3 why="it was free" by=""
                02:22:49.123 critical activity.intake      stopped

                """)
    }

    @Test func `leaves out what is below its level, and does not compute it`() throws {
        let recording = try Recording()
        var computed = 0
        func text() -> String {
            computed += 1
            return "x"
        }
        let logger = self.logger(recording, level: .warning)

        logger.trace("a", metadata: ["x": text()])
        logger.debug("b", metadata: ["x": text()])
        logger.info("c", metadata: ["x": text()])
        logger.notice("d", metadata: ["x": text()])
        logger.warning("e", metadata: ["x": text()])
        logger.error("f")

        #expect(computed == 1)
        #expect(try self.decoded(recording).map(\.message) == ["e", "f"])
    }

    @Test func `cuts what is too long for a line`() throws {
        let recording = try Recording()

        self.logger(recording).info("long", metadata: ["value": String(repeating: "长", count: 100_000)])

        #expect(try self.decoded(recording).first?.metadata?["value"]?.count == LogLine.longestValue + 1)
    }

    @Test func `never mixes the lines of several tasks`() async throws {
        let recording = try Recording()
        let logger = self.logger(recording)
        let value = String(repeating: "x", count: 1_500)

        await withTaskGroup { group in
            for task in 0..<8 {
                group.addTask {
                    for _ in 0..<10 { logger.info("busy", metadata: ["task": "\(task)", "value": value]) }
                }
            }
        }

        let lines = try self.decoded(recording)
        #expect(lines.count == 80)
        #expect(lines.allSatisfy { $0.metadata?["value"] == value })
    }

    @Test func `counts what is said too often, and says how often`() throws {
        let recording = try Recording()
        let clock = ManualClock(Self.instant)
        let logger = self.logger(recording) { clock.now() }

        for number in 1...150 { logger.error("cannot connect", metadata: ["attempt": "\(number)"]) }
        logger.info("something else")
        clock.advance(by: .seconds(11))
        logger.error("cannot connect", metadata: ["attempt": "151"])

        let lines = try self.decoded(recording)
        #expect(lines.count == 100 + 1 + 2)
        #expect(lines[100].message == "something else")
        #expect(lines[101].metadata == ["attempt": "150", "repeated": "50"])
        #expect(lines[102].metadata == ["attempt": "151"])
    }

    @Test func `goes on when the clock is set back`() throws {
        let recording = try Recording()
        let clock = ManualClock(Self.instant)
        let logger = self.logger(recording) { clock.now() }

        for _ in 1...101 { logger.error("cannot connect") }
        clock.set(0)
        logger.error("cannot connect")

        #expect(try self.decoded(recording).last?.time == "1970-01-01T00:00:00.000Z")
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000_000, "2000-02-29T00:00:00.000Z"),
            (253_402_300_799_999_999, "9999-12-31T23:59:59.999Z"), (1_735_603_200_000_000, "2024-12-31T00:00:00.000Z"),
        ] as [(Int64, String)])
    func `writes instants in UTC`(instant: Int64, text: String) {
        #expect(InstantText.text(instant) == text)
    }
}
