import Kit
import Testing

/// What the services, the command line and a broker do together, as outsiders see it. Each test has an installation of
/// its own, so they run one after another.
@Suite(.inTurn, .serialized, .timeLimit(.minutes(5)))
enum `The whole` {}
