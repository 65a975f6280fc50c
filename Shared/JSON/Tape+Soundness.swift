// What simdjson lets pass and we do not: a name twice in an object, and an empty container that lies too deep.

extension Tape {
    /// Objects of up to this many members are checked by comparing each name with those before it.
    private static let pairwiseLimit = 32

    /// Whether no object has two members of one name, and nothing nests deeper than the limit.
    func isSound(depthLimit: Int) -> Bool {
        var marks = InlineArray<32, UInt64>(repeating: 0)
        var depth = 0
        var index = Self.root
        while true {
            switch self.tag(at: index) {
            case .object:
                depth += 1
                guard depth <= depthLimit, self.hasDistinctNames(index, marks: &marks) else { return false }
                index += 1
            case .array:
                depth += 1
                guard depth <= depthLimit else { return false }
                index += 1
            case .objectEnd, .arrayEnd:
                depth -= 1
                index += 1
            case .integer, .unsigned, .double:
                index += 2
            case .root:
                return true
            default:
                index += 1
            }
        }
    }

    private func hasDistinctNames(_ object: Int, marks: inout InlineArray<32, UInt64>) -> Bool {
        let end = self.end(of: object) - 1
        var name = object + 1
        var position = 0
        // A bit for each mark seen, chosen by its upper bits: most names share theirs with no other.
        var seen: UInt64 = 0
        while name < end {
            guard position < Self.pairwiseLimit else { return self.hasDistinctNamesByHash(object) }
            let mark = self.mark(of: name)
            let bit: UInt64 = 1 << (mark >> 58)
            if seen & bit != 0 {
                for earlier in 0..<position where marks[earlier] == mark {
                    guard unsafe !self.text(at: name, equals: self.text(at: self.name(at: earlier, of: object))) else {
                        return false
                    }
                }
            }
            seen |= bit
            marks[position] = mark
            position += 1
            name = self.end(of: name + 1)
        }
        return true
    }

    /// A number that equal names share, and unequal ones hardly ever.
    @inline(__always)
    private func mark(of name: Int) -> UInt64 {
        let text = unsafe self.text(at: name)
        guard let start = unsafe UnsafeRawPointer(text.baseAddress) else { return 0 }
        // Behind the last string there is padding, so eight bytes can be loaded from any start.
        let head = unsafe UInt64(littleEndian: start.loadUnaligned(as: UInt64.self))
        let spread: UInt64 = 0x9e37_79b9_7f4a_7c15
        let length = UInt64(truncatingIfNeeded: text.count)
        guard text.count >= 8 else { return ((head & ((1 << (length * 8)) - 1)) ^ (length << 56)) &* spread }
        let tail = unsafe UInt64(littleEndian: (start + text.count - 8).loadUnaligned(as: UInt64.self))
        return (head ^ (tail << 7) ^ length) &* spread
    }

    /// The index of the name of the member at a position.
    private func name(at position: Int, of object: Int) -> Int {
        var name = object + 1
        for _ in 0..<position { name = self.end(of: name + 1) }
        return name
    }

    /// The same for any number of members. The hash is seeded, so that nobody can choose names that collide.
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
