/// Somebody who is told of alerts, and how.
struct Recipient: Sendable {
    /// The name in the journal, in metrics and in the due queue: letters, digits and hyphens.
    let name: String
    /// What they are told of.
    let match: AlertMatch
    /// Where it stands for whoever holds the posts that an alert names: those posts; nil where it is told as such.
    var posts: Set<PostGroup>?
    /// How it reaches them.
    let channel: Channel

    /// How messages reach somebody.
    enum Channel: Sendable {
        /// A request to somebody's server.
        case webhook(Webhook)
        /// A file in a folder.
        case inbox(Inbox)

        /// The name in the journal and in metrics.
        var name: String {
            switch self {
            case .webhook: "webhook"
            case .inbox: "inbox"
            }
        }
    }
}
