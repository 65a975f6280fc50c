-- Who is to be told what, until it is delivered or given up. The ledger of attempts is the journal.

-- The newest version of each alert that was taken in; lower ones are ignored.
CREATE TABLE notified (
    alert text NOT NULL CONSTRAINT notified_key PRIMARY KEY,
    version bigint NOT NULL
) WITH (fillfactor = 80);

-- Messages on their way, in order for each recipient and unit: only the one of the lowest number is tried. Whoever
-- touches the messages of a recipient and a unit holds the row `deliver`, `recipient/unit` of the due queue.
CREATE TABLE delivery (
    recipient text NOT NULL,
    unit text NOT NULL,
    number bigint GENERATED ALWAYS AS IDENTITY,
    alert text NOT NULL,
    version bigint NOT NULL,
    body bytea NOT NULL,
    -- By the machine's clock, as all of these.
    entered timestamptz NOT NULL DEFAULT now(),
    -- How many attempts have begun; the newest is the fence of whoever makes it.
    attempts integer NOT NULL DEFAULT 0,
    -- Whether the newest attempt still is to be journalled.
    under_way boolean NOT NULL DEFAULT false,
    -- The end of the lease of an attempt under way, or of the pause after one that failed.
    not_before timestamptz NOT NULL DEFAULT '-infinity',
    CONSTRAINT delivery_key PRIMARY KEY (recipient, unit, number)
) WITH (fillfactor = 80);

CREATE VIEW delivery_v1 WITH (security_barrier) AS
    SELECT recipient, unit, number, alert, version, attempts, entered FROM delivery;

CREATE VIEW answers_v1 WITH (security_barrier) AS
    SELECT cause AS command, type, lane, position, accepted, value FROM journal WHERE cause IS NOT NULL;
