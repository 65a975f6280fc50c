/// Reads CSV as spreadsheets write it (RFC 4180): cells between commas, semicolons or tabs, which the first row shows;
/// a cell in quotes may hold separators, line ends and doubled quotes. Lines end in LF, CR LF or CR.
public struct CSVReader {
    /// A row and the line on which it begins, counted from 1.
    public struct Row: Hashable, Sendable {
        /// The line.
        public let line: Int
        /// What stands in its cells.
        public let cells: [String]
    }

    /// What is wrong with the quotes of a line.
    public struct Fault: Hashable, Sendable {
        /// The line, counted from 1.
        public let line: Int
        /// What is wrong.
        public let kind: Kind

        /// What can be wrong with quotes.
        public enum Kind: Hashable, Sendable {
            /// A quote stands in a cell that does not begin with one.
            case strayQuote
            /// Something stands between a closing quote and the next separator.
            case textBehindQuote
            /// A quote opens and does not close before the file ends.
            case openQuote
        }
    }

    /// Where in a cell the reader is.
    private enum State {
        case start
        case plain
        case quoted
        case closed
    }

    /// The rows whose quotes are right, without those that hold nothing.
    public private(set) var rows: [Row] = []
    /// What is wrong with the others.
    public private(set) var faults: [Fault] = []

    private let separator: UInt8
    private var state = State.start
    private var line = 1
    private var rowLine = 1
    private var quoteLine = 1
    private var isFaulty = false
    private var cells: [String] = []
    private var cell: [UInt8] = []

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// Reads a file's text.
    public init(_ text: FileText) { self.init(text.utf8) }

    /// Reads bytes that are UTF-8 without a byte order mark.
    public init(_ bytes: some Sequence<UInt8>) {
        self.separator = Self.separator(in: bytes)
        var previous: UInt8 = 0
        for byte in bytes {
            // CR LF is one end of a line.
            if byte == Self.lineFeed, previous == Self.carriageReturn {
                if self.state == .quoted { self.cell.append(byte) }
            } else {
                self.take(byte)
            }
            previous = byte
        }
        if self.state == .quoted {
            self.faults.append(Fault(line: self.quoteLine, kind: .openQuote))
        } else {
            self.endRow()
        }
    }

    /// The separator that stands most often in the first row, outside of quotes.
    private static func separator(in bytes: some Sequence<UInt8>) -> UInt8 {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        var counts = [0, 0, 0]
        var isQuoted = false
        for byte in bytes {
            if byte == self.quote { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == self.lineFeed || byte == self.carriageReturn {
                if counts.contains(where: { $0 > 0 }) { break }
            } else if let place = candidates.firstIndex(of: byte) {
                counts[place] += 1
            }
        }
        let most = counts.max() ?? 0
        return candidates[counts.firstIndex(of: most) ?? 0]
    }

    private mutating func take(_ byte: UInt8) {
        let isLineEnd = byte == Self.lineFeed || byte == Self.carriageReturn
        defer { if isLineEnd { self.line += 1 } }
        switch self.state {
        case .quoted where byte == Self.quote:
            self.state = .closed
        case .quoted:
            self.cell.append(byte)
        case .start where byte == Self.quote:
            self.state = .quoted
            self.quoteLine = self.line
        case .closed where byte == Self.quote:
            self.cell.append(byte)
            self.state = .quoted
        case _ where byte == self.separator:
            self.endCell()
        case _ where isLineEnd:
            self.endRow()
            self.rowLine = self.line + 1
        case .plain where byte == Self.quote:
            self.blame(.strayQuote)
        case .closed:
            self.blame(.textBehindQuote)
            self.state = .plain
        case .start, .plain:
            self.cell.append(byte)
            self.state = .plain
        }
    }

    private mutating func blame(_ kind: Fault.Kind) {
        // One fault of a row is enough: what follows it may only look wrong.
        if !self.isFaulty { self.faults.append(Fault(line: self.line, kind: kind)) }
        self.isFaulty = true
    }

    private mutating func endCell() {
        self.cells.append(String(decoding: self.cell, as: UTF8.self))
        self.cell.removeAll(keepingCapacity: true)
        self.state = .start
    }

    private mutating func endRow() {
        self.endCell()
        let isBlank = self.cells.allSatisfy { $0.allSatisfy(\.isWhitespace) }
        if !isBlank, !self.isFaulty { self.rows.append(Row(line: self.rowLine, cells: self.cells)) }
        self.cells = []
        self.isFaulty = false
    }
}
