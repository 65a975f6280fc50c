-- How well sources report: what their letters say, and against what rhythm of its own a unit has fallen silent.

-- Of the accepted, those that correct a record.
ALTER TABLE source_count ADD COLUMN corrected bigint NOT NULL DEFAULT 0;

CREATE OR REPLACE VIEW source_v1 WITH (security_barrier) AS
    SELECT source, kind, sum(accepted)::bigint AS accepted, sum(duplicate)::bigint AS duplicate,
        sum(delayed)::bigint AS delayed, max(newest) AS newest, sum(corrected)::bigint AS corrected
    FROM source_count GROUP BY source, kind;

-- The newest letter about each source: when it was written, and what the source's counts were then.
CREATE TABLE quality_letter (
    source text NOT NULL CONSTRAINT quality_letter_key PRIMARY KEY,
    written timestamptz NOT NULL,
    accepted bigint NOT NULL,
    duplicate bigint NOT NULL,
    corrected bigint NOT NULL,
    delayed bigint NOT NULL
);

-- The first letter tells of what comes from now on.
INSERT INTO quality_letter (source, written, accepted, duplicate, corrected, delayed)
    SELECT source, coalesce((SELECT business + (now() - since) FROM registry.rehearsal), now()), sum(accepted),
        sum(duplicate), sum(corrected), sum(delayed)
    FROM source_count WHERE kind <> 'watermark' GROUP BY source;

-- Of each unit and kind that a source has reported at least four times: when such a thing last began, and how long the
-- pauses between them are, half of them at most and the longest.
CREATE VIEW rhythm_v1 WITH (security_barrier) AS
    WITH version AS (
        SELECT j.source, r.unit, r.kind, r.occurred, r.state, row_number() OVER (
            PARTITION BY r.record ORDER BY r.state = 'elsewhere', r.recorded DESC, r.revision DESC) AS age
        FROM record AS r JOIN journal AS j ON j.lane = r.lane AND j.position = r.position
        WHERE NOT is_withheld(r.kind)
    ), begun AS (
        -- What began at the same instant is no pause: some systems report a whole day's events at its beginning.
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
