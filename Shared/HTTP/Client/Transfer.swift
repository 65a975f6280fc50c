internal import CLibcurl
internal import Glibc

/// One request in libcurl's hands. It lives on the client's thread, and libcurl's callbacks write into it.
@safe final class Transfer {
    /// The longest head of an answer, in bytes.
    private static let headLimit = 64 << 10

    let call: Call
    let easy: UnsafeMutableRawPointer
    private let answer: CheckedContinuation<Call.Outcome, Never>
    private let explanation: UnsafeMutablePointer<CChar>
    private var lines: UnsafeMutablePointer<curl_slist>?

    private var headers = Headers()
    private var headBytes = 0
    private var body: [UInt8] = []
    private var isTooLarge = false
    /// An address that was not permitted, if there was one, and whether another one was.
    private var refusedAddress: String?
    private var hasPermittedAddress = false

    /// Takes over `call`: it is answered once, by `finish`.
    init(_ call: Call, answering answer: CheckedContinuation<Call.Outcome, Never>, easy: UnsafeMutableRawPointer) {
        self.call = call
        self.answer = answer
        unsafe self.easy = easy
        unsafe self.explanation = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe self.explanation.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        unsafe curl_easy_cleanup(self.easy)
        unsafe curl_slist_free_all(self.lines)
        unsafe self.explanation.deallocate()
    }

