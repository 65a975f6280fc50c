/// Looks on: keeps what is wrong, and tells each step to whoever wants to read it.
final class Watch {
    private(set) var violations: [Violation] = []
    private let teller: ((String) -> Void)?
    var step = 0

    init(teller: ((String) -> Void)?) { self.teller = teller }

    func report(_ invariant: Invariant, _ what: @autoclosure () -> String) {
        guard self.violations.count < 10 else { return }
        let violation = Violation(invariant: invariant, what: what())
        self.violations.append(violation)
        self.tell("VIOLATION \(violation)")
    }

    func tell(_ what: @autoclosure () -> String) {
        guard let teller = self.teller else { return }
        teller("\(self.step)  \(what())")
    }
}
