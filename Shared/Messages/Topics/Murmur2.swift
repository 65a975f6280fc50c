/// The 32-bit MurmurHash 2 as Kafka's default partitioner computes it over a record's key.
///
/// Kafka's `Utils.murmur2` fixes the seed and reads words in little-endian order; other implementations differ in both.
/// Kafka's own result is this one's bit pattern as a signed number.
public func murmur2(_ key: Span<UInt8>) -> UInt32 {
    let multiplier: UInt32 = 0x5bd1_e995
    let seed: UInt32 = 0x9747_b28c
    var hash = seed ^ UInt32(truncatingIfNeeded: key.count)
    let wordsEnd = key.count & ~3
    for start in stride(from: 0, to: wordsEnd, by: 4) {
        var word = UInt32(key[start])
        word |= UInt32(key[start + 1]) << 8
        word |= UInt32(key[start + 2]) << 16
        word |= UInt32(key[start + 3]) << 24
        word &*= multiplier
        word ^= word >> 24
        word &*= multiplier
        hash &*= multiplier
        hash ^= word
    }
    if wordsEnd < key.count {
        for index in wordsEnd..<key.count {
            hash ^= UInt32(key[index]) << UInt32(8 * (index - wordsEnd))
        }
        hash &*= multiplier
    }
    hash ^= hash >> 13
    hash &*= multiplier
    return hash ^ (hash >> 15)
}
