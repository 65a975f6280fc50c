-- What stands still until an operator has looked at it, and the door by which an operator acts on it. Run in each
-- service's own schema.

-- A partition that is read no further, or a lane of the journal that is behind what lies on its topic ('gone-back').
-- Written by whoever finds it; taken away by whoever takes the partition over anew or carries an order out.
CREATE TABLE standstill (
    cluster text NOT NULL,
    topic text NOT NULL,
    -- The partition's, or the lane's.
    number integer NOT NULL,
    found text NOT NULL CONSTRAINT standstill_found_check
        CHECK (found IN ('unreadable', 'replaced', 'cut-off', 'lost', 'gone-back')),
    -- The offset at which it would be read on, or the head of the lane.
    position bigint NOT NULL,
    -- What was found: the offset that cannot be read, the end of the topic, its oldest offset, or the newest position of
    -- the lane that lies there.
    bound bigint,
    fault text NOT NULL,
    since timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT standstill_key PRIMARY KEY (cluster, topic, number)
);

CREATE VIEW standstill_v1 WITH (security_barrier) AS
    SELECT cluster, topic, number, found, position, bound, fault, since FROM standstill;

-- Leaves an order for the service, which carries it out and journals it. It comes by the due queue and not by the topic
-- of commands, because that topic may be what stands still, and because a service whose database has gone back journals
-- nothing, not even an answer, before the order to go on.
CREATE FUNCTION give_order(id text, detail json) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF coalesce(btrim(detail ->> 'reason'), '') = '' THEN
        RAISE EXCEPTION 'an order needs a reason' USING ERRCODE = 'GY004';
    END IF;
    INSERT INTO due (what, key, at, clock, detail)
        VALUES ('order', id, now(), 'machine', (detail::jsonb || jsonb_build_object('login', session_user))::json);
END
$$;
-- A caller's temporary tables are never looked at before the service's own.
DO $$ BEGIN EXECUTE format('ALTER FUNCTION give_order(text, json) SET search_path = %I, pg_temp', current_schema()); END $$;
-- Nobody calls it but those to whom `guoying migrate` grants it.
REVOKE ALL ON FUNCTION give_order(text, json) FROM PUBLIC;
