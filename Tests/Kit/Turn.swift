// A static build, as releases are, has no Testing; it builds the kit with everything else and needs nothing of this.
#if canImport(Testing)
    public import Testing

    /// Suites that start many processes take turns, in whatever target they lie: three at a time, for each of them
    /// waits more than it works.
    ///
    /// The turn is the suite's, so what its tests may take is counted from when they begin.
    public struct Turn: SuiteTrait, TestScoping {
        private static let queue = TurnQueue()

        /// Only the suite itself takes a turn; what is nested in it has it already.
        public var isRecursive: Bool { false }

        /// Serves the suite, and none of its tests' cases.
        public func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? { testCase == nil ? self : nil }

        /// Runs the suite when those before it have ended.
        public func provideScope(
            for test: Test, testCase: Test.Case?, performing body: @concurrent @Sendable () async throws -> Void
        ) async throws {
            await Self.queue.take()
            let outcome: Result<Void, any Error>
            do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
            await Self.queue.give()
            try outcome.get()
        }
    }

    extension Trait where Self == Turn {
        /// The suite runs while at most two others of this trait do.
        public static var inTurn: Self { Self() }
    }

    /// How many turns are left, and who waits for one in which order.
    private actor TurnQueue {
        private var places = 3
        private var waiting: [CheckedContinuation<Void, Never>] = []

        func take() async {
            guard self.places == 0 else {
                self.places -= 1
                return
            }
            await withCheckedContinuation { self.waiting.append($0) }
        }

        func give() {
            if self.waiting.isEmpty { self.places += 1 } else { self.waiting.removeFirst().resume() }
        }
    }
#endif
