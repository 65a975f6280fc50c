internal import Domain

/// Reads the cells of one row by the names of their columns. Spaces around a cell's text do not count.
struct RowReader {
    private let columns: [String]
    private let cells: [String]

    init(_ columns: [String], _ cells: [String]) {
        self.columns = columns
        self.cells = cells
    }

    /// What a cell holds, turned into a value; nil where the cell is empty or its column absent.
    func optional<Value>(
        _ column: String, _ read: (String) throws(CellFault) -> Value
    ) throws(Misread) -> Value? {
        guard let index = self.columns.firstIndex(of: column), index < self.cells.count else { return nil }
        let text = trimmed(self.cells[index])
        guard !text.isEmpty else { return nil }
        do throws(CellFault) {
            return try read(text)
        } catch {
            throw Misread(column: column, fault: error)
        }
    }

    /// What a cell holds, turned into a value.
    func required<Value>(
        _ column: String, _ read: (String) throws(CellFault) -> Value
    ) throws(Misread) -> Value {
        guard let value = try self.optional(column, read) else { throw Misread(column: column, fault: .empty) }
        return value
    }

    /// The last day of a row, which must not lie before the first.
    func lastDay(notBefore first: Day?) throws(Misread) -> Day? {
        guard let last = try self.optional("to", readDay) else { return nil }
        guard let first, last < first else { return last }
        throw Misread(column: "to", fault: .endsBeforeItBegins)
    }
}

/// A cell that could not be read.
struct Misread: Error {
    let column: String
    let fault: CellFault
}

func readText(_ text: String) throws(CellFault) -> String {
    guard isAttributeText(Array(text.utf8).span) else { throw .controlCharacter }
    guard text.unicodeScalars.count <= Limits.nameCharacters else {
        throw .tooLong(limitCharacters: Limits.nameCharacters)
    }
    return text
}

func readUnit(_ text: String) throws(CellFault) -> UnitCode {
    guard text.unicodeScalars.count <= Limits.unitCharacters, isUnitCode(Array(text.utf8).span) else { throw .notCode }
    return UnitCode(rawValue: text)
}

/// A post stands before the `@` of `POST@UNIT`.
func readPost(_ text: String) throws(CellFault) -> RoleName {
    guard text.unicodeScalars.count <= Limits.postCharacters, isUnitCode(Array(text.utf8).span), !text.contains("@")
    else { throw .notPost }
    return RoleName(rawValue: text)
}

/// A person is an opaque id. A name does not fit, because what stands here travels over topics.
func readPerson(_ text: some StringProtocol) throws(CellFault) -> PersonID {
    guard (1...Limits.personCharacters).contains(text.utf8.count), text.utf8.allSatisfy(isOpaque) else {
        throw .notPerson
    }
    return PersonID(rawValue: String(text))
}

private func isOpaque(_ byte: UInt8) -> Bool {
    let letter = lowercased(byte)
    return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-_./:".utf8.contains(byte)
}

/// A day. Excel writes midnight behind one where its cell is formatted so; any other time of day is no part of a day.
func readDay(_ text: String) throws(CellFault) -> Day {
    guard let date = CellDate(text), date.seconds ?? 0 == 0 else { throw .notDay }
    return date.day
}

/// An instant with its offset, or without one a moment on the clocks of Shanghai.
func readInstant(_ text: String) throws(CellFault) -> Instant {
    guard let instant = Instant(text) ?? CellDate(text)?.instant else { throw .notInstant }
    return instant
}

func readWhole(_ text: String) throws(CellFault) -> Int {
    guard isDigits(text[...]), text.utf8.count <= 9, let number = Int(text) else { throw .notWhole }
    return number
}

func readWhole(_ text: String, in range: ClosedRange<Int>) throws(CellFault) -> Int {
    guard isDigits(text[...]), let number = Int(text), range.contains(number) else { throw .outOfRange(range) }
    return number
}

func readWord<Word: RawRepresentable<String> & CaseIterable>(_ text: String) throws(CellFault) -> Word {
    guard let word = Word(rawValue: text) else { throw .notOneOf(Word.allCases.map(\.rawValue)) }
    return word
}

func isDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
}

private func trimmed(_ text: String) -> String {
    let start = text.drop(while: \.isWhitespace)
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
}
