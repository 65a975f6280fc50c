/// How much a server takes upon itself. Whatever is beyond is refused, or cut.
public struct ServerLimits: Sendable {
    /// The longest body of a request, in bytes; above it the answer is 413.
    public var bodyBytes: Int
    /// The longest head of a request (its first line and header fields), in bytes; above it the answer is 431.
    public var headerBytes: Int
    /// How many connections are open at once; further ones wait in the system's queue.
    public var connections: Int
    /// How many connections one address may have, or nil for as many as there are; further ones are closed.
    public var connectionsPerAddress: Int?
    /// How long a connection may be silent, in reading and in writing, before it is closed; whole seconds count.
    public var idleTimeout: Duration
    /// How long a request may take to arrive whole, from its first byte on, before its connection is cut.
    public var requestTimeout: Duration
    /// How long a stopping server waits for its answers to be sent.
    public var patience: Duration

    /// Limits that suit a service's health, metrics and small calls.
    public init(
        bodyBytes: Int = 1 << 20, headerBytes: Int = 16 << 10, connections: Int = 500,
        connectionsPerAddress: Int? = nil, idleTimeout: Duration = .seconds(30),
        requestTimeout: Duration = .seconds(30), patience: Duration = .seconds(3)
    ) {
        self.bodyBytes = bodyBytes
        self.headerBytes = headerBytes
        self.connections = connections
        self.connectionsPerAddress = connectionsPerAddress
        self.idleTimeout = idleTimeout
        self.requestTimeout = requestTimeout
        self.patience = patience
    }
}
