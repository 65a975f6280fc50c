internal import Domain
internal import JSON
internal import Messages
internal import Pipeline

/// What a command is answered with: exactly one entry of the journal.
struct Answer: Sendable {
    /// The CloudEvents type.
    let type: String
    /// The data as JSON.
    let data: [UInt8]

    /// How many faults an answer lists; it says how many there are in all.
    static let faultLimit = 200

    /// An import was found right, and applied or not as it was asked for.
    static func outcome(_ outcome: ImportOutcome, _ mode: ImportCommit.Mode) -> Answer {
        Answer(type: ImportOutcome.type(of: mode), data: outcome.data)
    }

    /// Rows of an import have faults: the first of them are listed, in the order of the files.
    static func faults(_ faults: [RowFault]) -> Answer {
        let sorted = faults.sorted { ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column) }
        let listed = Array(sorted.prefix(self.faultLimit))
        let isCut = listed.count < faults.count
        let sentence = BilingualText(
            zh: "导入有 \(faults.count) 处错误，未做任何改动" + (isCut ? "；此处列出前 \(listed.count) 处。" : "。"),
            en: "The import has \(faults.count) fault\(faults.count == 1 ? "" : "s"), and nothing was changed"
                + (isCut ? "; the first \(listed.count) are listed." : "."))
        return .rejection(
            CommandRejection(code: "faulty-rows", field: "data.rows", sentence: sentence, rows: listed))
    }

    /// The command was not carried out.
    static func rejection(_ rejection: CommandRejection) -> Answer {
        Answer(type: CommandRejection.type(of: "registry"), data: rejection.data)
    }

    /// The record could not be read, so that nothing was done.
    static func refusal(_ fault: Fault) -> Answer {
        let sentence =
            switch fault.code {
            case .unsupportedType:
                BilingualText(
                    zh: "登记服务没有这种指令；请核对 type，或升级服务后重发。",
                    en: "The registry knows no such command; check its type, or send it again to a newer version.")
            case .internal:
                BilingualText(
                    zh: "数据库拒绝了这条指令中的某个值；指令已存入死信。",
                    en: "The database refused a value of this command; the command lies in the dead letters.")
            default:
                BilingualText(
                    zh: "指令不合规范（\(fault)）；请更正后用新的 id 重发。",
                    en: "The command is not well-formed (\(fault)); correct it and send it again with a new id.")
            }
        return .rejection(CommandRejection(code: fault.code.rawValue, field: fault.field, sentence: sentence))
    }

    /// An import began.
    static func begun(_ begin: ImportBegin) -> Answer {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("import")
            writer.string(begin.importID)
        }
        return Answer(type: "guoying.registry.import-begun.v1", data: writer.bytes)
    }

    /// Rows of an import were staged.
    static func taken(_ rows: ImportRows) -> Answer {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("import")
            writer.string(rows.importID)
            writer.key("rows")
            writer.integer(rows.rows.count)
        }
        return Answer(type: "guoying.registry.import-rows-taken.v1", data: writer.bytes)
    }

    /// The entry that answers a command.
    func entry(for addressee: Addressee, on topics: Topics) -> JournalEntry {
        var entry = JournalEntry(
            topic: topics.registryJournal.name, lane: Lane.index(ofUnit: nil), key: nil, type: self.type,
            value: self.data)
        entry.cause = addressee.id
        entry.headers = addressee.headers
        return entry
    }
}
