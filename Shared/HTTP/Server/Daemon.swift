internal import CMicrohttpd
internal import Glibc

/// Libmicrohttpd's daemon and its one thread, which owns the connections. It synchronises inside.
@safe final class Daemon: Sendable {
    nonisolated(unsafe) private let daemon: OpaquePointer
    private let socket: ListeningSocket
    private let door: Door

    init(door: Door, socket: ListeningSocket, address: ListeningAddress) throws(ListeningError) {
        let limits = door.limits
        var settings = unsafe shim_daemon_settings(
            listening_socket: socket.descriptor,
            connections: UInt32(limits.connections),
            connections_per_address: UInt32(limits.connectionsPerAddress ?? 0),
            idle_timeout_seconds: UInt32(max(1, limits.idleTimeout.components.seconds)),
            // The pool holds the head, a record for each field, and the buffer that bodies pass through.
            connection_memory_bytes: limits.headerBytes * 2 + 8 << 10,
            context: Unmanaged.passUnretained(door).toOpaque(),
            handler: handle, completed: complete, connection_changed: change, request_line: begin)
        guard let daemon = unsafe shim_start_daemon(&settings) else {
            socket.close()
            throw ListeningError(address, reason: "the system has no thread or no memory left for a server")
        }
        unsafe self.daemon = daemon
        self.socket = socket
        self.door = door
    }

    /// Refuses new connections; those that are open go on.
    func stopListening() {
        unsafe MHD_quiesce_daemon(self.daemon)
        self.socket.stopListening()
    }

    /// Closes what is open and joins the thread, which waits for nobody. Nothing may be suspended any more.
    func stop() {
        unsafe MHD_stop_daemon(self.daemon)
        self.socket.close()
    }
}

private func door(_ context: UnsafeMutableRawPointer?) -> Door? {
    guard let context = unsafe context else { return nil }
    return unsafe Unmanaged<Door>.fromOpaque(context).takeUnretainedValue()
}

private let change: MHD_NotifyConnectionCallback = { context, connection, _, event in
    guard let door = unsafe door(context), let connection = unsafe connection else { return }
    if event == .CONNECTION_NOTIFY_STARTED {
        unsafe door.connect(UInt(bitPattern: connection), socket: shim_connection_socket(connection))
    } else {
        door.disconnect(UInt(bitPattern: connection))
    }
}

private typealias RequestLineCallback =
    @convention(c) (
        UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?
    ) -> UnsafeMutableRawPointer?

/// What it returns is the request's own slot from then on: a retained exchange, released by `complete`.
private let begin: RequestLineCallback = { context, target, connection in
    guard let door = unsafe door(context), let connection = unsafe connection else { return nil }
    let exchange = unsafe Exchange(connection: connection, target: target.map { unsafe String(cString: $0) } ?? "")
    door.begin(exchange, on: UInt(bitPattern: connection))
    return unsafe Unmanaged.passRetained(exchange).toOpaque()
}

private let handle: MHD_AccessHandlerCallback = { context, _, _, method, _, upload, size, slot in
    guard let door = unsafe door(context), let method = unsafe method, let size = unsafe size,
        let known = unsafe slot?.pointee
    else { return .NO }
    let piece = unsafe UnsafeRawBufferPointer(start: upload, count: upload == nil ? 0 : size.pointee)
    unsafe size.pointee = 0
    return unsafe Unmanaged<Exchange>.fromOpaque(known).takeUnretainedValue()
        .proceed(String(cString: method), piece: piece, through: door)
}

private let complete: MHD_RequestCompletedCallback = { context, connection, slot, _ in
    guard let door = unsafe door(context), let connection = unsafe connection, let known = unsafe slot?.pointee
    else { return }
    door.finish(on: UInt(bitPattern: connection))
    unsafe Unmanaged<Exchange>.fromOpaque(known).takeRetainedValue().finish()
    unsafe slot?.pointee = nil
}
