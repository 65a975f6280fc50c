-- What happened: every accepted version of every record, what was refused, what waits, and how far sources have sent.

-- Source and id of an event, unique for ever, with what it said and, of a held one that is written, the place (unit and
-- start) at which the record stood first; parked events claim theirs too, without a place. A row without content is no
-- event yet: others wait for it, and whoever writes it meets the row and lets them go.
CREATE TABLE seen (
    digest uuid NOT NULL CONSTRAINT seen_key PRIMARY KEY,
    content uuid,
    unit text,
    occurred timestamptz
);

-- At each place (unit and start) at which a record ever stood, one row for every version of it: 'held' where that
-- version stands, 'retracted' everywhere for one that takes the record back, 'elsewhere' else. Whoever reads a place
-- sees all that bears on it, in whatever order the versions came. Lane and position are those of the entry that
-- brought the row.
CREATE TABLE record (
    unit text NOT NULL,
    occurred timestamptz NOT NULL,
    kind text NOT NULL,
    record uuid NOT NULL,
    revision integer NOT NULL,
    state text NOT NULL,
    recorded timestamptz NOT NULL,
    accepted timestamptz NOT NULL,
    lane smallint NOT NULL,
    position bigint NOT NULL,
    detail json
);
CREATE INDEX record_place ON record (unit, occurred);

-- Corrections and retractions, by the event that made them: which record they are a version of, and where it stands
-- since. A held event is the first version of the record that bears its own digest, and needs no row here; the lock of
-- a record is its first version's row in `seen`.
CREATE TABLE version (
    event uuid NOT NULL CONSTRAINT version_key PRIMARY KEY,
    record uuid NOT NULL,
    revision integer NOT NULL,
    unit text NOT NULL,
    occurred timestamptz NOT NULL
);
CREATE INDEX version_record ON version (record);

-- Events that are right but early, in the order of their coming, behind the key that they wait for.
CREATE TABLE parked_key (
    key text NOT NULL CONSTRAINT parked_key_key PRIMARY KEY,
    since timestamptz NOT NULL,
    waiting integer NOT NULL DEFAULT 0
);

CREATE TABLE parked (
    key text NOT NULL,
    number bigint GENERATED ALWAYS AS IDENTITY,
    digest uuid NOT NULL,
    source text NOT NULL,
    accepted timestamptz NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    record_offset bigint NOT NULL,
    record_timestamp bigint,
    record_key bytea,
    headers json,
    value bytea NOT NULL,
    -- Of a watermark: the ends of its topic when it was read.
    cluster text,
    ends bigint[],
    CONSTRAINT parked_key_number PRIMARY KEY (key, number)
);
CREATE INDEX parked_source ON parked (source);

-- What became of parked events later; together with the positions' counts it adds up to the intake.
CREATE TABLE unparked (
    single boolean NOT NULL DEFAULT true CONSTRAINT unparked_key PRIMARY KEY
        CONSTRAINT unparked_single_check CHECK (single),
    applied bigint NOT NULL DEFAULT 0,
    refused bigint NOT NULL DEFAULT 0
);
INSERT INTO unparked DEFAULT VALUES;

-- Refused records, with what can be read of them, and when they were dismissed or replayed.
CREATE TABLE dead_letter (
    lane smallint NOT NULL,
    position bigint NOT NULL,
    accepted timestamptz NOT NULL,
    code text NOT NULL,
    field text,
    stage text NOT NULL,
    source text,
    event_id text,
    unit text,
    kind text,
    occurred timestamptz,
    recorded timestamptz NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    record_offset bigint NOT NULL,
    ended timestamptz,
    -- Up to when it held: the position, in the letter's own lane, of the entry that ended it.
    ended_position bigint,
    CONSTRAINT dead_letter_key PRIMARY KEY (lane, position)
);
CREATE INDEX dead_letter_unit ON dead_letter (unit, occurred) WHERE unit IS NOT NULL;
CREATE INDEX dead_letter_source ON dead_letter (source) WHERE source IS NOT NULL;

