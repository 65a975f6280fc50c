internal import Glibc

/// simdjson's tape: a document as a row of 64-bit words, and the buffer its strings lie in.
///
/// The upper byte of a word says what it is, the lower seven carry a position: of a string in the buffer, of the word
/// behind a container's end. The number of an `l`, `u` or `d` stands in the word after it. A string lies in the buffer
/// as its length in four bytes, its bytes, and a NUL. Whoever holds a tape sees to it that the parser is not used
/// meanwhile; outside of this module `Element` does.
/// Much of it is inlinable, so that looking at a value costs no call from the module that looks.
@usableFromInline @safe struct Tape {
    @usableFromInline let words: UnsafePointer<UInt64>
    @usableFromInline let strings: UnsafePointer<UInt8>
    /// How long the document is.
    let lengthBytes: Int

    /// The index of the document's outermost value.
    @inlinable static var root: Int { 1 }

    /// The greatest number of members or elements that simdjson notes; a container may have more.
    @inlinable static var countLimit: Int { 0xff_ffff }

    init(words: UnsafePointer<UInt64>, strings: UnsafePointer<UInt8>, lengthBytes: Int) {
        unsafe self.words = words
        unsafe self.strings = strings
        self.lengthBytes = lengthBytes
    }

    /// What kind of word lies at an index.
    @inlinable
    func tag(at index: Int) -> Tag { Tag(rawValue: UInt8(truncatingIfNeeded: unsafe self.words[index] >> 56)) }

    /// The number behind the word at an index, as bits.
    @inlinable
    func number(at index: Int) -> UInt64 { unsafe self.words[index + 1] }

    /// The index of the value that follows the one at `index`.
    @inlinable @inline(__always)
    func end(of index: Int) -> Int {
        let tag = self.tag(at: index)
        return tag.isContainer ? Int(unsafe self.words[index] & 0xffff_ffff) : index + tag.wordCount
    }

    /// The number of members of the object, or elements of the array, at an index.
    @inlinable
    func count(at index: Int) -> Int {
        let noted = Int(unsafe self.words[index] >> 32) & Self.countLimit
        return noted == Self.countLimit ? self.counted(at: index) : noted
    }

    /// The same, counted.
    @usableFromInline
    func counted(at index: Int) -> Int {
        let step = self.tag(at: index) == .object ? 1 : 0
        let end = self.end(of: index) - 1
        var count = 0
        var child = index + 1
        while child < end {
            count += 1
            child = self.end(of: child + step)
        }
        return count
    }

    /// The bytes of the string at an index, unescaped.
    @inlinable
    func text(at index: Int) -> UnsafeBufferPointer<UInt8> {
        let start = unsafe self.strings + Int(self.words[index] & 0x00ff_ffff_ffff_ffff)
        let count = unsafe UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
        return unsafe UnsafeBufferPointer(start: start + 4, count: Int(count))
    }

    /// Whether the string at an index has exactly these bytes.
    @inline(__always)
    func text(at index: Int, equals other: UnsafeBufferPointer<UInt8>) -> Bool {
        let text = unsafe self.text(at: index)
        guard text.count == other.count else { return false }
        guard let mine = text.baseAddress, let theirs = other.baseAddress else { return true }
        return unsafe memcmp(mine, theirs, text.count) == 0
    }
}

extension Tape {
    /// The upper byte of a word.
    @usableFromInline struct Tag: Equatable {
        @usableFromInline let rawValue: UInt8

        @inlinable
        init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// Whether it is the beginning of an object or an array, whose codes differ in one bit.
        @inlinable var isContainer: Bool { self.rawValue & ~0x20 == UInt8(ascii: "[") }

        /// How many words a value takes that is no container: a number stands in a word of its own. The lower six bits
        /// of all codes differ, and no branch is guessed well where values of all kinds follow one another.
        @inlinable var wordCount: Int {
            let numbers: UInt64 = 1 << 0x2c | 1 << 0x35 | 1 << 0x24  // l, u and d
            return 1 + Int(truncatingIfNeeded: (numbers &>> UInt64(self.rawValue & 0x3f)) & 1)
        }

        @inlinable static var root: Tag { Tag(rawValue: UInt8(ascii: "r")) }
        @inlinable static var null: Tag { Tag(rawValue: UInt8(ascii: "n")) }
        @inlinable static var `true`: Tag { Tag(rawValue: UInt8(ascii: "t")) }
        @inlinable static var `false`: Tag { Tag(rawValue: UInt8(ascii: "f")) }
        @inlinable static var integer: Tag { Tag(rawValue: UInt8(ascii: "l")) }
        @inlinable static var unsigned: Tag { Tag(rawValue: UInt8(ascii: "u")) }
        @inlinable static var double: Tag { Tag(rawValue: UInt8(ascii: "d")) }
        @inlinable static var string: Tag { Tag(rawValue: UInt8(ascii: "\"")) }
        @inlinable static var object: Tag { Tag(rawValue: UInt8(ascii: "{")) }
        @inlinable static var objectEnd: Tag { Tag(rawValue: UInt8(ascii: "}")) }
        @inlinable static var array: Tag { Tag(rawValue: UInt8(ascii: "[")) }
        @inlinable static var arrayEnd: Tag { Tag(rawValue: UInt8(ascii: "]")) }
    }
}
