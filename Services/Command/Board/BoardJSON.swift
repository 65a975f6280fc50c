internal import Domain
internal import JSON

/// The board as one JSON object, written row by row.
struct BoardJSON {
    private let question: BoardQuestion
    private let windows: WindowDetail
    private var hasRows = false

    /// A board of that question.
    init(_ question: BoardQuestion, windows: WindowDetail) {
        self.question = question
        self.windows = windows
    }

    /// The object up to its first row.
    var beginning: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("asOf")
            writer.string(self.question.asOf.description)
            writer.key("knownAt")
            writer.string(self.question.knownAt.description)
            writer.key("pack")
            writer.object { writer in
                writer.key("id")
                writer.string(self.question.pack.id.rawValue)
                writer.key("version")
                writer.string(self.question.pack.version)
                writer.key("digest")
                writer.string(self.question.pack.digest)
            }
        }
        // The rows are written as they come, so the object stays open.
        return writer.bytes.dropLast() + Array(#","units":["#.utf8)
    }

    /// A row.
    mutating func row(_ row: BoardRow) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("unit")
            writer.object { writer in
                writer.key("id")
                writer.string(row.unit.code.rawValue)
                writer.key("path")
                writer.string(row.path)
                writer.key("name")
                writer.string(row.unit.name)
            }
            writer.key("cells")
            writer.array { writer in
                for (requirement, cell) in row.cells { self.write(cell, of: requirement, into: &writer) }
            }
        }
        defer { self.hasRows = true }
        return (self.hasRows ? [UInt8(ascii: ",")] : []) + writer.bytes
    }

    /// The object's end.
    var end: [UInt8] { Array("]}\n".utf8) }

    private func write(_ cell: Cell, of requirement: Requirement, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("requirement")
            writer.string(requirement.id.rawValue)
            writer.key("gate")
            writer.string(requirement.gate.rawValue)
            writer.key("verdict")
            writer.string(cell.word.rawValue)
            if let reason = cell.reason {
                writer.key("reason")
                writer.string(reason.description)
            }
            if self.windows == .shown, requirement.criterion.hasWindows { writer.windows(cell.duties) }
        }
    }
}

/// Whether the duties behind each cell are shown.
enum WindowDetail {
    case shown
    case hidden
}

extension JSONWriter {
    /// The member `windows`: the duties behind a cell.
    mutating func windows(_ duties: [Duty]) {
        self.key("windows")
        self.array { writer in
            for duty in duties { writer.window(duty) }
        }
    }

    private mutating func window(_ duty: Duty) {
        self.object { writer in
            writer.key("from")
            writer.string(duty.window.from.description)
            writer.key("to")
            writer.string(duty.window.through.description)
            writer.key("due")
            writer.string(duty.due.description)
            writer.key("verdict")
            writer.string(duty.verdict.rawValue)
            for (name, isSo) in [("late", duty.isLate), ("filedLate", duty.isFiledLate)] where isSo {
                writer.key(name)
                writer.boolean(true)
            }
            if let reason = duty.reason {
                writer.key("reason")
                writer.string(reason.description)
            }
        }
    }
}
