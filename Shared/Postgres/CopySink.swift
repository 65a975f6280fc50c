/// Takes the bytes of a COPY. It is of use only within the closure it was given to.
public final class CopySink {
    private let connection: Connection
    private let statement: String
    /// What was handed to libpq since it was last made to send.
    private var pendingBytes = 0

    /// How much is handed over between two looks at the socket: enough to make waits rare, and little enough that
    /// libpq, which shifts what it could not send, has little to shift.
    private static let chunkBytes = 128 * 1024

    init(_ connection: Connection, _ statement: String) {
        self.connection = connection
        self.statement = statement
    }

    /// Sends `bytes`, which may end in the middle of a row, and waits whenever the server is slower than we are.
    ///
    /// - Throws: ``DatabaseError/Kind/disconnected``, ``DatabaseError/Kind/cancelled``.
    public func write(_ bytes: ArraySlice<UInt8>) async throws(DatabaseError) {
        precondition(self.connection.isCopying, "written to a COPY that is over: \(self.statement)")
        var rest = bytes
        while !rest.isEmpty {
            let chunk = rest.prefix(Self.chunkBytes - self.pendingBytes)
            guard let isTaken = self.connection.handle.put(chunk) else {
                throw self.connection.lost(self.statement)
            }
            if isTaken {
                rest = rest.dropFirst(chunk.count)
                self.pendingBytes += chunk.count
            }
            if !isTaken || self.pendingBytes >= Self.chunkBytes { try await self.flush() }
        }
    }

    /// Sends `bytes`, which may end in the middle of a row.
    public func write(_ bytes: [UInt8]) async throws(DatabaseError) { try await self.write(bytes[...]) }

    func flush() async throws(DatabaseError) {
        try await self.connection.flush(self.statement)
        self.pendingBytes = 0
    }
}
