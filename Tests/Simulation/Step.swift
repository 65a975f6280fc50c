import Machines

/// What one step of a transaction does. Between any two steps others run, and the process may crash.
enum Step {
    /// Hold these, in this order; wait where somebody else does.
    case lock([Lock])
    /// Look at what is committed and change what is to be changed; what it returns follows at once.
    case act((Tables, Session) throws(WriteFailure) -> [Step])
}