    /// Whose transfer a handle is.
    static func owner(of easy: UnsafeMutableRawPointer) -> Transfer? {
        unsafe shim_owner(easy).map { unsafe Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }

    // MARK: Preparing

    /// Tells libcurl everything. The result is not OK where libcurl lacks something, or memory.
    func prepare(proxy: ClientLimits.Proxy) -> CURLcode {
        let request = self.call.request
        var settings = unsafe Settings(easy: self.easy)
        let own = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe settings.set(CURLOPT_PRIVATE, pointer: own)
        unsafe settings.set(CURLOPT_ERRORBUFFER, pointer: self.explanation)
        // Without this libcurl would use signals to end the resolving of names.
        settings.set(CURLOPT_NOSIGNAL, 1)
        // A transfer that ends while its name is resolved leaves the resolver's thread to end by itself; waiting for it
        // would stop all the others.
        settings.set(CURLOPT_QUICK_EXIT, 1)
        settings.set(CURLOPT_URL, request.url)
        settings.set(CURLOPT_PROTOCOLS_STR, "http,https")
        settings.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        settings.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        settings.set(CURLOPT_SSL_VERIFYPEER, 1)
        settings.set(CURLOPT_SSL_VERIFYHOST, 2)
        // An empty name is no proxy, whatever the environment says.
        switch (proxy, request.addresses) {
        case (.none, _), (.environment, .publicOnly): settings.set(CURLOPT_PROXY, "")
        case (.environment, .any): break
        }
        if case .decoded = request.compression { settings.set(CURLOPT_ACCEPT_ENCODING, "") }
        if case .followed(let limit) = request.redirects {
            settings.set(CURLOPT_FOLLOWLOCATION, 1)
            settings.set(CURLOPT_MAXREDIRS, limit)
            settings.set(CURLOPT_REDIR_PROTOCOLS_STR, self.call.destination.isSecure ? "https" : "http,https")
        }
        self.prepareContent(of: request, in: &settings)
        unsafe settings.set(CURLOPT_HTTPHEADER, list: self.lines)
        unsafe settings.setCallbacks(for: own)
        return settings.result
    }

    private func prepareContent(of request: OutgoingRequest, in settings: inout Settings) {
        let carriesBody = [.post, .put, .patch].contains(request.method) || !request.body.isEmpty
        if request.method == .head {
            settings.set(CURLOPT_NOBODY, 1)
        } else {
            // Ends a transfer by what the answer says of itself; what it does not say is counted as it comes.
            settings.set(CURLOPT_MAXFILESIZE_LARGE, offset: request.responseLimitBytes)
        }
        if carriesBody {
            settings.set(CURLOPT_POST, 1)
            settings.setBody(request.body)
        }
        // Where libcurl knows the method by itself, it also knows what a redirect makes of it.
        let isNative = carriesBody ? request.method == .post : [.get, .head].contains(request.method)
        if !isNative { settings.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue) }
        for field in request.headers.fields {
            // A field with a semicolon is libcurl's way to send one without a value.
            self.add(line: field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        // What libcurl would add by itself: a guess at the content, and a question that costs a round trip.
        if request.headers.first("Content-Type") == nil { self.add(line: "Content-Type:") }
        if request.headers.first("Expect") == nil { self.add(line: "Expect:") }
    }

    private func add(line: String) { unsafe self.lines = curl_slist_append(self.lines, line) }

    // MARK: Called by libcurl

    /// False ends the transfer.
    func receive(head line: UnsafeRawBufferPointer) -> Bool {
        self.headBytes += line.count
        guard self.headBytes <= Transfer.headLimit else {
            self.isTooLarge = true
            return false
        }
        let text = unsafe String(decoding: line, as: UTF8.self)
        if text.hasPrefix("HTTP/") {
            // A further answer, behind an interim one or a redirect, takes the place of the one before.
            self.headers = Headers()
            return true
        }
        guard let colon = text.firstIndex(of: ":") else { return true }
        let value = text[text.index(after: colon)...].drop { $0.isWhitespace }
        let end = value.lastIndex { !$0.isWhitespace }.map { value.index(after: $0) } ?? value.startIndex
        self.headers.add(String(text[..<colon]), String(value[..<end]))
        return true
    }

    /// False ends the transfer.
    func receive(body piece: UnsafeRawBufferPointer) -> Bool {
        guard self.body.count + piece.count <= self.call.request.responseLimitBytes else {
            self.isTooLarge = true
            return false
        }
        unsafe self.body.append(contentsOf: piece)
        return true
    }

    /// Whether the request may go to `address`.
    func permits(_ address: String) -> Bool {
        guard self.call.request.addresses.permits(address) else {
            self.refusedAddress = address
            return false
        }
        self.hasPermittedAddress = true
        return true
    }

    // MARK: Ending

    /// Answers the call with what libcurl says of the transfer.
    func finish(_ result: CURLcode) {
        if result == CURLE_OK {
            let status = unsafe shim_status(self.easy)
            self.finish(.success(IncomingResponse(status: status, headers: self.headers, body: self.body)))
        } else {
            self.finish(.failure(self.failure(result)))
        }
    }

    /// Answers the call. Nothing follows.
    func finish(_ outcome: Call.Outcome) { self.answer.resume(returning: outcome) }

    private func failure(_ result: CURLcode) -> HTTPError {
        let limit = self.call.request.responseLimitBytes
        if self.isTooLarge || result == CURLE_FILESIZE_EXCEEDED {
            return self.call.failure(.tooLarge, "the answer is longer than \(limit) bytes, or its head than 65536")
        }
        if let address = self.refusedAddress,
            result == CURLE_ABORTED_BY_CALLBACK || result == CURLE_COULDNT_CONNECT && !self.hasPermittedAddress
        {
            return self.call.failure(
                .refusedAddress, "\(address) is not a public address, and the request may go to no other")
        }
        let detail = unsafe String(cString: self.explanation)
        return self.call.failure(
            HTTPError.Kind(result), detail.isEmpty ? unsafe String(cString: curl_easy_strerror(result)) : detail)
    }
}

extension HTTPError.Kind {
    /// What libcurl's code means to a caller.
    init(_ result: CURLcode) {
        self =
            switch result {
            case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .invalidURL
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .cannotResolve
            case CURLE_COULDNT_CONNECT: .cannotConnect
            case CURLE_OPERATION_TIMEDOUT: .timedOut
            case CURLE_FILESIZE_EXCEEDED: .tooLarge
            case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
                CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_USE_SSL_FAILED:
                .tls
            case CURLE_TOO_MANY_REDIRECTS, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING,
                CURLE_HTTP_RETURNED_ERROR:
                .badResponse
            case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT, CURLE_UNKNOWN_OPTION, CURLE_NOT_BUILT_IN: .busy
            default: .interrupted
            }
    }
}