-- Watermarks: pending until every partition of their topic has been taken in up to its end of then.
CREATE TABLE watermark (
    identity uuid NOT NULL CONSTRAINT watermark_key PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY,
    source text NOT NULL,
    until timestamptz NOT NULL,
    unit text,
    kinds text[],
    recorded timestamptz NOT NULL,
    accepted timestamptz NOT NULL,
    cluster text NOT NULL,
    topic text NOT NULL,
    ends bigint[] NOT NULL,
    event_id text NOT NULL,
    headers json,
    value bytea NOT NULL,
    -- Set when it takes effect: its place in the journal (lane 0), which is also the order of taking effect.
    position bigint,
    -- Until when it counted: the first of the same source, unit and kinds that is newer was recorded then, and was there
    -- from that position on.
    recorded_until timestamptz NOT NULL DEFAULT 'infinity',
    position_until bigint NOT NULL DEFAULT 9223372036854775807
);
CREATE INDEX watermark_pending ON watermark (source, number) WHERE position IS NULL;
CREATE INDEX watermark_recorded_until ON watermark (source, recorded_until) WHERE position IS NOT NULL;
CREATE INDEX watermark_position_until ON watermark (source, position_until) WHERE position IS NOT NULL;

-- What each source's events came to: by kind of activity, `retraction` or `watermark`, and by the partition that
-- brought them, so that those who write at the same time do not wait for one row. Events that have waited are counted
-- under the topic ''. What waits or was refused is listed where it lies.
CREATE TABLE source_count (
    source text NOT NULL,
    kind text NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    accepted bigint NOT NULL,
    duplicate bigint NOT NULL,
    -- Of the accepted, those that came more than a day after they are said to have been recorded.
    delayed bigint NOT NULL,
    newest timestamptz NOT NULL,
    CONSTRAINT source_count_key PRIMARY KEY (source, kind, topic, partition)
) WITH (fillfactor = 50);

-- Commands that were taken: each is answered once.
CREATE TABLE command (
    identity uuid NOT NULL CONSTRAINT command_key PRIMARY KEY,
    content uuid NOT NULL
);

CREATE VIEW record_v1 WITH (security_barrier) AS
    SELECT r.unit, r.occurred, r.kind, r.record, r.revision, r.state, r.recorded, r.accepted, r.lane, r.position,
        r.detail, coalesce(j.source, '/guoying/activity') AS source,
        coalesce(j.id, r.lane || '-' || r.position) AS id
    FROM record r JOIN journal j ON j.lane = r.lane AND j.position = r.position;

CREATE VIEW version_v1 WITH (security_barrier) AS
    SELECT event, record, revision, unit, occurred FROM version;

-- Where records stood first.
CREATE VIEW first_place_v1 WITH (security_barrier) AS
    SELECT digest AS record, unit, occurred FROM seen WHERE unit IS NOT NULL;

CREATE VIEW dead_letter_v1 WITH (security_barrier) AS
    SELECT lane, position, accepted, code, field, stage, source, event_id, unit, kind, occurred, recorded, topic,
        partition, record_offset, ended, ended_position
    FROM dead_letter;

CREATE VIEW watermark_v1 WITH (security_barrier) AS
    SELECT source, until, unit, kinds, recorded, accepted, position, recorded_until, position_until FROM watermark
    WHERE position IS NOT NULL;

CREATE VIEW pending_watermark_v1 WITH (security_barrier) AS
    SELECT source, until, unit, kinds, recorded, accepted, cluster, topic, ends FROM watermark
    WHERE position IS NULL;

CREATE VIEW parked_v1 WITH (security_barrier) AS
    SELECT key, number, source, accepted, topic, partition, record_offset FROM parked;

CREATE VIEW source_v1 WITH (security_barrier) AS
    SELECT source, kind, sum(accepted)::bigint AS accepted, sum(duplicate)::bigint AS duplicate,
        sum(delayed)::bigint AS delayed, max(newest) AS newest
    FROM source_count GROUP BY source, kind;

CREATE VIEW answers_v1 WITH (security_barrier) AS
    SELECT cause AS command, type, lane, position, accepted, value FROM journal WHERE cause IS NOT NULL;

-- Intake = applied + duplicate + refused + parked, always.
CREATE VIEW intake_v1 WITH (security_barrier) AS
    SELECT coalesce(sum(p.taken), 0)::bigint AS taken,
        (coalesce(sum(p.applied), 0) + max(u.applied))::bigint AS applied,
        coalesce(sum(p.duplicate), 0)::bigint AS duplicate,
        (coalesce(sum(p.refused), 0) + max(u.refused))::bigint AS refused,
        (coalesce(sum(p.parked), 0) - max(u.applied) - max(u.refused))::bigint AS parked
    FROM unparked u LEFT JOIN position p ON true;
