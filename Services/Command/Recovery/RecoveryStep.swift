internal import Messages

/// One thing that an operator may accept.
struct RecoveryStep: Hashable {
    /// The service that is to accept it.
    let service: String
    /// What it is to do.
    let act: OperatorOrder.Act
    /// What is wrong.
    let fault: String

    /// Where, as operators write it.
    var place: String {
        switch self.act {
        case .accept(let standstill, _): "\(self.service), \(standstill.place)"
        case .publishAgain(let topic): "\(self.service), \(topic)"
        }
    }

    /// What accepting it does.
    var consequence: String {
        switch self.act {
        case .publishAgain: "all of the journal that goes there is published again"
        case .accept(let standstill, _):
            switch standstill.found {
            case .replaced, .cutOff: "read from its beginning; what was taken in before falls to its ids"
            case .lost:
                "read from \(standstill.bound ?? 0); the gap of \((standstill.bound ?? 0) - standstill.position) is "
                    + "journalled"
            case .goneBack: "the journal goes on at new positions; what was sent since is read again"
            case .unreadable: "passed"
            }
        }
    }
}
