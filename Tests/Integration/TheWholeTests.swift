import Kit
import Testing

/// What the services, the command line and a broker do together, as outsiders see it. Each test has an installation of
/// its own: the suites in here take turns, and the tests of each run one after another.
@Suite(.timeLimit(.minutes(5)))
enum `The whole` {}
