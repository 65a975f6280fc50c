/// An actor that reads batches on a thread of its own.
protocol BatchSource: Actor {
    /// Blocks at most `wait` for something to happen, then takes what is there.
    func gather(_ limits: BatchLimits, wait: Duration) throws(KafkaError) -> Batch
}

extension BatchSource {
    /// Gathers until there is something, the time is up, or the task is cancelled.
    func awaitBatch(_ limits: BatchLimits, wait: Duration) async throws(KafkaError) -> Batch {
        precondition(limits.records > 0 && limits.bytes > 0, "a batch holds something")
        let deadline = ContinuousClock.now + wait
        while true {
            // In slices, so that the actor's other work, queued behind this, is not kept waiting.
            let slice = min(.milliseconds(100), max(.zero, deadline - .now))
            let batch = try self.gather(limits, wait: slice)
            // librdkafka waits whole milliseconds: what is left below one would be spent in asking again and again.
            let isOver = deadline - .now < .milliseconds(1)
            if !batch.isEmpty || Task.isCancelled || isOver { return batch }
            await Task.yield()
        }
    }
}
