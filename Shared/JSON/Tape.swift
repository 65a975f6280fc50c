internal import Glibc

/// simdjson's tape: a document as a row of 64-bit words, and the buffer its strings lie in.
///
/// The upper byte of a word says what it is, the lower seven carry a position: of a string in the buffer, of the word
/// behind a container's end. The number of an `l`, `u` or `d` stands in the word after it. A string lies in the buffer
/// as its length in four bytes, its bytes, and a NUL. Whoever holds a tape sees to it that the parser is not used
/// meanwhile; outside of this module `Element` does.
@safe struct Tape {
    private let words: UnsafePointer<UInt64>
    private let strings: UnsafePointer<UInt8>

    /// The index of the document's outermost value.
    static let root = 1

    /// The greatest number of members or elements that simdjson notes; a container may have more.
    private static let countLimit = 0xff_ffff

    init(words: UnsafePointer<UInt64>, strings: UnsafePointer<UInt8>) {
        unsafe self.words = words
        unsafe self.strings = strings
    }

    /// What kind of word lies at an index.
    @inline(__always)
    func tag(at index: Int) -> Tag { Tag(rawValue: UInt8(truncatingIfNeeded: unsafe self.words[index] >> 56)) }

    /// The number behind the word at an index, as bits.
    @inline(__always)
    func number(at index: Int) -> UInt64 { unsafe self.words[index + 1] }

    /// The index of the value that follows the one at `index`.
    @inline(__always)
    func end(of index: Int) -> Int {
        switch self.tag(at: index) {
        case .object, .array: Int(unsafe self.words[index] & 0xffff_ffff)
        case .integer, .unsigned, .double: index + 2
        default: index + 1
        }
    }

    /// The number of members of the object, or elements of the array, at an index.
    func count(at index: Int) -> Int {
        let noted = Int(unsafe self.words[index] >> 32) & Self.countLimit
        guard noted == Self.countLimit else { return noted }
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
    @inline(__always)
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
    struct Tag: Equatable {
        let rawValue: UInt8

        static let root = Tag(rawValue: UInt8(ascii: "r"))
        static let null = Tag(rawValue: UInt8(ascii: "n"))
        static let `true` = Tag(rawValue: UInt8(ascii: "t"))
        static let `false` = Tag(rawValue: UInt8(ascii: "f"))
        static let integer = Tag(rawValue: UInt8(ascii: "l"))
        static let unsigned = Tag(rawValue: UInt8(ascii: "u"))
        static let double = Tag(rawValue: UInt8(ascii: "d"))
        static let string = Tag(rawValue: UInt8(ascii: "\""))
        static let object = Tag(rawValue: UInt8(ascii: "{"))
        static let objectEnd = Tag(rawValue: UInt8(ascii: "}"))
        static let array = Tag(rawValue: UInt8(ascii: "["))
        static let arrayEnd = Tag(rawValue: UInt8(ascii: "]"))
    }
}
