import Glibc
import Testing

@testable import Kafka

/// Never has anything, and waits for whole milliseconds as librdkafka does.
private actor Silence: BatchSource {
    private(set) var questions = 0

    func gather(_ limits: BatchLimits, wait: Duration) -> Batch {
        self.questions += 1
        usleep(UInt32(wait.milliseconds) * 1_000)
        return Batch()
    }
}

@Suite(.timeLimit(.minutes(1)))
struct `A source of batches` {
    @Test func `is asked once for each tenth of a second, and not over and over before the last`() async throws {
        let silence = Silence()

        let batch = try await silence.awaitBatch(BatchLimits(records: 1, bytes: 1), wait: .milliseconds(250))
        let questions = await silence.questions

        #expect(batch.isEmpty)
        #expect(questions <= 3)
    }
}
