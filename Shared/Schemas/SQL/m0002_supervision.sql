-- What was judged: the verdict of each duty as it last stood, and the alerts that follow from verdicts.

-- The last verdict of each duty; a limit has no window. Every change is an entry of the journal.
CREATE TABLE verdict (
    unit text NOT NULL,
    requirement text NOT NULL,
    window_from date,
    window_through date,
    verdict text NOT NULL,
    late boolean NOT NULL,
    filed_late boolean NOT NULL,
    reason text,
    since timestamptz NOT NULL,
    lane smallint NOT NULL,
    position bigint NOT NULL,
    CONSTRAINT verdict_key UNIQUE NULLS NOT DISTINCT (unit, requirement, window_from)
);

-- One alert for each duty, and one for each source that has fallen silent; versions only grow.
CREATE TABLE alert (
    id text NOT NULL CONSTRAINT alert_key PRIMARY KEY,
    unit text NOT NULL,
    requirement text,
    window_from date,
    source text,
    version integer NOT NULL,
    status text NOT NULL,
    severity text NOT NULL,
    verdict text,
    body json NOT NULL,
    content uuid NOT NULL,
    raised timestamptz NOT NULL,
    changed timestamptz NOT NULL,
    CONSTRAINT alert_subject_check CHECK ((requirement IS NULL) <> (source IS NULL))
);
CREATE INDEX alert_unit ON alert (unit);
CREATE INDEX alert_source ON alert (source) WHERE source IS NOT NULL;

-- Waivers: who released which unit from what, for which days, and from and to which position of the unit's lane that
-- held. A revocation is known from its instant on and ends the waiver from a day on.
CREATE TABLE waiver (
    id text NOT NULL CONSTRAINT waiver_key PRIMARY KEY,
    unit text NOT NULL,
    requirement text NOT NULL,
    valid_from date NOT NULL,
    valid_through date NOT NULL,
    basis text NOT NULL,
    signer text NOT NULL,
    recorded timestamptz NOT NULL,
    lane smallint NOT NULL,
    position bigint NOT NULL,
    revoked timestamptz,
    revoked_from date,
    revoked_position bigint,
    revoked_by text,
    revocation_reason text
);
CREATE INDEX waiver_unit ON waiver (unit);

-- Commands that were taken: each is answered once.
CREATE TABLE command (
    identity uuid NOT NULL CONSTRAINT command_key PRIMARY KEY,
    content uuid NOT NULL
);

-- What is decided once for the installation: the first start, where no go-live day is configured.
CREATE TABLE setting (
    name text NOT NULL CONSTRAINT setting_key PRIMARY KEY,
    value text NOT NULL
);

CREATE VIEW verdict_v1 WITH (security_barrier) AS
    SELECT unit, requirement, window_from, window_through, verdict, late, filed_late, reason, since, lane, position
    FROM verdict;

CREATE VIEW alert_v1 WITH (security_barrier) AS
    SELECT id, unit, requirement, window_from, source, version, status, severity, verdict, body, raised, changed FROM alert;

CREATE VIEW waiver_v1 WITH (security_barrier) AS
    SELECT id, unit, requirement, valid_from, valid_through, basis, signer, recorded, lane, position, revoked,
        revoked_from, revoked_position, revoked_by, revocation_reason
    FROM waiver;

CREATE VIEW answers_v1 WITH (security_barrier) AS
    SELECT cause AS command, type, lane, position, accepted, value FROM journal WHERE cause IS NOT NULL;
