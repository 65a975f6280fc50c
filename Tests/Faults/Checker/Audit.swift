import Kit
import Postgres

/// Notes every step of every position in the database itself, with the process that took it, in the order of commits:
/// what no reader of the end result could see. The services know nothing of it.
enum Audit {
    /// Has the database note; each process is told its own name by `environment(of:…)`.
    static func install(in database: ScratchDatabase) async throws {
        try await database.connected { connection in
            try await connection.script(
                """
                CREATE SCHEMA audit;
                CREATE TABLE audit.step (
                    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, service text, topic text, partition integer,
                    epoch bigint, position bigint, taken bigint, process text, is_claim boolean);
                CREATE INDEX ON audit.step (service, topic, partition, number) WHERE is_claim;
                CREATE FUNCTION audit.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
                BEGIN
                    INSERT INTO audit.step (service, topic, partition, epoch, position, taken, process, is_claim)
                    VALUES (TG_TABLE_SCHEMA, NEW.topic, NEW.partition, NEW.epoch, NEW.position, NEW.taken,
                        current_setting('fault.process', true), TG_OP = 'INSERT' OR NEW.epoch <> OLD.epoch);
                    RETURN NULL;
                END $$;
                """)
            for service in Installation.Service.allCases {
                try await connection.run(
                    """
                    CREATE TRIGGER audit AFTER INSERT OR UPDATE ON \(identifier: service.rawValue).position
                    FOR EACH ROW EXECUTE FUNCTION audit.note()
                    """)
            }
        }
    }

    /// The environment of a process whose sessions are to be known by `name`.
    static func environment(of name: String, at url: String) -> [String: String] {
        ["GUOYING_DATABASE_URL": "\(url)?options=-c%20fault.process%3D\(name)"]
    }
}
