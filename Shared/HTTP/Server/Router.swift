/// Which handler answers which path and method.
///
/// A path nobody knows is answered with 404, a known one with another method with 405 and the methods it has, and a
/// handler's error with 500, without a word of it: errors are for the log. `HEAD` is served by the handler of `GET`.
public struct Router: Sendable {
    /// Answers one request. It runs in a task of its own, which is cancelled when the server's patience ends.
    public typealias Handler = @Sendable (Request) async throws -> Response

    private enum Segment: Hashable {
        case literal(String)
        case parameter(String)

        init(_ text: Substring) {
            if text.hasPrefix("{"), text.hasSuffix("}"), text.count > 2 {
                self = .parameter(String(text.dropFirst().dropLast()))
            } else {
                self = .literal(String(text))
            }
        }
    }

    private struct Route {
        let pattern: String
        let segments: [Segment]
        var handlers: [Method: Handler] = [:]

        /// The parameters' values, or nil where `path` is not on this route.
        func match(_ path: [String]) -> [String: String]? {
            guard path.count == self.segments.count else { return nil }
            var values: [String: String] = [:]
            for (segment, text) in zip(self.segments, path) {
                switch segment {
                case .literal(text): continue
                case .literal: return nil
                case .parameter(let name): values[name] = text
                }
            }
            return values
        }

        var allowed: String {
            var methods = Set(self.handlers.keys.map(\.rawValue))
            if self.handlers[.get] != nil { methods.insert(Method.head.rawValue) }
            return methods.sorted().joined(separator: ", ")
        }
    }

    private var routes: [Route] = []

    /// A router without routes.
    public init() {}

    /// Adds a route for `GET`, and with it for `HEAD`.
    public mutating func get(_ pattern: String, _ handler: @escaping Handler) { self.on(.get, pattern, handler) }

    /// Adds a route for `POST`.
    public mutating func post(_ pattern: String, _ handler: @escaping Handler) { self.on(.post, pattern, handler) }

    /// Adds a route. A segment of `pattern` in braces stands for anything: `/units/{id}`; where two routes fit, the
    /// one whose first differing segment is spelt out wins. A pattern begins with a slash, and no method of it is
    /// given twice.
    public mutating func on(_ method: Method, _ pattern: String, _ handler: @escaping Handler) {
        precondition(pattern.hasPrefix("/"), "a route begins with a slash: \(pattern)")
        let segments = pattern.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(Segment.init)
        if let known = self.routes.firstIndex(where: { $0.segments == segments }) {
            precondition(self.routes[known].handlers[method] == nil, "a second route for \(method) \(pattern)")
            self.routes[known].handlers[method] = handler
            return
        }
        self.routes.append(Route(pattern: pattern, segments: segments, handlers: [method: handler]))
        // Literals before parameters, place by place, so that the first fit is the one that wins.
        self.routes.sort { left, right in
            Router.rank(left.segments).lexicographicallyPrecedes(Router.rank(right.segments))
        }
    }

    /// Answers `request`, whatever happens; `log` is told what a handler threw.
    public func answer(
        _ request: Request, log: @Sendable (RequestFailure) -> Void = { _ in }
    ) async -> Response {
        guard let (route, parameters) = self.find(request.segments) else {
            return .text("no such path\n", status: 404)
        }
        guard let handler = route.handlers[request.method] ?? (request.method == .head ? route.handlers[.get] : nil)
        else {
            var refusal = Response.text("this path does not take \(request.method)\n", status: 405)
            refusal.headers.add("Allow", route.allowed)
            return refusal
        }
        var request = request
        request.parameters = parameters
        do {
            let response = try await handler(request)
            guard let field = response.headers.firstUnsendable else { return response }
            throw UnsendableHeader(name: field.name)
        } catch is CancellationError where Task.isCancelled {
            return .text("stopping\n", status: 503)
        } catch {
            log(RequestFailure(method: request.method, route: route.pattern, error: error))
            return .text("internal error\n", status: 500)
        }
    }

    private func find(_ path: [String]) -> (Route, [String: String])? {
        for route in self.routes {
            if let parameters = route.match(path) { return (route, parameters) }
        }
        return nil
    }

    private static func rank(_ segments: [Segment]) -> [Int] {
        segments.map { segment in
            switch segment {
            case .literal: 0
            case .parameter: 1
            }
        }
    }
}
