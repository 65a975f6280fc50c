-- Who is to be told what, until it is delivered or given up. The ledger of attempts is the journal.

-- The newest version of each alert that was taken in; lower ones are ignored.
CREATE TABLE notified (
    alert text NOT NULL CONSTRAINT notified_key PRIMARY KEY,
    version integer NOT NULL
);

-- Messages on their way, in order for each recipient and unit.
CREATE TABLE delivery (
    recipient text NOT NULL,
    unit text NOT NULL,
    number bigint GENERATED ALWAYS AS IDENTITY,
    alert text NOT NULL,
    version integer NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    body bytea NOT NULL,
    entered timestamptz NOT NULL,
    CONSTRAINT delivery_key PRIMARY KEY (recipient, unit, number)
);

CREATE VIEW delivery_v1 WITH (security_barrier) AS
    SELECT recipient, unit, number, alert, version, attempts, entered FROM delivery;

CREATE VIEW answers_v1 WITH (security_barrier) AS
    SELECT cause AS command, type, lane, position, accepted, value FROM journal WHERE cause IS NOT NULL;
