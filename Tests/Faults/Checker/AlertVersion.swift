import Kit

/// A version of an alert, as an alert or an attempt to deliver it names it.
struct AlertVersion: Hashable, CustomStringConvertible {
    let alert: String
    let version: Int64

    init(_ value: JSONValue) {
        self.alert = value["alert"]?.string ?? ""
        self.version = value["version"]?.integer ?? 0
    }

    var description: String { "\(self.alert)-v\(self.version)" }
}
