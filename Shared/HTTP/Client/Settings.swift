internal import CLibcurl
internal import Glibc

/// Sets the options of one transfer, and keeps the first refusal: an option that is not there must not be thought to
/// be, since some of them keep secrets.
@safe struct Settings {
    private(set) var result = CURLE_OK
    private let easy: UnsafeMutableRawPointer

    init(easy: UnsafeMutableRawPointer) { unsafe self.easy = easy }

    mutating func set(_ option: CURLoption, _ value: Int) { unsafe self.note(shim_set_long(self.easy, option, value)) }

    /// For options that hold a size.
    mutating func set(_ option: CURLoption, offset: Int) {
        unsafe self.note(shim_set_offset(self.easy, option, curl_off_t(offset)))
    }

    mutating func set(_ option: CURLoption, _ value: String) {
        unsafe self.note(shim_set_string(self.easy, option, value))
    }

    mutating func set(_ option: CURLoption, pointer: UnsafeRawPointer) {
        unsafe self.note(shim_set_pointer(self.easy, option, pointer))
    }

    mutating func set(_ option: CURLoption, list: UnsafeMutablePointer<curl_slist>?) {
        unsafe self.note(shim_set_list(self.easy, option, list))
    }

    /// Copies `body`; its size is given first, so that no NUL ends it.
    mutating func setBody(_ body: [UInt8]) {
        self.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: body.count)
        unsafe body.withUnsafeBytes { bytes in
            // No bytes have no address, and without an address libcurl would ask a callback for them.
            guard let start = bytes.baseAddress else {
                unsafe self.note(shim_set_string(self.easy, CURLOPT_COPYPOSTFIELDS, ""))
                return
            }
            unsafe self.note(shim_set_pointer(self.easy, CURLOPT_COPYPOSTFIELDS, start))
        }
    }

    /// Lets libcurl call `transfer`, an unretained pointer to a `Transfer`.
    mutating func setCallbacks(for transfer: UnsafeMutableRawPointer) {
        unsafe self.note(shim_set_receiver(self.easy, CURLOPT_HEADERFUNCTION, receiveHead))
        unsafe self.note(shim_set_pointer(self.easy, CURLOPT_HEADERDATA, transfer))
        unsafe self.note(shim_set_receiver(self.easy, CURLOPT_WRITEFUNCTION, receiveBody))
        unsafe self.note(shim_set_pointer(self.easy, CURLOPT_WRITEDATA, transfer))
        unsafe self.note(shim_set_socket_opener(self.easy, openSocket))
        unsafe self.note(shim_set_pointer(self.easy, CURLOPT_OPENSOCKETDATA, transfer))
        unsafe self.note(shim_set_request_gate(self.easy, permitRequest))
        unsafe self.note(shim_set_pointer(self.easy, CURLOPT_PREREQDATA, transfer))
    }

    private mutating func note(_ result: CURLcode) { if self.result == CURLE_OK { self.result = result } }
}

private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    unsafe context.map { unsafe Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
}

private let receiveHead: curl_write_callback = { bytes, size, count, context in
    let line = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
    return unsafe transfer(context)?.receive(head: line) == true ? line.count : 0
}

private let receiveBody: curl_write_callback = { bytes, size, count, context in
    let piece = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
    return unsafe transfer(context)?.receive(body: piece) == true ? piece.count : 0
}

/// Before a connection is made: the address that the name was resolved to is looked at, and nothing else is dialled.
private let openSocket: curl_opensocket_callback = { context, _, address in
    guard let transfer = unsafe transfer(context), let address = unsafe address else { return CURL_SOCKET_BAD }
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let fault = unsafe getnameinfo(
        shim_address(address), socklen_t(address.pointee.addrlen), &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
    guard fault == 0, transfer.permits(decoded(text)) else { return CURL_SOCKET_BAD }
    return unsafe socket(
        address.pointee.family, address.pointee.socktype | Int32(shim_close_on_exec), address.pointee.protocol)
}

/// Before a request is sent, on a connection that another request may have made under another policy.
private let permitRequest: curl_prereq_callback = { context, address, _, _, _ in
    guard let transfer = unsafe transfer(context), let address = unsafe address else { return CURL_PREREQFUNC_ABORT }
    return transfer.permits(unsafe String(cString: address)) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}

private func decoded(_ text: [CChar]) -> String {
    String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
