/// How much a client takes upon itself.
public struct ClientLimits: Sendable {
    /// How a request reaches a host.
    public enum Proxy: Sendable {
        /// Directly, whatever the environment says.
        case none
        /// As `HTTPS_PROXY`, `http_proxy` and `NO_PROXY` say. A request that may go to public addresses only goes
        /// directly nevertheless: behind a proxy nobody could look at the address.
        case environment
    }

    /// How many connections are open at once; further requests wait, and their deadlines run.
    public var connections: Int
    /// How many of them may be to one host.
    public var connectionsPerHost: Int
    /// How many requests may be in flight, waiting ones among them; further ones fail at once as `busy`.
    public var requests: Int
    /// How a request reaches a host.
    public var proxy: Proxy

    /// Limits that suit a service that calls a handful of hosts.
    public init(connections: Int = 64, connectionsPerHost: Int = 8, requests: Int = 1_000, proxy: Proxy = .none) {
        self.connections = connections
        self.connectionsPerHost = connectionsPerHost
        self.requests = requests
        self.proxy = proxy
    }
}
