public import Postgres

extension DatabaseSettings {
    /// Sets sessions up for a service, whose name is also that of its schema.
    public mutating func serve(_ service: String) {
        self.session["search_path"] = service
        // A stopped process must not hold a partition's row for longer than the group waits for it: 45 seconds.
        self.session["lock_timeout"] = "4s"
        self.session["idle_in_transaction_session_timeout"] = "15s"
        // A service's statements are made to go by an index, row by row, whatever their values are: each is planned
        // once, and again when its tables are analysed. A plan that knows no values guesses how many rows they ask for,
        // and would rather read a table as a whole.
        self.session["plan_cache_mode"] = "force_generic_plan"
        for way in ["seqscan", "mergejoin", "hashjoin"] { self.session["enable_\(way)"] = "off" }
        self.session["jit"] = "off"
    }
}
