import Glibc
import Kit
import Synchronization
import Testing

@testable import ServiceKit

/// Writes down what happens, in order.
private final class Diary: Sendable {
    private let entries = Mutex<[String]>([])

    func write(_ entry: String) { self.entries.withLock { $0.append(entry) } }
    var text: [String] { self.entries.withLock { $0 } }
}

/// A service that runs as it is told.
private struct Actor: Service {
    enum Ending: Sendable {
        /// When it is asked to.
        case asked
        /// When it is asked to, with an error.
        case late(any Error & Sendable)
        /// Before it is asked to.
        case early
        /// At once, with an error.
        case failing(any Error & Sendable)
        /// When it is cancelled.
        case cancelled
        /// When somebody else says so, whatever is asked of it.
        case stubborn(AsyncStream<Void>)
    }

    let name: String
    let ending: Ending
    let diary: Diary

    func run() async throws {
        self.diary.write("\(self.name) runs")
        defer { self.diary.write("\(self.name) ends") }
        switch self.ending {
        case .asked: await gracefulShutdown()
        case .late(let error):
            await gracefulShutdown()
            throw error
        case .early: return
        case .failing(let error): throw error
        case .cancelled: try await Task.sleep(for: .seconds(50))
        case .stubborn(let stream):
            // Not cancelled by the cancellation of this task: the stream is read by one of its own.
            let reader = Task { for await _ in stream {} }
            await reader.value
        }
    }
}

@Suite(.timeLimit(.minutes(1))) struct `A group of services` {
    private let diary = Diary()
    private let recording: Recording
    private let signals = AsyncStream.makeStream(of: Int32.self)

    init() throws {
        self.recording = try Recording()
    }

    private func group(
        _ endings: [(String, Actor.Ending)], patience: Duration = .seconds(30), exits: Diary = Diary()
    ) -> ServiceGroup {
        ServiceGroup(
            endings.map { Actor(name: $0.0, ending: $0.1, diary: self.diary) },
            logger: Logger(label: "test", system: LoggingSystem(format: .json, to: self.recording.stream)),
            patience: patience, signals: self.signals.stream, exit: { exits.write("\($0)") })
    }

    /// With what the group ends.
    private func outcome(of group: ServiceGroup) async -> ExitCode {
        do {
            try await group.run()
            return .success
        } catch {
            return error
        }
    }

    private func whenAllRun(_ count: Int) async throws {
        #expect(try await eventually { self.diary.text.count { $0.hasSuffix("runs") } == count })
    }

    @Test func `stops the last service first, one after another`() async throws {
        let group = self.group([("a", .asked), ("b", .asked), ("c", .asked)])

        async let ended = self.outcome(of: group)
        try await self.whenAllRun(3)
        self.signals.continuation.yield(SIGTERM)
        let code = await ended

        #expect(code == .success)
        #expect(self.diary.text.suffix(3) == ["c ends", "b ends", "a ends"])
        #expect(self.recording.text == "")
    }

    @Test func `stops all when one of them fails, says so once, and ends with 1`() async throws {
        struct Torn: Error {}
        let group = self.group([("a", .asked), ("b", .failing(Torn())), ("c", .asked)])

        let code = await self.outcome(of: group)

        #expect(code == .failure)
        #expect(self.diary.text.suffix(2) == ["c ends", "a ends"])
        #expect(self.recording.lines.count == 1)
        #expect(self.recording.text.contains(#""message":"a service failed""#))
        #expect(self.recording.text.contains(#""metadata":{"service":"Actor","error":"Torn()"}"#))
    }

    @Test func `ends with the status of the first error`() async throws {
        let group = self.group([("a", .late(ValidationError("second"))), ("b", .failing(ExitCode.unreachable))])

        let code = await self.outcome(of: group)

        #expect(code == .unreachable)
    }

    @Test func `takes a service that ends unasked for a failure`() async throws {
        let group = self.group([("a", .asked), ("b", .early)])

        let code = await self.outcome(of: group)

        #expect(code == .failure)
        #expect(self.recording.text.contains("a service ended before it was asked to"))
        #expect(self.diary.text.last == "a ends")
    }

    @Test func `fails when a service fails while it stops`() async throws {
        let group = self.group([("a", .asked), ("b", .late(ValidationError("lost the last batch")))])

        async let ended = self.outcome(of: group)
        try await self.whenAllRun(2)
        self.signals.continuation.yield(SIGINT)
        let code = await ended

        #expect(code == .validationFailure)
        #expect(self.diary.text.last == "a ends")
    }

    @Test func `cancels whoever does not stop in time`() async throws {
        let group = self.group([("a", .asked), ("b", .cancelled)], patience: .milliseconds(50))

        async let ended = self.outcome(of: group)
        try await self.whenAllRun(2)
        self.signals.continuation.yield(SIGTERM)
        let code = await ended

        #expect(code == .failure)
        #expect(
            self.diary.text.suffix(2) == ["b ends", "a ends"] || self.diary.text.suffix(2) == ["a ends", "b ends"])
        #expect(self.recording.text.contains("services did not stop in time and are cancelled"))
    }

    @Test func `leaves although a service does not even heed its cancellation`() async throws {
        let exits = Diary()
        let (stream, stubborn) = AsyncStream.makeStream(of: Void.self)
        let group = self.group([("a", .stubborn(stream))], patience: .milliseconds(10), exits: exits)

        async let ended = self.outcome(of: group)
        try await self.whenAllRun(1)
        self.signals.continuation.yield(SIGTERM)
        let hasLeft = try await eventually { exits.text == ["1"] }
        stubborn.finish()
        _ = await ended

        #expect(hasLeft)
        #expect(self.recording.text.contains("leaving although a service has not ended"))
    }

    @Test func `leaves at once at a second signal`() async throws {
        let exits = Diary()
        let (stream, stubborn) = AsyncStream.makeStream(of: Void.self)
        let group = self.group([("a", .stubborn(stream))], exits: exits)

        async let ended = self.outcome(of: group)
        try await self.whenAllRun(1)
        self.signals.continuation.yield(SIGTERM)
        self.signals.continuation.yield(SIGINT)
        let hasLeft = try await eventually { exits.text == ["130"] }
        stubborn.finish()
        let code = await ended

        #expect(hasLeft)
        #expect(code == .success)
    }

    @Test func `hears the process's own signals`() async throws {
        // A signal nobody else here uses, sent to this very process.
        let group = ServiceGroup(
            [Actor(name: "a", ending: .asked, diary: self.diary)], logger: Logger(label: "test"),
            signals: ProcessSignals.stream([SIGUSR2]))

        async let ended = self.outcome(of: group)
        try await self.whenAllRun(1)
        kill(getpid(), SIGUSR2)
        let code = await ended

        #expect(code == .success)
        #expect(self.diary.text == ["a runs", "a ends"])
    }
}

