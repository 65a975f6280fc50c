internal import CMicrohttpd

/// The head of a request as libmicrohttpd has parsed it, looked at before the body is read.
@safe struct RequestHead {
    /// Why a request goes no further.
    enum Refusal: Error {
        case malformed(String)
        case headTooLarge(ServerLimits)
        case bodyTooLarge(ServerLimits)

        var response: Response {
            switch self {
            case .malformed(let fault): .text("malformed request: \(fault)\n", status: 400)
            case .headTooLarge(let limits):
                .text("the head of a request may have \(limits.headerBytes) bytes\n", status: 431)
            case .bodyTooLarge(let limits):
                .text("the body of a request may have \(limits.bodyBytes) bytes\n", status: 413)
            }
        }
    }

    /// A body so much too long is read and forgotten before it is refused: few clients listen while they send. Of a
    /// longer one nothing is read.
    private static let forgettableBytes = 64 << 20

    /// What is to be done with a request whose head is there.
    enum Decision {
        /// Read the body; the request does not have it yet.
        case take(Request)
        /// Read the body, forget it, and refuse the request then.
        case forget
        /// Read nothing more.
        case refuse(Refusal)
    }

    private let connection: OpaquePointer

    init(of connection: OpaquePointer) { unsafe self.connection = connection }

    /// What the head says, looked at against the limits.
    func decide(_ method: String, _ target: String, limits: ServerLimits) -> Decision {
        guard unsafe shim_request_header_bytes(self.connection) <= limits.headerBytes else {
            return .refuse(.headTooLarge(limits))
        }
        guard let known = Method(rawValue: method) else { return .refuse(.malformed("the method is no token")) }
        let headers = self.headers
        guard let request = Request(known, target, headers: headers) else {
            return .refuse(.malformed("the target is no path, or holds a broken escape"))
        }
        let lengths = headers.all("Content-Length")
        let codings = headers.all("Transfer-Encoding")
        // Two readers of one message must not disagree about its end: that is how requests are smuggled past a proxy
        // (RFC 9112, section 11.2).
        guard lengths.count + codings.count <= 1, codings.allSatisfy({ Headers.areSame($0, "chunked") }) else {
            return .refuse(.malformed("its length is given twice, or in a coding other than chunked"))
        }
        if let length = lengths.first.flatMap(UInt64.init), length > UInt64(limits.bodyBytes) {
            // Who asks first is still listening.
            let listens = headers.first("Expect") != nil
            return listens || length > UInt64(RequestHead.forgettableBytes) ? .refuse(.bodyTooLarge(limits)) : .forget
        }
        return .take(request)
    }

    private var headers: Headers {
        var headers = Headers()
        unsafe withUnsafeMutablePointer(to: &headers) { headers in
            _ = unsafe MHD_get_connection_values_n(self.connection, .HEADER_KIND, RequestHead.add, headers)
        }
        return headers
    }

    private static let add: MHD_KeyValueIteratorN = { headers, _, name, nameSize, value, valueSize in
        guard let headers = unsafe headers else { return .NO }
        unsafe headers.assumingMemoryBound(to: Headers.self).pointee.add(
            RequestHead.text(name, nameSize), RequestHead.text(value, valueSize))
        return .YES
    }

    /// Bytes that are not UTF-8 are repaired: a field is for looking at, and never decides by such a byte.
    private static func text(_ start: UnsafePointer<CChar>?, _ count: Int) -> String {
        unsafe String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    }
}
