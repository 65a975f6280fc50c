internal import Glibc

// Canonical JSON has its members sorted by the bytes of their names.

extension Tape {
    /// Objects of up to this many members are sorted where they lie, by insertion.
    private static let insertionLimit = 32

    /// A name to be sorted.
    struct SortedName {
        /// Its first eight bytes as a number, zeros behind a shorter one; no name holds U+0000.
        let head: UInt64
        /// Where it lies on the tape.
        let index: Int
    }

    /// Puts an object's names at the end of `scratch`, sorted, and says where there.
    func sortNames(of object: Int, in scratch: inout [SortedName]) -> Range<Int> {
        let start = scratch.count
        var index = object + 1
        while self.tag(at: index) != .objectEnd {
            scratch.append(SortedName(head: self.head(of: index), index: index))
            index = self.end(of: index + 1)
        }
        let names = start..<scratch.count
        if names.count <= Self.insertionLimit {
            self.sortByInsertion(names, of: &scratch)
        } else {
            scratch.replaceSubrange(names, with: scratch[names].sorted { self.precedes($0, $1) })
        }
        return names
    }

    private func sortByInsertion(_ range: Range<Int>, of names: inout [SortedName]) {
        for position in range.dropFirst() {
            let name = names[position]
            var place = position
            while place > range.lowerBound, self.precedes(name, names[place - 1]) {
                names[place] = names[place - 1]
                place -= 1
            }
            names[place] = name
        }
    }

    private func precedes(_ left: SortedName, _ right: SortedName) -> Bool {
        guard left.head == right.head else { return left.head < right.head }
        let left = unsafe self.text(at: left.index)
        let right = unsafe self.text(at: right.index)
        guard let mine = left.baseAddress, let theirs = right.baseAddress else { return false }
        let order = unsafe memcmp(mine, theirs, min(left.count, right.count))
        return order == 0 ? left.count < right.count : order < 0
    }

    private func head(of name: Int) -> UInt64 {
        let text = unsafe self.text(at: name)
        guard let start = unsafe UnsafeRawPointer(text.baseAddress), text.count > 0 else { return 0 }
        // Behind the last string there is padding, so eight bytes can be loaded from any start.
        let head = unsafe UInt64(bigEndian: start.loadUnaligned(as: UInt64.self))
        return text.count >= 8 ? head : head & (UInt64.max << UInt64(64 - text.count * 8))
    }
}
