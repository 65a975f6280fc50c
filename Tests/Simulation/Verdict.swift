/// What is found of a unit in a window.
enum Verdict: Hashable {
    case met, open, notMet
}
