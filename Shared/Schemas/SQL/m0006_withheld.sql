-- Of a value that a reader of the journal is not shown, its SHA-256 is: the chain can be followed over it all the same.
-- Run in each service's own schema; a schema that withholds something says so in its own view.
CREATE OR REPLACE VIEW journal_v1 WITH (security_barrier) AS
    SELECT lane, position, accepted, topic, key, type, source, id, cause, headers, value, digest,
        NULL::bytea AS withheld
    FROM journal;
