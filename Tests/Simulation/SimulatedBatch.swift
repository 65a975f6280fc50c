import Crypto
import Machines

/// Records of one poll, over all partitions of one process.
struct SimulatedBatch: Arrival {
    struct Item {
        let place: Int
        let offset: Int64
        let record: SimulatedRecord
    }

    let partitions: [Partition]
    let items: [Item]
    let ends: [Partition: Int64]

    var count: Int { self.items.count }
    func partition(at index: Int) -> Int { self.items[index].place }
    func offset(at index: Int) -> Int64 { self.items[index].offset }
    func fingerprint(at index: Int) -> Digest16 { self.items[index].record.message.fingerprint }
}
