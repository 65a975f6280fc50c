internal import Glibc

/// An address of IPv4 or IPv6.
struct IPAddress {
    /// 4 or 16 of them.
    let bytes: [UInt8]

    /// Reads an address in numbers: `192.0.2.1`, `2001:db8::1`.
    init?(_ text: String) {
        for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: count)
            guard unsafe inet_pton(family, text, &bytes) == 1 else { continue }
            self.bytes = bytes
            return
        }
        return nil
    }
}

/// The addresses that begin alike: `10.0.0.0/8`.
struct IPAddressBlock {
    private let prefix: IPAddress
    private let bits: Int

    /// Reads an address and the number of bits that count.
    init?(_ text: String) {
        let halves = text.split(separator: "/")
        guard halves.count == 2, let prefix = IPAddress(String(halves[0])), let bits = Int(halves[1]),
            (0...prefix.bytes.count * 8).contains(bits)
        else { return nil }
        self.prefix = prefix
        self.bits = bits
    }

    /// Whether `address` is of the same family and begins with the same bits.
    func contains(_ address: IPAddress) -> Bool {
        guard address.bytes.count == self.prefix.bytes.count else { return false }
        return (0..<self.bits).allSatisfy { bit in
            let mask = UInt8(0x80) >> (bit % 8)
            return address.bytes[bit / 8] & mask == self.prefix.bytes[bit / 8] & mask
        }
    }
}
