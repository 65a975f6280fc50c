internal import Domain
internal import Messages
internal import Pipeline

/// The imports under way, while the commands of a batch are gone through: which of them are open, what came in, and
/// what is to become of each command.
///
/// It decides nothing about rows: those are judged together when their import is committed.
struct ImportStaging: Sendable {
    /// An import that has begun and has not been committed.
    struct Open: Sendable {
        /// How many rows lie staged, those of this batch included.
        var rowCount = 0
        /// How many parts were staged before this batch.
        var storedParts = 0
        /// What came with this batch, as it is to be stored.
        var freshParts: [[UInt8]] = []
        /// The rows of this batch.
        var freshRows: [ImportRows] = []
        /// Whether it began before this batch.
        var isStored = false
    }

    /// What becomes of a command.
    enum Step: Sendable {
        /// It is answered, and that is all.
        case answer(Answer)
        /// All rows of the import are judged, and applied where they are to be.
        case commit(Commit)
    }

    /// An import that has all its rows.
    struct Commit: Sendable {
        /// The command.
        let command: ImportCommit
        /// The name under which rows were stored by earlier batches; nil where none were.
        let stored: ImportKey?
        /// The rows that came with this batch, behind those.
        let fresh: [ImportRows]
    }

    /// How many rows one import may have: they are judged together, in memory, in one transaction.
    static let rowLimit = 50_000

    /// The imports that are open now.
    private(set) var open: [ImportKey: Open]
    /// Imports of earlier batches that have been committed.
    private(set) var ended: Set<ImportKey> = []

    /// Begins a batch with the imports that are open.
    init(open: [ImportKey: Open]) { self.open = open }

    /// What becomes of the next command; `data` is what was sent, as it is to be stored.
    mutating func take(_ command: RegistryCommand, from source: String, data: [UInt8]) -> Step {
        switch command {
        case .importBegin(let begin):
            return .answer(self.begin(begin, ImportKey(source: source, id: begin.importID)))
        case .importRows(let rows):
            return .answer(self.stage(rows, data, ImportKey(source: source, id: rows.importID)))
        case .importCommit(let commit):
            return self.commit(commit, ImportKey(source: source, id: commit.importID))
        }
    }

    private mutating func begin(_ begin: ImportBegin, _ key: ImportKey) -> Answer {
        guard self.open[key] == nil else { return .rejection(.alreadyBegun(key)) }
        self.open[key] = Open()
        return .begun(begin)
    }

    private mutating func stage(_ rows: ImportRows, _ data: [UInt8], _ key: ImportKey) -> Answer {
        guard var open = self.open[key] else { return .rejection(.notBegun(key)) }
        guard open.rowCount + rows.rows.count <= Self.rowLimit else { return .rejection(.tooManyRows(key)) }
        open.rowCount += rows.rows.count
        open.freshParts.append(data)
        open.freshRows.append(rows)
        self.open[key] = open
        return .taken(rows)
    }

    private mutating func commit(_ commit: ImportCommit, _ key: ImportKey) -> Step {
        guard let open = self.open.removeValue(forKey: key) else { return .answer(.rejection(.notBegun(key))) }
        if open.isStored { self.ended.insert(key) }
        guard open.rowCount == commit.rows else {
            return .answer(.rejection(.incomplete(key, announced: commit.rows, arrived: open.rowCount)))
        }
        return .commit(Commit(command: commit, stored: open.isStored ? key : nil, fresh: open.freshRows))
    }
}

extension CommandRejection {
    fileprivate static func alreadyBegun(_ key: ImportKey) -> Self {
        Self(
            code: "import-begun", field: "data.import",
            sentence: BilingualText(
                zh: "导入“\(key.id)”已经开始，尚未提交；请换一个编号，或先提交。",
                en: "The import '\(key.id)' has begun already and is not committed; choose another id, or commit it."))
    }

    fileprivate static func notBegun(_ key: ImportKey) -> Self {
        Self(
            code: "unknown-import", field: "data.import",
            sentence: BilingualText(
                zh: "没有进行中的导入“\(key.id)”：尚未开始、已经提交，或开始后一天内没有提交；请重新开始。",
                en: "No import '\(key.id)' of this sender is under way: it never began, was committed, or was not "
                    + "committed within a day; begin anew."))
    }

    fileprivate static func tooManyRows(_ key: ImportKey) -> Self {
        Self(
            code: "too-many-rows", field: "data.rows",
            sentence: BilingualText(
                zh: "一次导入最多 \(ImportStaging.rowLimit) 行；请分几次导入，上级单位在先。",
                en: "An import has at most \(ImportStaging.rowLimit) rows; import in several goes, the upper units "
                    + "first."))
    }

    fileprivate static func incomplete(_ key: ImportKey, announced: Int, arrived: Int) -> Self {
        Self(
            code: "incomplete-import", field: "data.rows",
            sentence: BilingualText(
                zh: "导入“\(key.id)”应有 \(announced) 行，收到 \(arrived) 行，未做任何改动；请重新导入。",
                en: "The import '\(key.id)' should have \(announced) rows and \(arrived) arrived; nothing was changed, "
                    + "import again."))
    }
}
