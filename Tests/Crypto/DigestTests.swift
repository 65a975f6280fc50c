import Crypto
import Testing

@Suite struct `A digest` {
    /// FIPS 180-4's examples, and the empty message.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `is that of the standard`(message: String, hex: String) {
        #expect(SHA256.digest(of: message).hex == hex)
        #expect(SHA256.digest(of: Array(message.utf8)).hex == hex)
    }

    @Test func `of a million letters is that of the standard`() {
        var digest = SHA256()

        for _ in 0..<1000 { digest.update([UInt8](repeating: UInt8(ascii: "a"), count: 1000)) }

        #expect(digest.finish().hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func `is the same however the message is cut`() {
        let message = Array("/campus/oa\0event-1 and more".utf8)
        let whole = SHA256.digest(of: message)
        var digest = SHA256()

        for cut in 0...message.count {
            digest.update(Array(message[..<cut]))
            digest.update(Array(message[cut...]))
            #expect(digest.finish() == whole)
        }
        digest.update("/campus/oa")
        digest.update(0)
        digest.update("event-1 and more")
        #expect(digest.finish() == whole)
    }

    @Test func `goes on from a copy without touching the original`() {
        var digest = SHA256()
        digest.update("ab")

        var copy = digest
        copy.update("c")

        #expect(copy.finish() == SHA256.digest(of: "abc"))
        #expect(digest.finish() == SHA256.digest(of: "ab"))
    }

    @Test func `chains over another digest's bytes`() {
        let first = SHA256.digest(of: "abc")
        var chain = SHA256()

        chain.update(first)

        #expect(chain.finish() == SHA256.digest(of: first.bytes))
    }

    @Test func `is a value to look up and to sort by`() throws {
        let digest = SHA256.digest(of: "abc")
        let other = SHA256.digest(of: "")

        let again = try #require(Digest(hex: digest.hex.uppercased()))

        #expect(again == digest)
        #expect(Set([digest, again, other]).count == 2)
        #expect(Digest(digest.bytes) == digest)
        #expect(digest < other)
        #expect(!(other < digest) && !(digest < again))
        #expect("\(digest)" == digest.hex)
        #expect(Digest(hex: "ba7816") == nil)
        #expect(Digest([1, 2, 3]) == nil)
    }

    /// Found in a release build: a view of the bytes that outlived the copy it looked at made equal digests differ.
    @Test func `is one value however often it is made, kept and looked up`() {
        let digest = SHA256.digest(of: "abc")
        let again = SHA256.digest(of: Array("abc".utf8))
        var seen: Set<FixedBytes<16>> = []
        var counts: [Digest: Int] = [:]
        var differences = 0

        for _ in 0..<1000 {
            seen.insert(digest.first16)
            counts[SHA256.digest(of: "abc"), default: 0] += 1
            if digest.first16 != again.first16 || digest != again { differences += 1 }
        }

        #expect(seen.count == 1)
        #expect(counts == [digest: 1000])
        #expect(differences == 0)
    }

    @Test func `differs when any byte does`() throws {
        let bytes = SHA256.digest(of: "abc").bytes

        for position in bytes.indices {
            var changed = bytes
            changed[position] ^= 0x80
            #expect(Digest(changed) != Digest(bytes))
        }
    }

    @Test func `gives its first half`() {
        let digest = SHA256.digest(of: "abc")
        var bytes: [UInt8] = [7]

        digest.first16.append(to: &bytes)

        #expect(bytes == [7] + Array(digest.bytes[..<16]))
        #expect(digest.first16.hex == String(digest.hex.prefix(32)))
        #expect(MemoryLayout<FixedBytes<16>>.size == 16)
    }
}
