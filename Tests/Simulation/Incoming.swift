/// A record of a write, by its place in the poll.
struct Incoming {
    let index: Int
    let message: Message
}
