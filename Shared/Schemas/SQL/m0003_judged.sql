-- As of when each unit was judged last, and which days are to be looked at again the next time: those of duties whose
-- alert waits, of what lies ahead, and of what was told and not judged yet. A unit without a row is judged as a whole.
-- Whoever changes a row holds the unit's item in the due queue.
CREATE TABLE judged (
    unit text NOT NULL CONSTRAINT judged_key PRIMARY KEY,
    as_of timestamptz NOT NULL,
    days_from date,
    days_through date,
    CONSTRAINT judged_days_check CHECK ((days_from IS NULL) = (days_through IS NULL))
) WITH (fillfactor = 50);
