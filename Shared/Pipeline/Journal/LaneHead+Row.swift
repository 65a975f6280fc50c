internal import Crypto
internal import Machines
internal import Postgres

extension LaneHead {
    /// Reads the columns `head` and `chain` of a lane.
    init(_ row: Row) throws {
        guard let chain = Digest(try row.decode("chain", as: [UInt8].self)) else {
            throw UnreadableValue("holds a chain that is no SHA-256")
        }
        self.init(position: try row.decode("head"), chain: chain)
    }
}
