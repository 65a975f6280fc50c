import Kafka
import Testing

@Suite struct `A batch made by hand` {
    @Test func `holds what it was given`() throws {
        let partition = TopicPartition(topic: "a", partition: 3)
        let full = OutgoingRecord(
            topic: "", key: [1], value: [2, 3], headers: [Header(name: "h", value: nil), Header(name: "i", value: [])],
            timestampMilliseconds: 5)
        let tombstone = OutgoingRecord(topic: "", key: [], value: nil)

        let batch = RecordBatch([(partition, 7, full), (partition, 9, tombstone)])

        #expect(batch.count == 2)
        #expect(batch.partitions == [partition])
        #expect(batch.map(\.offset) == [7, 9])
        #expect(batch[0].keyBytes == [1] && batch[0].valueBytes == [2, 3])
        #expect(batch[0].headers == full.headers)
        #expect(batch[0].timestampMilliseconds == 5)
        #expect(batch[1].keyBytes == [] && batch[1].valueBytes == nil)
        #expect(batch[1].timestampMilliseconds == nil)
    }
}
