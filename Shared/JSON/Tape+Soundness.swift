// What simdjson lets pass and we do not: a name twice in an object, and an empty container that lies too deep.

extension Tape {
    /// Objects of up to this many members are checked by comparing each name with those before it.
    private static let pairwiseLimit = 32

    /// Whether no object has two members of one name, and nothing nests deeper than the limit.
    func isSound(depthLimit: Int) -> Bool {
        self.soundEnd(of: Self.root, levels: depthLimit) != nil
    }

    // The recursion is as deep as the document, which the reader has bounded.
    /// The index behind the value at an index; nil where something is wrong within it, or it nests deeper than so many
    /// levels.
    @inline(__always)
    private func soundEnd(of index: Int, levels: Int) -> Int? {
        let tag = self.tag(at: index)
        guard tag.isContainer else { return index + tag.wordCount }
        guard levels > 0 else { return nil }
        return tag == .object
            ? self.soundEnd(ofObject: index, levels: levels - 1) : self.soundEnd(ofArray: index, levels: levels - 1)
    }

    private func soundEnd(ofArray array: Int, levels: Int) -> Int? {
        var index = array + 1
        while self.tag(at: index) != .arrayEnd {
            guard let next = self.soundEnd(of: index, levels: levels) else { return nil }
            index = next
        }
        return index + 1
    }

    private func soundEnd(ofObject object: Int, levels: Int) -> Int? {
        let isSmall = self.count(at: object) <= Self.pairwiseLimit
        guard isSmall || self.hasDistinctNamesByHash(object) else { return nil }
        var name = object + 1
        // A bit for each name seen, by its length and two of its bytes: most names share theirs with no other.
        var seen: (UInt64, UInt64) = (0, 0)
        while self.tag(at: name) != .objectEnd {
            if isSmall {
                let text = unsafe self.text(at: name)
                let mark = unsafe Self.mark(of: text)
                let bit: UInt64 = 1 &<< mark
                let isUpper = mark & 0x40 != 0
                if (isUpper ? seen.1 : seen.0) & bit != 0, unsafe self.hasTwin(text, of: name, among: object) {
                    return nil
                }
                if isUpper { seen.1 |= bit } else { seen.0 |= bit }
            }
            guard let next = self.soundEnd(of: name + 1, levels: levels) else { return nil }
            name = next
        }
        return name + 1
    }

    /// A number that equal names share, and unequal ones seldom.
    @inline(__always)
    private static func mark(of text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        guard let start = text.baseAddress, text.count > 0 else { return 0 }
        let (first, last) = unsafe (UInt64(start[0]), UInt64(start[text.count - 1]))
        return (first &* 3) ^ (last &<< 2) ^ (UInt64(truncatingIfNeeded: text.count) &* 11)
    }

    /// Whether a name stands among those before it in an object, too.
    private func hasTwin(_ text: UnsafeBufferPointer<UInt8>, of name: Int, among object: Int) -> Bool {
        var earlier = object + 1
        while earlier < name {
            if unsafe self.text(at: earlier, equals: text) { return true }
            earlier = self.end(of: earlier + 1)
        }
        return false
    }

    /// Whether an object of any number of members has none twice. The hash is seeded, so that nobody can choose names
    /// that collide.
    private func hasDistinctNamesByHash(_ object: Int) -> Bool {
        let end = self.end(of: object) - 1
        var seen = unsafe Set<Name>(minimumCapacity: self.count(at: object))
        var name = object + 1
        while name < end {
            guard unsafe seen.insert(Name(bytes: self.text(at: name))).inserted else { return false }
            name = self.end(of: name + 1)
        }
        return true
    }

    @unsafe private struct Name: Hashable {
        let bytes: UnsafeBufferPointer<UInt8>

        static func == (left: Name, right: Name) -> Bool { unsafe left.bytes.elementsEqual(right.bytes) }

        func hash(into hasher: inout Hasher) { unsafe hasher.combine(bytes: UnsafeRawBufferPointer(self.bytes)) }
    }
}
