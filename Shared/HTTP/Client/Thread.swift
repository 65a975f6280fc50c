internal import Glibc

/// Starts a thread that runs `body` and ends with it. False where the system has none to give.
///
/// The thread takes no signals: they are the process's business, and a peer that has closed its end shall be an error
/// of one write, which OpenSSL leaves to SIGPIPE.
func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
    final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    let work = unsafe Unmanaged.passRetained(Work(body))
    var thread = pthread_t()
    let fault = unsafe pthread_create(
        &thread, nil,
        { work in
            guard let work = unsafe work else { return nil }
            let known = unsafe Unmanaged<Work>.fromOpaque(work).takeRetainedValue()
            var signals = sigset_t()
            unsafe sigfillset(&signals)
            unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
            known.body()
            return nil
        }, work.toOpaque())
    guard fault == 0 else {
        unsafe work.release()
        return false
    }
    pthread_detach(thread)
    return true
}
