internal import Machines
public import Messages
public import Postgres

/// SQL of what stands still in a service's own schema.
struct StandstillTable: Sendable {
    let cluster: String

    /// Writes down that a partition is read no further, where its row says that it would be read on.
    func note(_ partition: Partition, _ reason: StopReason) -> SQL {
        """
        INSERT INTO standstill (cluster, topic, number, found, position, bound, fault)
        SELECT cluster, topic, partition, \(reason.finding.rawValue), position, \(reason.bound), \(reason.fault)
        FROM position
        WHERE cluster = \(self.cluster) AND topic = \(partition.topic) AND partition = \(partition.number)
        ON CONFLICT (cluster, topic, number) DO UPDATE
        SET found = excluded.found, position = excluded.position, bound = excluded.bound, fault = excluded.fault,
            since = now()
        """
    }

    /// Writes down that lanes are behind their topics, unless they have gone on since they were compared: whoever else
    /// found the same may have been answered meanwhile. What was written of others before is over.
    func note(_ lanes: [Standstill], fault: String) -> [SQL] {
        [
            self.forgetLanes(),
            """
            INSERT INTO standstill (cluster, topic, number, found, position, bound, fault)
            SELECT \(self.cluster), topic, number, \(StandstillCause.goneBack.rawValue), position, bound, \(fault)
            FROM unnest(\(lanes.map(\.topic))::text[], \(lanes.map(\.number))::integer[],
                \(lanes.map(\.position))::bigint[], \(lanes.map(\.bound))::bigint[])
                AS found (topic, number, position, bound)
            JOIN lane ON lane.lane = found.number AND lane.head = found.position
            ORDER BY lane.lane FOR SHARE OF lane
            ON CONFLICT (cluster, topic, number) DO NOTHING
            """,
        ]
    }

    /// Takes away what was written of partitions: whoever takes them over finds it again, or it is over.
    func forget(_ partitions: [Partition]) -> SQL {
        """
        DELETE FROM standstill WHERE cluster = \(self.cluster) AND (topic, number) IN (
            SELECT * FROM unnest(\(partitions.map(\.topic))::text[], \(partitions.map(\.number))::integer[]))
        """
    }

    /// Takes away what was written of lanes.
    func forgetLanes() -> SQL {
        "DELETE FROM standstill WHERE cluster = \(self.cluster) AND found = \(StandstillCause.goneBack.rawValue)"
    }

    /// Asks which of some partitions still stand still.
    func remaining(of partitions: [Partition]) -> SQL {
        """
        SELECT topic, number AS partition FROM standstill
        WHERE cluster = \(self.cluster) AND (topic, number) IN (
            SELECT * FROM unnest(\(partitions.map(\.topic))::text[], \(partitions.map(\.number))::integer[]))
        """
    }

    /// Asks what stands still at a place, and keeps others from acting on it until COMMIT.
    func lock(_ standstill: Standstill) -> SQL {
        """
        SELECT topic, number, found, position, bound FROM standstill
        WHERE cluster = \(self.cluster) AND topic = \(standstill.topic) AND number = \(standstill.number) FOR UPDATE
        """
    }
}

extension Standstill {
    /// Reads a row of the table, or of the view.
    public init?(_ row: Row) throws {
        guard let found = StandstillCause(rawValue: try row.decode("found")) else { return nil }
        self.init(
            topic: try row.decode("topic"), number: try row.decode("number"), found: found,
            position: try row.decode("position"), bound: try row.decode("bound", as: Int64?.self))
    }
}
