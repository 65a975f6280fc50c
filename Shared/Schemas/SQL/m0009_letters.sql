-- Letters about what is withheld keep nothing. Those that were written before they did so still hold what came, which is
-- for those only who see records whole.

CREATE OR REPLACE VIEW journal_v1 WITH (security_barrier) AS
    SELECT j.lane, j.position, j.accepted, j.topic, j.key, j.type, j.source, j.id, j.cause, j.headers,
        CASE WHEN NOT shut.is_shut THEN j.value END AS value,
        CASE WHEN NOT shut.is_shut THEN j.digest END AS digest
    FROM journal j CROSS JOIN LATERAL (
        SELECT is_closed(j.type, j.value) OR NOT sees_all() AND EXISTS (
            SELECT FROM dead_letter l WHERE l.lane = j.lane AND l.position = j.position AND is_withheld(l.kind)
        ) AS is_shut OFFSET 0) AS shut;

-- What began at the same instant is no pause: some systems report a whole day's events at its beginning.
CREATE OR REPLACE VIEW rhythm_v1 WITH (security_barrier) AS
    WITH version AS (
        SELECT j.source, r.unit, r.kind, r.occurred, r.state, row_number() OVER (
            PARTITION BY r.record ORDER BY r.state = 'elsewhere', r.recorded DESC, r.revision DESC) AS age
        FROM record AS r JOIN journal AS j ON j.lane = r.lane AND j.position = r.position
        WHERE NOT is_withheld(r.kind)
    ), begun AS (
        SELECT DISTINCT source, unit, kind, occurred FROM version
        WHERE age = 1 AND state = 'held' AND source IS NOT NULL
    ), pause AS (
        SELECT source, unit, kind, occurred, occurred - lag(occurred) OVER (
            PARTITION BY source, unit, kind ORDER BY occurred) AS length
        FROM begun
    )
    SELECT source, unit, kind, max(occurred) AS newest,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY length) AS usual, max(length) AS longest
    FROM pause GROUP BY source, unit, kind HAVING count(*) >= 4;
