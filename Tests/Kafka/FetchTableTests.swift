import Testing

@testable import Kafka

@Suite struct `A fetch table` {
    private let one = TopicPartition(topic: "a", partition: 1)
    private let two = TopicPartition(topic: "a", partition: 2)

    private func table(_ starts: [TopicPartition: Start]) -> FetchTable {
        var table = FetchTable()
        table.hold([self.two, self.one], from: starts)
        _ = table.takeFetched()
        return table
    }

    private func fault(_ partition: TopicPartition, at offset: Int64?, named code: Int32 = -140) -> PartitionFault {
        PartitionFault(
            partition: partition, error: KafkaError(code: code, operation: "a test"), offset: offset)
    }

    @Test func `admits a record once, and none before its position`() throws {
        var table = self.table([self.one: .offset(5)])
        let place = try #require(table.place(of: self.one))

        let admitted = [4, 5, 5, 9, 6].map { table.admit($0, at: place) }

        #expect(admitted == [false, true, false, true, false])
        #expect(table.positions[self.one] == .offset(10))
    }

    @Test func `fetches what it holds with a start and has not paused`() {
        var table = self.table([self.one: .offset(5), self.two: .end])

        table.set([self.two], .pause)

        #expect(table.isStale)
        #expect(table.takeFetched().map(\.0) == [self.one])
        #expect(!table.isStale)
    }

    @Test func `admits nothing of a paused partition`() throws {
        var table = self.table([self.one: .offset(5)])
        let (held, idle) = (try #require(table.place(of: self.one)), try #require(table.place(of: self.two)))
        table.set([self.one], .pause)
        let admitted = [table.admit(5, at: held), table.admit(0, at: idle), table.admit(end: 9, at: held)]

        #expect(admitted == [false, false, false])
        #expect(table.paused == [self.one, self.two])
    }

    @Test func `does not start anew what a seek of a paused partition moves`() {
        var table = self.table([self.one: .offset(5)])
        table.set([self.one], .pause)
        _ = table.takeFetched()

        table.seek([self.one: .offset(2), TopicPartition(topic: "b", partition: 0): .end])

        #expect(!table.isStale)
        #expect(table.positions[self.one] == .offset(2))
    }

    @Test func `pauses a partition that cannot be read, and ignores what a seek has overtaken`() throws {
        var table = self.table([self.one: .offset(5)])
        let place = try #require(table.place(of: self.one))

        let overtaken = table.admit(self.fault(self.one, at: 99), at: place)
        let current = table.admit(self.fault(self.one, at: 5), at: place)
        let repeated = table.admit(self.fault(self.one, at: 5), at: place)

        #expect(!overtaken && current && !repeated)
        #expect(table.paused.contains(self.one))
    }

    @Test func `reads on after a fault that passes by itself`() throws {
        var table = self.table([self.one: .offset(5)])
        let place = try #require(table.place(of: self.one))

        let isNews = table.admit(self.fault(self.one, at: nil, named: 6), at: place)

        #expect(isNews)
        #expect(!table.paused.contains(self.one))
    }
}
