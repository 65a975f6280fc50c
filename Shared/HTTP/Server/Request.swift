/// A request as the server hands it over: read whole, and decoded.
public struct Request: Sendable {
    /// What is asked to be done.
    public let method: Method
    /// Where, decoded, without the query.
    public let path: String
    /// What stood behind the question mark, decoded.
    public let query: Query
    /// The header fields.
    public let headers: Headers
    /// The body, empty where there was none.
    public internal(set) var body: [UInt8]
    /// What stood where the route has a name in braces: `id` for the route `/units/{id}`, decoded.
    public internal(set) var parameters: [String: String] = [:]

    /// The path between its slashes, each part decoded: an escaped slash separates nothing.
    let segments: [String]

    /// A request for `target`, a path with an optional query as it stands in the first line of a request, or an
    /// absolute URL, whose server part is passed over (RFC 9112, section 3.2.2). Nil where `target` is neither, or
    /// holds a broken escape.
    public init?(_ method: Method, _ target: String, headers: Headers = Headers(), body: [UInt8] = []) {
        guard let origin = Request.originForm(of: target) else { return nil }
        let bytes = Array(origin.utf8)
        let end = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.endIndex
        let parts = bytes[1..<end].split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let segments = parts.compactMap(percentDecoded)
        guard segments.count == parts.count, let query = Query(bytes[end...].dropFirst()) else { return nil }
        self.method = method
        self.path = "/" + segments.joined(separator: "/")
        self.query = query
        self.headers = headers
        self.body = body
        self.segments = segments
    }

    private static func originForm(of target: String) -> Substring? {
        if target.hasPrefix("/") { return target[...] }
        for scheme in ["http://", "https://"] where target.hasPrefix(scheme) {
            let rest = target.dropFirst(scheme.count)
            guard let start = rest.firstIndex(where: { $0 == "/" || $0 == "?" }) else { return "/" }
            return rest[start] == "/" ? rest[start...] : "/" + rest[start...]
        }
        return nil
    }
}
