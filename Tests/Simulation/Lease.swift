/// Who may publish, and until when by the clock of the database.
struct Lease {
    var holder = -1
    var token: Int64 = 0
    var until = Int.min
}
