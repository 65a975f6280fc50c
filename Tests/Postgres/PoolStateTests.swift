import Testing

@testable import Postgres

@Suite struct `The rules of a pool` {
    private typealias State = PoolState<String, String>
    private let now = ContinuousClock.now

    @Test func `open a connection for everybody up to the limit, then let them wait`() {
        var state = State(limit: 2)

        let answers = (0..<3).map { _ in state.lend() }

        guard case (.open, .open, .wait) = (answers[0], answers[1], answers[2]) else {
            Issue.record("not open, open, wait but \(answers)")
            return
        }
        #expect(state.openCount == 2)
    }

    @Test func `hand what is given back to the one who has waited longest`() {
        var state = State(limit: 1)
        _ = state.lend()
        state.enter("first", as: 1)
        state.enter("second", as: 2)

        guard case .hand(to: "first") = state.takeBack("connection", at: self.now) else {
            Issue.record("not handed to the first")
            return
        }
        #expect(state.waitingCount == 1)
        #expect(state.idleCount == 0)
    }

    @Test func `let a waiter open another connection when one is gone`() {
        var state = State(limit: 1)
        _ = state.lend()
        state.enter("first", as: 1)

        guard case .close(successor: "first") = state.discard() else {
            Issue.record("nobody succeeded")
            return
        }
        #expect(state.openCount == 1)
        #expect(state.waitingCount == 0)
    }

    @Test func `lend the connection that was used last`() {
        var state = State(limit: 2)
        _ = state.lend()
        _ = state.lend()
        _ = state.takeBack("cold", at: self.now)
        _ = state.takeBack("warm", at: self.now)

        guard case .use(let idle) = state.lend() else {
            Issue.record("not lent")
            return
        }
        #expect(idle.resource == "warm")
    }

    @Test func `serve a waiter once`() {
        var state = State(limit: 1)
        _ = state.lend()
        state.enter("first", as: 1)
        _ = state.takeBack("connection", at: self.now)

        #expect(state.leave(1) == nil)
    }

    @Test func `keep nothing once closed`() {
        var state = State(limit: 2)
        _ = state.lend()
        _ = state.lend()
        _ = state.takeBack("idle", at: self.now)

        let (idle, waiters) = state.close()
        let late = state.lend()
        let returned = state.takeBack("lent", at: self.now)

        #expect(idle.map(\.resource) == ["idle"])
        #expect(waiters.isEmpty)
        guard case (.refuse, .close(successor: nil)) = (late, returned) else {
            Issue.record("not refused and closed but \(late), \(returned)")
            return
        }
        #expect(state.openCount == 0)
    }
}