@Suite(.timeLimit(.minutes(1))) struct `A graceful shutdown` {
    @Test func `ends a wait for it, also when it came before`() async {
        let shutdown = GracefulShutdown()

        await GracefulShutdown.$current.withValue(shutdown) {
            #expect(!Task.isShuttingDownGracefully)
            async let waited: Void = gracefulShutdown()
            shutdown.request()
            await waited
            await gracefulShutdown()
            #expect(Task.isShuttingDownGracefully)
        }
    }

    @Test func `is not waited for by a cancelled task`() async {
        await GracefulShutdown.$current.withValue(GracefulShutdown()) {
            let task = Task { await gracefulShutdown() }
            task.cancel()
            await task.value
        }
    }

    @Test func `calls a handler once, and not after its operation`() async {
        let shutdown = GracefulShutdown()
        let diary = Diary()

        await GracefulShutdown.$current.withValue(shutdown) {
            await withGracefulShutdownHandler {
            } onGracefulShutdown: {
                diary.write("too late")
            }
            await withGracefulShutdownHandler {
                shutdown.request()
                shutdown.request()
            } onGracefulShutdown: {
                diary.write("asked")
            }
        }

        #expect(diary.text == ["asked"])
    }

    @Test func `cancels what may be cancelled`() async {
        let shutdown = GracefulShutdown()

        await GracefulShutdown.$current.withValue(shutdown) {
            await #expect(throws: CancellationError.self) {
                try await cancelWhenGracefulShutdown {
                    shutdown.request()
                    try await Task.sleep(for: .seconds(50))
                }
            }
        }
    }

    @Test func `lets work that is done be done`() async throws {
        let value = try await cancelWhenGracefulShutdown { 7 }

        #expect(value == 7)
    }
}
