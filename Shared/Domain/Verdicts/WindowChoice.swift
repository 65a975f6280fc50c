/// Which windows of a requirement are judged.
enum WindowChoice {
    /// All that have begun.
    case all
    /// One, where it is one of them.
    case only(Period)
    /// Those all of whose days lie among these, those on which it is kept late included; and all where the register
    /// alone tells.
    case among(Period)
}
