/// A number with what it counts: `1 event`, `191 events`; `2 entries` where the plural is named.
public func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}
