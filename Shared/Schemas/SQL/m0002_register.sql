-- The register: units, counts of members and who reports what, on both axes of time.
--
-- Every row is a statement: it held from a day on (valid), was known from an instant on (recorded), and was accepted
-- at a position. Rows are only added; which one counts is the reader's question.

CREATE TABLE unit (
    code text NOT NULL,
    valid_from date NOT NULL,
    valid_through date,
    name text NOT NULL,
    kind text NOT NULL,
    category text,
    parent text,
    recorded timestamptz NOT NULL,
    accepted timestamptz NOT NULL,
    position bigint NOT NULL,
    CONSTRAINT unit_key PRIMARY KEY (code, valid_from, position)
);
CREATE INDEX unit_parent ON unit (parent);

CREATE TABLE member_count (
    unit text NOT NULL,
    valid_from date NOT NULL,
    formal integer NOT NULL,
    probationary integer NOT NULL,
    recorded timestamptz NOT NULL,
    accepted timestamptz NOT NULL,
    position bigint NOT NULL,
    CONSTRAINT member_count_key PRIMARY KEY (unit, valid_from, position)
);

CREATE TABLE reporting (
    source text NOT NULL,
    unit text NOT NULL,
    name text NOT NULL,
    owner text NOT NULL,
    kinds text[] NOT NULL,
    every text NOT NULL,
    valid_from date,
    valid_through date,
    recorded timestamptz NOT NULL,
    accepted timestamptz NOT NULL,
    position bigint NOT NULL,
    CONSTRAINT reporting_key PRIMARY KEY (source, unit, position)
);
CREATE INDEX reporting_unit ON reporting (unit);

-- Commands that were answered: each is taken once.
CREATE TABLE command (
    identity uuid NOT NULL CONSTRAINT command_key PRIMARY KEY,
    content uuid NOT NULL
);

-- Imports under way, each its sender's own: their rows lie here until the commit applies all of them or none.
CREATE TABLE import (
    source text NOT NULL,
    id text NOT NULL,
    begun timestamptz NOT NULL,
    row_count integer NOT NULL,
    part_count integer NOT NULL,
    CONSTRAINT import_key PRIMARY KEY (source, id)
);
CREATE INDEX import_begun ON import (begun);

CREATE TABLE import_part (
    source text NOT NULL,
    import text NOT NULL,
    number integer NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT import_part_key PRIMARY KEY (source, import, number),
    CONSTRAINT import_part_import_fkey FOREIGN KEY (source, import) REFERENCES import ON DELETE CASCADE
);

-- The rehearsal clock: business time runs from `business` since `since`. At most one row.
CREATE TABLE rehearsal (
    single boolean NOT NULL DEFAULT true CONSTRAINT rehearsal_key PRIMARY KEY
        CONSTRAINT rehearsal_single_check CHECK (single),
    business timestamptz NOT NULL,
    since timestamptz NOT NULL DEFAULT now()
);

CREATE VIEW unit_v1 WITH (security_barrier) AS
    SELECT code, valid_from, valid_through, name, kind, category, parent, recorded, accepted, position FROM unit;

CREATE VIEW member_count_v1 WITH (security_barrier) AS
    SELECT unit, valid_from, formal, probationary, recorded, accepted, position FROM member_count;

CREATE VIEW reporting_v1 WITH (security_barrier) AS
    SELECT source, unit, name, owner, kinds, every, valid_from, valid_through, recorded, accepted, position
    FROM reporting;

CREATE VIEW clock_v1 WITH (security_barrier) AS
    SELECT business, since FROM rehearsal;

CREATE VIEW answers_v1 WITH (security_barrier) AS
    SELECT cause AS command, type, lane, position, accepted, value FROM journal WHERE cause IS NOT NULL;

-- Sets the rehearsal clock; only forwards, because what was accepted cannot become unaccepted.
CREATE FUNCTION set_clock(asked timestamptz) RETURNS timestamptz
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = registry, pg_temp AS $$
DECLARE
    reached timestamptz;
BEGIN
    SELECT business + (now() - since) INTO reached FROM rehearsal FOR UPDATE;
    IF reached IS NULL AND EXISTS (SELECT FROM journal) THEN
        RAISE EXCEPTION 'the installation has run on the real clock: a rehearsal needs a database of its own'
            USING ERRCODE = 'GY001';
    END IF;
    IF asked < reached THEN
        RAISE EXCEPTION 'the clock is at % already, and does not go back', reached USING ERRCODE = 'GY002';
    END IF;
    INSERT INTO rehearsal (business) VALUES (asked)
        ON CONFLICT (single) DO UPDATE SET business = excluded.business, since = now();
    RETURN asked;
END
$$;
