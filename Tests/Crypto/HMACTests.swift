import Crypto
import Testing

@Suite struct `An HMAC` {
    /// RFC 4231, test cases 1, 2, 3, 4, 6 and 7.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            Array(1...25), [UInt8](repeating: 0xcd, count: 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131), Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131),
            Array(
                ("This is a test using a larger than block-size key and a larger than block-size data. "
                    + "The key needs to be hashed before being used by the HMAC algorithm.").utf8),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ])
    func `is that of the standard`(key: [UInt8], message: [UInt8], hex: String) {
        #expect(hmacSHA256(key: key, message: message).hex == hex)
    }

    @Test func `may have an empty key and an empty message`() {
        let hex = "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"

        #expect(hmacSHA256(key: [], message: []).hex == hex)
    }

    @Test func `signs a webhook as Standard Webhooks does`() throws {
        let secret = try #require(Base64.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let signed = #"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}"#

        let signature = Base64.encode(hmacSHA256(key: secret, message: Array(signed.utf8)).bytes)

        #expect(signature == "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test func `is compared in constant time, by every byte`() {
        let code = hmacSHA256(key: [1], message: [2])
        var other = code.bytes
        other[31] ^= 1

        let same = code.withSpan { areEqualInConstantTime($0, code.bytes.span) }
        let different = code.withSpan { areEqualInConstantTime($0, other.span) }
        let shorter = code.withSpan { areEqualInConstantTime($0, code.first16.bytes.span) }
        let nothing = areEqualInConstantTime([UInt8]().span, [UInt8]().span)

        #expect(same && !different && !shorter && nothing)
    }
}
