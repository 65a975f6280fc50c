import Crypto

extension Digest16 {
    /// A digest made of two numbers, easy to tell apart in a failure.
    init(high: UInt64, low: UInt64) {
        let bytes = [high, low].flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * $0)) } }
        guard let digest = Digest16(bytes) else { preconditionFailure("two numbers are sixteen bytes") }
        self = digest
    }
}
