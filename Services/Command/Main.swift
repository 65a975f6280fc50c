internal import ServiceKit

/// The program `guoying`. It stands apart from the tree of commands, which is also read where another program is the
/// main one.
@main enum Main {
    @concurrent static func main() async { await Guoying.main() }
}
