/// An alert: it is about a unit and a window.
struct AlertName: Hashable, Comparable, CustomStringConvertible {
    let unit: Int
    let window: Int

    var number: Int { self.unit * 8 + self.window }
    var description: String { "alert-u\(self.unit)-w\(self.window)" }
    static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
