/// What libFuzzer calls for each input. The bytes are lent for the call, so they are copied.
@_cdecl("LLVMFuzzerTestOneInput")
public func checkInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    chosenTarget.check([UInt8](UnsafeBufferPointer(start: start, count: count)))
    return 0
}

private let chosenTarget = FuzzTarget.chosen
