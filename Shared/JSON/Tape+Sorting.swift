internal import Glibc

// Canonical JSON has its members sorted by the bytes of their names.

extension Tape {
    /// Objects of up to this many members are sorted by insertion, which needs no memory and suits names that come in
    /// an order already.
    private static let insertionLimit = 32

    /// A name to be sorted.
    struct SortedName {
        /// Its first eight bytes as a number, zeros behind a shorter one; no name holds U+0000.
        let head: UInt64
        /// Where it lies on the tape.
        let index: Int
    }

    /// Puts an object's names, sorted, to where there is room for as many as it has members.
    func sortNames(of object: Int, to names: UnsafeMutablePointer<SortedName>) {
        var index = object + 1
        var count = 0
        while self.tag(at: index) != .objectEnd {
            let name = SortedName(head: self.head(of: index), index: index)
            if count < Self.insertionLimit {
                unsafe self.insert(name, behind: count, of: names)
            } else {
                unsafe (names + count).initialize(to: name)
            }
            count += 1
            index = self.end(of: index + 1)
        }
        guard count > Self.insertionLimit else { return }
        var all = unsafe UnsafeMutableBufferPointer(start: names, count: count)
        unsafe all.sort { self.precedes($0, $1) }
    }

    @inline(__always)
    private func insert(_ name: SortedName, behind count: Int, of names: UnsafeMutablePointer<SortedName>) {
        var place = count
        while place > 0, unsafe self.precedes(name, names[place - 1]) {
            unsafe (names + place).initialize(to: names[place - 1])
            place -= 1
        }
        unsafe (names + place).initialize(to: name)
    }

    @inline(__always)
    private func precedes(_ left: SortedName, _ right: SortedName) -> Bool {
        left.head == right.head ? self.precedesBeyondHead(left, right) : left.head < right.head
    }

    /// The same for names that begin with the same eight bytes.
    private func precedesBeyondHead(_ left: SortedName, _ right: SortedName) -> Bool {
        let left = unsafe self.text(at: left.index)
        let right = unsafe self.text(at: right.index)
        guard let mine = left.baseAddress, let theirs = right.baseAddress else { return false }
        let order = unsafe memcmp(mine, theirs, min(left.count, right.count))
        return order == 0 ? left.count < right.count : order < 0
    }

    @inline(__always)
    private func head(of name: Int) -> UInt64 {
        let text = unsafe self.text(at: name)
        guard let start = unsafe UnsafeRawPointer(text.baseAddress), text.count > 0 else { return 0 }
        // Behind the last string there is padding, so eight bytes can be loaded from any start.
        let head = unsafe UInt64(bigEndian: start.loadUnaligned(as: UInt64.self))
        return text.count >= 8 ? head : head & (UInt64.max << UInt64(64 - text.count * 8))
    }
}
