-- Names and contacts of persons, who are opaque ids everywhere else. No role reads or writes these tables but through the
-- functions below, each of which writes to the log of access. What is superseded is not kept: nobody is to be asked
-- about the telephone number that somebody used to have.

CREATE TABLE person (
    person text NOT NULL CONSTRAINT person_key PRIMARY KEY
        CONSTRAINT person_id_check CHECK (person ~ '^[A-Za-z0-9_./:-]{1,64}$'),
    name text NOT NULL CONSTRAINT person_name_check CHECK (char_length(name) BETWEEN 1 AND 200),
    mobile text CONSTRAINT person_mobile_check CHECK (char_length(mobile) BETWEEN 1 AND 32),
    email text CONSTRAINT person_email_check CHECK (char_length(email) BETWEEN 3 AND 254),
    recorded timestamptz NOT NULL
);

CREATE TABLE contact_access (
    number bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT contact_access_key PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    role text NOT NULL DEFAULT session_user,
    act text NOT NULL CONSTRAINT contact_access_act_check CHECK (act IN ('keep', 'read')),
    purpose text NOT NULL CONSTRAINT contact_access_purpose_check CHECK (char_length(purpose) BETWEEN 1 AND 200),
    persons text[] NOT NULL
);

-- Writes an access down: in the table, and in the server's log, which keeps it where the transaction is rolled back.
CREATE FUNCTION log_contact_access(act text, purpose text, persons text[]) RETURNS void
    LANGUAGE plpgsql SET search_path = registry, pg_temp AS $$
BEGIN
    IF coalesce(btrim(purpose), '') = '' THEN
        RAISE EXCEPTION 'an access to contacts needs a purpose' USING ERRCODE = 'GY003';
    END IF;
    INSERT INTO contact_access (act, purpose, persons) VALUES (act, btrim(purpose), persons);
    RAISE LOG 'contacts of % persons: % by %, %', cardinality(persons), act, session_user, btrim(purpose);
END
$$;

-- Takes names and contacts in: those not known yet, and those that differ unless they were recorded before what is
-- known. A row that does not say when it was recorded counts as recorded now, by the business clock. Answers with how
-- many were new, changed and unchanged.
--
-- The journal hears of it through the due queue: the item and the change are one transaction, and the registry, which
-- alone numbers its lane, writes the entry. It tells who changed, never what.
CREATE FUNCTION keep_contacts(
    persons text[], names text[], mobiles text[], emails text[], recorded timestamptz[], purpose text,
    OUT added integer, OUT changed integer, OUT unchanged integer)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = registry, pg_temp AS $$
DECLARE
    business timestamptz := coalesce((SELECT r.business + (now() - r.since) FROM rehearsal r), now());
    touched text[];
BEGIN
    PERFORM log_contact_access('keep', purpose, persons);
    WITH given AS (
        SELECT g.person, g.name, g.mobile, g.email, least(coalesce(g.recorded, business), business) AS recorded
        FROM unnest(persons, names, mobiles, emails, recorded) AS g (person, name, mobile, email, recorded)
    ), kept AS (
        INSERT INTO person AS p SELECT * FROM given ORDER BY person
        ON CONFLICT (person) DO UPDATE
            SET name = excluded.name, mobile = excluded.mobile, email = excluded.email, recorded = excluded.recorded
            WHERE excluded.recorded >= p.recorded
                AND (excluded.name, excluded.mobile, excluded.email) IS DISTINCT FROM (p.name, p.mobile, p.email)
        RETURNING p.person, p.xmax = 0 AS is_new
    )
    SELECT array_agg(k.person), count(*) FILTER (WHERE k.is_new), count(*) FILTER (WHERE NOT k.is_new)
        INTO touched, added, changed FROM kept k;
    unchanged := cardinality(persons) - added - changed;
    INSERT INTO due (what, key, at, clock)
        SELECT 'contact-changed', t.person, now(), 'machine' FROM unnest(touched) AS t (person) ORDER BY t.person
        ON CONFLICT (what, key) DO NOTHING;
END
$$;

-- Names and contacts of given persons, for a purpose.
CREATE FUNCTION read_contacts(asked text[], purpose text)
    RETURNS TABLE (person text, name text, mobile text, email text)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = registry, pg_temp AS $$
BEGIN
    PERFORM log_contact_access('read', purpose, asked);
    RETURN QUERY SELECT p.person, p.name, p.mobile, p.email FROM person p WHERE p.person = ANY (asked) ORDER BY p.person;
END
$$;

-- Nobody calls them but those to whom `guoying migrate` grants it.
REVOKE ALL ON FUNCTION log_contact_access(text, text, text[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION keep_contacts(text[], text[], text[], text[], timestamptz[], text) FROM PUBLIC;
REVOKE ALL ON FUNCTION read_contacts(text[], text) FROM PUBLIC;
