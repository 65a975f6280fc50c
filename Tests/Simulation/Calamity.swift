/// What can go back to an earlier state.
enum Calamity {
    case broker, database
}
