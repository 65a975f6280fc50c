internal import CMicrohttpd
internal import Synchronization

/// A stream on its way to one reader, chunk by chunk.
///
/// One chunk is held at a time: `send` returns when it is on its way, so a slow reader slows the stream and fills no
/// memory. The lock is held across suspending and resuming the connection, so that the two can never cross.
@safe final class Feed: Sendable {
    private struct State {
        var chunk: ArraySlice<UInt8> = []
        var hasEnded = false
        var hasReader = true
        var isSuspended = false
        /// Whoever waits for the chunk to be on its way.
        var sender: CheckedContinuation<Void, Never>?
        /// Whoever waits for the end, of the stream or of the reader.
        var watcher: CheckedContinuation<Void, Never>?

        var isOver: Bool { self.hasEnded || !self.hasReader }
    }

    nonisolated(unsafe) private let connection: OpaquePointer
    private let state = Mutex(State())

    init(connection: OpaquePointer) { unsafe self.connection = connection }

    /// Sends all of `chunks`, or what can be sent before the reader leaves or somebody calls `end`; then `chunks` is
    /// cancelled, and its source learns that nobody reads.
    func send(all chunks: AsyncStream<[UInt8]>) async {
        await withDiscardingTaskGroup { group in
            group.addTask {
                for await chunk in chunks where !chunk.isEmpty {
                    if await self.send(chunk) { continue }
                    // A stream that is only left tells its source nothing; one that is cancelled does.
                    unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                }
                self.end()
            }
            await self.waitForEnd()
            group.cancelAll()
        }
    }

    /// Sends nothing after what was sent.
    func end() { self.change { $0.hasEnded = true } }

    /// Says that nobody reads any more.
    func loseReader() { self.change { $0.hasReader = false } }

    /// Returns when `chunk` is on its way; false when nothing more can be sent.
    private func send(_ chunk: [UInt8]) async -> Bool {
        await withCheckedContinuation { continuation in
            self.change { state in
                if state.isOver {
                    continuation.resume()
                } else {
                    state.chunk = chunk[...]
                    state.sender = continuation
                }
            }
        }
        return self.state.withLock { !$0.isOver }
    }

    private func waitForEnd() async {
        await withCheckedContinuation { continuation in self.change { $0.watcher = continuation } }
    }

    /// Wakes up whom a change concerns: the connection, the sender, the watcher.
    private func change(_ body: (inout State) -> Void) {
        self.state.withLock { state in
            body(&state)
            if state.isSuspended, state.hasReader, state.hasEnded || !state.chunk.isEmpty {
                state.isSuspended = false
                unsafe MHD_resume_connection(self.connection)
            }
            if state.chunk.isEmpty || !state.hasReader { state.sender.take()?.resume() }
            if state.isOver { state.watcher.take()?.resume() }
        }
    }

    /// What libmicrohttpd's thread may send next: bytes, 0 to wait for them, or the end.
    private func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        var count = 0
        self.change { state in
            if state.chunk.isEmpty, state.hasEnded {
                count = Int(MHD_CONTENT_READER_END_OF_STREAM)
            } else if state.chunk.isEmpty {
                state.isSuspended = true
                unsafe MHD_suspend_connection(self.connection)
            } else {
                count = min(buffer.count, state.chunk.count)
                unsafe state.chunk.prefix(count).withUnsafeBytes { unsafe buffer.copyMemory(from: $0) }
                state.chunk.removeFirst(count)
            }
        }
        return count
    }

    /// A response that reads from this feed, and holds it until it is sent or given up.
    func makeResponse() -> OpaquePointer? {
        let held = unsafe Unmanaged.passRetained(self)
        let response = unsafe MHD_create_response_from_callback(
            UInt64.max, 32 << 10, Feed.read, held.toOpaque(), Feed.release)
        if unsafe response == nil { unsafe held.release() }
        return unsafe response
    }

    private static let read: MHD_ContentReaderCallback = { feed, _, buffer, size in
        guard let feed = unsafe feed, let buffer = unsafe buffer else { return -2 }
        return unsafe Unmanaged<Feed>.fromOpaque(feed).takeUnretainedValue()
            .fill(UnsafeMutableRawBufferPointer(start: buffer, count: size))
    }

    private static let release: MHD_ContentReaderFreeCallback = { feed in
        guard let feed = unsafe feed else { return }
        unsafe Unmanaged<Feed>.fromOpaque(feed).takeRetainedValue().loseReader()
    }
}
