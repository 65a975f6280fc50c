internal import Domain
internal import JSON
internal import Messages
internal import Pipeline

/// What the registry answers.
extension Answer {
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
        Answer(rejection, by: "registry")
    }

    /// The record could not be read, so that nothing was done.
    static func refusal(_ fault: Fault) -> Answer {
        .rejection(CommandRejection(of: fault, by: BilingualText(zh: "登记服务", en: "The registry")))
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
}
