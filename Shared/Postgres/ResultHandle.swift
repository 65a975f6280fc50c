import CLibpq

/// Owns one `PGresult`, which never changes once libpq has handed it over.
@safe final class ResultHandle: @unchecked Sendable {
    // Sendable because everything read here is constant, and freed with the last reference.
    private let result: OpaquePointer

    /// Takes over `result`.
    init(owning result: OpaquePointer) { unsafe self.result = result }

    deinit { unsafe PQclear(self.result) }

    var status: ExecStatusType { unsafe PQresultStatus(self.result) }
    var report: ServerReport { unsafe ServerReport(copying: self.result) }
    /// What was done, such as `ROLLBACK` or `INSERT 0 3`.
    var commandTag: String { unsafe String(cString: PQcmdStatus(self.result)) }
    /// How many rows the command touched.
    var affected: Int { unsafe Int(String(cString: PQcmdTuples(self.result))) ?? 0 }
    var rowCount: Int { Int(unsafe PQntuples(self.result)) }

    var columns: [Column] {
        (0..<(unsafe PQnfields(self.result))).map { index in
            unsafe Column(
                name: String(cString: PQfname(self.result, index)), type: .numbered(PQftype(self.result, index)))
        }
    }

    struct Column {
        let name: String
        let type: SQLType
    }

    func isNull(row: Int, column: Int) -> Bool {
        unsafe PQgetisnull(self.result, Int32(row), Int32(column)) == 1
    }

    /// Reads a field where it lies.
    func read<Value: SQLColumn>(row: Int, column: Int, type: SQLType) throws(UnreadableValue) -> Value {
        let start = unsafe PQgetvalue(self.result, Int32(row), Int32(column))
        let count = Int(unsafe PQgetlength(self.result, Int32(row), Int32(column)))
        let bytes = unsafe UnsafeRawBufferPointer(start: start, count: count).assumingMemoryBound(to: UInt8.self)
        return unsafe try Value(column: bytes.span, type: type)
    }
}
