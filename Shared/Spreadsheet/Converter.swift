internal import Glibc

/// The C library's converter from one encoding into UTF-8.
@safe struct Converter: ~Copyable {
    private let handle: iconv_t

    /// A converter; nil where the C library has none for that encoding.
    init?(from encoding: String) {
        // What iconv_open answers where it fails is not a pointer but the number −1.
        guard let handle = unsafe iconv_open("UTF-8", encoding), Int(bitPattern: handle) != -1 else {
            return nil
        }
        unsafe self.handle = handle
    }

    deinit { unsafe iconv_close(self.handle) }

    /// Converts bytes up to the first that the encoding does not have.
    func convert(_ bytes: [UInt8]) -> (text: [UInt8], isWhole: Bool) {
        var input = bytes
        var isWhole = false
        // Two bytes of either encoding become four at most.
        let text = unsafe [UInt8](unsafeUninitializedCapacity: bytes.count * 2 + 4) { output, count in
            unsafe input.withUnsafeMutableBytes { input in
                var source = unsafe input.baseAddress?.assumingMemoryBound(to: CChar.self)
                var target = unsafe UnsafeMutableRawPointer(output.baseAddress)?.assumingMemoryBound(to: CChar.self)
                var (inputLeft, outputLeft) = (input.count, output.count)
                let answer = unsafe iconv(self.handle, &source, &inputLeft, &target, &outputLeft)
                isWhole = answer != -1 && inputLeft == 0
                count = output.count - outputLeft
            }
        }
        return (text, isWhole)
    }
}
