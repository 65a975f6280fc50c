/// The events of a file, whatever it is.
struct EventStream: ~Copyable {
    private var file: EventFile?
    private var table: EventTable?

    /// Opens a file: a table where it is called `.csv` or a mapping is given, else events in JSON.
    init(_ name: String, _ mapping: EventMapping?) throws(CommandFailure) {
        if mapping != nil || name.lowercased().hasSuffix(".csv") {
            self.file = nil
            self.table = try EventTable(name, mapping)
        } else {
            self.file = try EventFile(name)
        }
    }

    /// The next event's text; nil behind the last one.
    mutating func next() throws(CommandFailure) -> EventFile.Text? {
        if self.table != nil { return self.table?.next() }
        return try self.file?.next() ?? nil
    }
}
