extension RecordBatch {
    /// Makes a batch of records as if they had been read there, for those who stand in for a consumer in tests.
    ///
    /// The topic and partition that a record names for sending do not count.
    public init(_ records: [(partition: TopicPartition, offset: Int64, record: OutgoingRecord)]) {
        var contents = RecordStorage.Contents()
        for (partition, offset, record) in records {
            let headers = RecordStorage.Extent(
                start: contents.headers.count, end: contents.headers.count + record.headers.count)
            for header in record.headers {
                let name = contents.bytes.append(Array(header.name.utf8))
                contents.headers.append(
                    RecordStorage.HeaderEntry(name: name, value: header.value.map(contents.bytes.append)))
            }
            if !contents.partitions.contains(partition) { contents.partitions.append(partition) }
            contents.entries.append(
                RecordStorage.Entry(
                    offset: offset, timestampMilliseconds: record.timestampMilliseconds,
                    key: record.key.map(contents.bytes.append), value: record.value.map(contents.bytes.append),
                    headers: headers, partition: contents.partitions.firstIndex(of: partition) ?? 0))
        }
        self.init(storage: RecordStorage(contents))
    }
}
