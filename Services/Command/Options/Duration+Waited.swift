internal import ServiceKit

extension Duration {
    /// For how long somebody waited for an answer in vain: `within 10 seconds`; `yet` where they did not wait at all.
    var waited: String {
        guard self > .zero else { return "yet" }
        let (seconds, rest) = self.components
        return rest == 0 ? "within \(counted(Int(seconds), "second"))" : "within \(self / .seconds(1)) seconds"
    }
}
