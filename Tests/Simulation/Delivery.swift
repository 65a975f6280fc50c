/// A version of an alert on its way to whoever is to be told.
struct Delivery: Hashable {
    let name: AlertName
    let version: Int64
    var attempts = 0
    var isUnderWay = false
    var notBefore = Int.min
}
