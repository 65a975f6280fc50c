import CLibpq
import Glibc
import Synchronization

/// The one thread that watches the sockets of all connections, so that no thread waits for a query.
///
/// A socket is registered once and armed for each wait (`EPOLLONESHOT`): one system call instead of the making and
/// unmaking of an event source. What the kernel reports carries a token, never a pointer or a descriptor, so a report
/// that comes late finds either nobody or somebody who looks again.
final class SocketMonitor: Sendable {
    static let shared = SocketMonitor()

    private let epoll: Int32
    private let registry = Mutex(Watches())

    private struct Watches {
        var watches: [UInt64: SocketWatch] = [:]
        var nextToken: UInt64 = 0
    }

    /// How many sockets one look at the kernel may report.
    private static let reportLimit = 64

    private init() {
        self.epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        var thread = pthread_t()
        // Without the thread nothing would ever wake, so a process that cannot start one must not get further.
        let code = unsafe pthread_create(
            &thread, nil,
            { monitor in
                if let monitor = unsafe monitor {
                    unsafe Unmanaged<SocketMonitor>.fromOpaque(monitor).takeUnretainedValue().watch()
                }
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        precondition(code == 0, "the system gives no thread to watch sockets with (error \(code))")
        pthread_detach(thread)
    }

    /// Enters `watch` and gives it the token that the kernel will report.
    func enter(_ watch: SocketWatch) -> UInt64 {
        self.registry.withLock { registry in
            registry.nextToken += 1
            registry.watches[registry.nextToken] = watch
            return registry.nextToken
        }
    }

    /// Asks for one report as soon as `descriptor` is ready; returns whether the kernel agreed.
    func arm(_ descriptor: Int32, for interest: SocketWatch.Interest, token: UInt64) -> Bool {
        var event = unsafe epoll_event(
            events: interest.events | EPOLLONESHOT.rawValue, data: epoll_data_t(u64: token))
        if unsafe epoll_ctl(self.epoll, EPOLL_CTL_MOD, descriptor, &event) == 0 { return true }
        // Not known yet; or libpq has closed it, which takes it out by itself, and opened another of the same number.
        guard errno == ENOENT else { return false }
        return unsafe epoll_ctl(self.epoll, EPOLL_CTL_ADD, descriptor, &event) == 0
    }

    /// Forgets the watch of `token`, and `descriptor` unless libpq has closed it already (−1).
    func leave(_ descriptor: Int32, token: UInt64) {
        if descriptor >= 0 { _ = epoll_ctl(self.epoll, EPOLL_CTL_DEL, descriptor, nil) }
        _ = self.registry.withLock { $0.watches.removeValue(forKey: token) }
    }

    private func watch() {
        var events = unsafe [epoll_event](repeating: epoll_event(), count: Self.reportLimit)
        while true {
            let count = unsafe epoll_wait(self.epoll, &events, Int32(events.count), -1)
            // Interrupted by a signal, at most: there is nothing to report then.
            guard count > 0 else { continue }
            for index in 0..<Int(count) {
                let token = unsafe events[index].data.u64
                self.registry.withLock { $0.watches[token] }?.wake(.ready)
            }
        }
    }
}

extension SocketWatch.Interest {
    /// What the kernel calls it. Errors and hang-ups it reports unasked.
    fileprivate var events: UInt32 {
        (self.contains(.read) ? EPOLLIN.rawValue : 0) | (self.contains(.write) ? EPOLLOUT.rawValue : 0)
    }
}
