import CLibpq
import Dispatch

/// The right to have the server stop one session's statement, which outlives the connection it came from.
@safe struct CancelTicket: @unchecked Sendable {
    // Sendable because libpq made `PGcancel` for that: it holds copies only, and is used once.
    private let cancel: OpaquePointer

    /// One queue for all: a server that does not answer delays other requests to cancel, and takes one thread.
    private static let queue = DispatchQueue(label: "postgres.cancel")

    /// Takes over `cancel`.
    @unsafe init?(_ cancel: OpaquePointer?) {
        guard let cancel = unsafe cancel else { return nil }
        unsafe self.cancel = cancel
    }

    /// Asks the server, on a thread that may block: libpq 15 opens a blocking connection to do so.
    consuming func redeem() {
        let ticket = self
        Self.queue.async {
            // Whether it came in time nobody can know, so there is nothing to do about a failure.
            var complaint = [CChar](repeating: 0, count: 256)
            _ = unsafe PQcancel(ticket.cancel, &complaint, Int32(complaint.count))
            unsafe PQfreeCancel(ticket.cancel)
        }
    }
}
