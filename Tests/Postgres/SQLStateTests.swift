import Postgres
import Testing

@Suite struct `A code of the server` {
    @Test func `says whether trying again can help`() {
        let transient: [SQLState] = [
            .serializationFailure, .deadlockDetected, .adminShutdown, .lockNotAvailable, .tooManyConnections,
            SQLState(rawValue: "08006"),
        ]
        let lasting: [SQLState] = [.uniqueViolation, .insufficientPrivilege, .queryCanceled, .syntaxError]

        #expect(transient.allSatisfy { $0.isTransient })
        #expect(!lasting.contains { $0.isTransient })
        #expect(SQLState.uniqueViolation.class == "23")
    }
}
