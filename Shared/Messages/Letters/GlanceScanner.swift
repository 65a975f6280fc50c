internal import JSON

/// Walks over text that should be JSON and notes the few members that a dead letter is found by.
///
/// It counts brackets, skips strings, and believes nothing else: no fault in the text stops it. Members are noted where
/// data or attributes lie, in the outermost object and in its member `data`; in a list of events, of the first. What
/// stands twice is noted as it stood first.
struct GlanceScanner {
    /// The members of the outermost object.
    private(set) var outer = GlanceMembers()
    /// The members of its member `data`.
    private(set) var inner = GlanceMembers()
    /// Whether it has a member `data` that is an object.
    private(set) var hasData = false

    private var depth = 0
    /// The depth of the outermost object: 1, or 2 where the text is a list.
    private var outerDepth = 1
    private var isInData = false

    /// Notes what stands in the text.
    mutating func scan(_ text: Span<UInt8>) {
        var position = 0
        /// The name before the value that comes next.
        var name: Range<Int>?
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: "\""):
                let end = endOfString(text, from: position)
                let string = position..<end
                position = end
                if isFollowedByColon(text, from: end) {
                    name = string
                } else {
                    self.note(text, name, string)
                    name = nil
                }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                self.enter(text, name, list: text[position] == UInt8(ascii: "["))
                name = nil
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                self.depth -= 1
                if self.depth == self.outerDepth { self.isInData = false }
                name = nil
            case UInt8(ascii: ","):
                name = nil
            default:
                break
            }
            position += 1
        }
    }

    private mutating func enter(_ text: Span<UInt8>, _ name: Range<Int>?, list isList: Bool) {
        if self.depth == 0, isList { self.outerDepth = 2 }
        if self.depth == self.outerDepth, let name, text.extracting(name) == "\"data\"" {
            self.isInData = true
            self.hasData = true
        }
        self.depth += 1
    }

    private mutating func note(_ text: Span<UInt8>, _ name: Range<Int>?, _ string: Range<Int>) {
        guard let name, let member = GlanceMembers.Member(text.extracting(name)) else { return }
        if self.depth == self.outerDepth {
            self.outer.note(member, text.extracting(string))
        } else if self.isInData, self.depth == self.outerDepth + 1 {
            self.inner.note(member, text.extracting(string))
        }
    }
}

/// The index behind the string that begins at a quote; the end of the text where it never ends.
private func endOfString(_ text: Span<UInt8>, from quote: Int) -> Int {
    var position = quote + 1
    while position < text.count {
        switch text[position] {
        case UInt8(ascii: "\""): return position + 1
        case UInt8(ascii: "\\"): position += 2
        default: position += 1
        }
    }
    return text.count
}

private func isFollowedByColon(_ text: Span<UInt8>, from start: Int) -> Bool {
    var position = start
    while position < text.count {
        switch text[position] {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): position += 1
        case UInt8(ascii: ":"): return true
        default: return false
        }
    }
    return false
}
