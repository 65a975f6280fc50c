@testable import HTTP

/// A request: its first line and the fields behind it, as they stand on the wire; and the same target as one that a
/// request of ours would go to.
enum RequestCheck {
    static func check(_ input: [UInt8]) {
        let lines = String(decoding: input, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        let words = (lines.first ?? "").split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        let target = words.count == 2 ? String(words[1]) : ""
        let headers = self.headers(lines.dropFirst())
        self.go(to: target, headers)
        _ = AddressPolicy.publicOnly.permits(target)
        guard let method = Method(rawValue: words.first.map(String.init) ?? "") else { return }
        guard let request = Request(method, target, headers: headers) else { return }
        insist(request.path.utf8.first == UInt8(ascii: "/"), "a path begins with a slash")
        insist(!request.path.utf8.contains(0), "a path holds no NUL")
        insist(request.path == "/" + request.segments.joined(separator: "/"), "a path is its segments")
        let path = request.segments.map { "/" + self.escaped($0) }.joined()
        let query = request.query.items.map { "\(self.escaped($0.name))=\(self.escaped($0.value))" }
        let again = Request(method, path + "?" + query.joined(separator: "&"), headers: headers)
        insist(again?.segments == request.segments, "a path reads back when it is written again")
        insist(again?.query == request.query, "a query reads back when it is written again")
        self.answer(request)
    }

    private static func headers(_ lines: ArraySlice<Substring>) -> Headers {
        var headers = Headers()
        for line in lines {
            let halves = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            headers.add(String(halves[0]), halves.count == 2 ? String(halves[1].drop { $0 == " " }) : "")
        }
        if let field = headers.firstUnsendable {
            insist(headers.fields.contains(field), "what cannot be sent is among the fields")
        } else {
            let texts = headers.fields.map { $0.name + $0.value }
            insist(
                !texts.contains { $0.utf8.contains { [0, 0x0A, 0x0D].contains($0) } }, "no field ends another's line")
        }
        for field in headers.fields {
            insist(headers.first(field.name) == headers.all(field.name).first, "the first is the first of all")
        }
        return headers
    }

    private static func go(to url: String, _ headers: Headers) {
        guard let place = try? Destination(of: OutgoingRequest(.get, url, headers: headers)) else { return }
        insist(["http", "https"].contains(place.scheme), "a destination is one of HTTP")
        insist(!place.host.isEmpty && UInt16(place.port) != nil, "a destination can be gone to: \(place)")
        insist(!place.host.contains("@"), "a destination names no user: \(place)")
    }

    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in "%" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    private static let router: Router = {
        var router = Router()
        router.get("/health/live") { _ in .text("ok\n") }
        router.get("/units/{id}") { request in .text(request.parameters["id"] ?? "") }
        router.get("/units/{id}/cells/{requirement}") { request in .text("\(request.parameters.count)") }
        router.post("/units/new") { request in Response(headers: ["X-Query": request.query.first("q") ?? "none"]) }
        return router
    }()

    /// Nothing here waits for anything, so that the task is done as soon as a thread has time for it.
    private static func answer(_ request: Request) {
        let answered = AnswerBox()
        Task {
            answered.put(await self.router.answer(request))
        }
        let response = answered.take()
        insist([200, 404, 405, 500].contains(response.status), "an answer is one of those that there are")
        insist(response.headers.firstUnsendable == nil, "an answer can be sent")
        insist((response.status == 405) == (response.headers.first("Allow") != nil), "who is refused is told what goes")
    }
}
