import Crypto
import Testing

@Suite struct `Bytes as text` {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", "", ""), ("f", "Zg==", "66"), ("fo", "Zm8=", "666f"), ("foo", "Zm9v", "666f6f"),
        ("foob", "Zm9vYg==", "666f6f62"), ("fooba", "Zm9vYmE=", "666f6f6261"), ("foobar", "Zm9vYmFy", "666f6f626172"),
    ])
    func `are those of the standard`(text: String, base64: String, hex: String) {
        let bytes = Array(text.utf8)

        #expect(Base64.encode(bytes) == base64)
        #expect(Base64.decode(base64) == bytes)
        #expect(Hex.encode(bytes) == hex)
        #expect(Hex.decode(hex) == bytes)
    }

    @Test func `come back whatever they are`() {
        for count in 0..<200 {
            let bytes = Random.bytes(count)
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            #expect(Hex.decode(Hex.encode(bytes).uppercased()) == bytes)
        }
        let all = Array(UInt8.min...UInt8.max)
        #expect(Base64.decode(Base64.encode(all)) == all)
    }

    @Test(arguments: [
        "Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm8 ", " Zm8=", "Zm8=\n", "====", "=", "Z===", "Zg==Zg==", "Zm-_",
        "党党", "Zm9vYg=x",
    ])
    func `are refused as base 64 when they are not spelt the one way`(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(arguments: ["0", "0g", "g0", " 00", "0x00", "党x", "００"])
    func `are refused as hexadecimal when they hold anything else`(text: String) {
        #expect(Hex.decode(text) == nil)
    }
}

@Suite struct Randomness {
    @Test(arguments: [0, 1, 16, 32, 100_000])
    func `has the length asked for`(count: Int) {
        #expect(Random.bytes(count).count == count)
    }

    @Test func `does not come twice, and leaves no byte out`() {
        let keys = (0..<1000).map { _ in Random.bytes(16) }

        #expect(Set(keys).count == 1000)
        #expect(Set(keys.joined()).count == 256)
    }
}
