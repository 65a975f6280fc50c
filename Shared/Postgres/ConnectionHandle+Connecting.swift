import CLibpq
import Glibc

extension ConnectionHandle {
    /// What connecting goes on with.
    enum Progress {
        case wait(SocketWatch.Interest)
        case connected
        case failed
    }

    /// A `PGconn` on its way between threads while nobody else uses it.
    @safe private struct Passage: @unchecked Sendable {
        let session: OpaquePointer?
    }

    /// Begins to connect.
    static func start(_ keywords: [String: String]) async -> ConnectionHandle {
        let pairs = Array(keywords)
        let passage = await BlockingWork.run {
            unsafe withCStrings(pairs.map(\.key)) { names in
                unsafe withCStrings(pairs.map(\.value)) { values in
                    unsafe Passage(session: PQconnectStartParams(names, values, 0))
                }
            }
        }
        return unsafe ConnectionHandle(owning: passage.session)
    }

    /// Takes the next step of connecting, once the socket is ready for it.
    func advance() async -> Progress {
        let passage = unsafe Passage(session: self.sessionWhileConnecting)
        let status = await BlockingWork.run { unsafe PQconnectPoll(passage.session) }
        switch status {
        case PGRES_POLLING_OK: return .connected
        case PGRES_POLLING_READING: return .wait(.read)
        case PGRES_POLLING_WRITING: return .wait(.write)
        default: return .failed
        }
    }
}

/// Lends `strings` as C strings, with a null pointer behind the last, for the length of `body`.
private func withCStrings<Value>(_ strings: [String], _ body: ([UnsafePointer<CChar>?]) -> Value) -> Value {
    let copies = unsafe strings.map { unsafe strdup($0) }
    defer { unsafe copies.forEach { unsafe free($0) } }
    return unsafe body(copies.map { unsafe UnsafePointer($0) } + [nil])
}
