/// The batches of a consumer, one after the other, as they are asked for.
public struct Batches: AsyncSequence, Sendable {
    fileprivate let consumer: Consumer
    fileprivate let limit: Int
    fileprivate let bytes: Int

    init(consumer: Consumer, limit: Int, bytes: Int) {
        self.consumer = consumer
        self.limit = limit
        self.bytes = bytes
    }

    /// Asks the consumer for the next batch.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let batches: Batches

        /// The next batch with anything in it; `nil` once the task is cancelled.
        public mutating func next() async throws(KafkaError) -> Batch? {
            while !Task.isCancelled {
                let batch = try await self.batches.consumer.nextBatch(
                    records: self.batches.limit, bytes: self.batches.bytes)
                if !batch.isEmpty { return batch }
            }
            return nil
        }
    }

    /// Starts where the consumer stands.
    public func makeAsyncIterator() -> Iterator { Iterator(batches: self) }
}
