/// Stops the fuzzer, which keeps the input, where something does not hold that should hold of every input.
func insist(_ holds: Bool, _ promise: @autoclosure () -> String) {
    guard holds else { fatalError("it does not hold that \(promise())") }
}

/// Stops the fuzzer where something throws that should not, whatever the input is.
func insist<Value>(_ promise: @autoclosure () -> String, on body: () throws -> Value) -> Value {
    do {
        return try body()
    } catch {
        fatalError("it does not hold that \(promise()): \(error)")
    }
}
