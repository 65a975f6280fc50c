-- What is told of activities that touch what people think, and to whom. Of some kinds no single record is told, because
-- it is about a person or counts too few; whoever may look at one all the same says what for, and it is written down.

-- The kinds of which no single record is told.
CREATE FUNCTION is_withheld(kind text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT kind IN ('survey-result', 'talks', 'care', 'help-case', 'admission-step')
$$;

-- An event's data without the lists of those who were due to vote. The journal's JSON is canonical, so that a member's
-- name has one spelling.
CREATE FUNCTION without_rolls(data text) RETURNS json LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN position('"roll":' IN data) = 0 OR coalesce(jsonb_typeof(data::jsonb -> 'decisions'), '') <> 'array'
            THEN data::json
        ELSE jsonb_set(data::jsonb, '{decisions}', (
            SELECT coalesce(jsonb_agg(decision #- '{vote,roll}' ORDER BY number), '[]')
            FROM jsonb_array_elements(data::jsonb -> 'decisions') WITH ORDINALITY AS d (decision, number)))::json
    END
$$;

-- What events say that took place, but for what is withheld.
CREATE VIEW data_v1 WITH (security_barrier) AS
    SELECT r.lane, r.position, is_withheld(r.kind) AS is_withheld,
        CASE WHEN NOT is_withheld(r.kind) THEN without_rolls(convert_from(j.value, 'UTF8')) END AS data
    FROM record r JOIN journal j ON j.lane = r.lane AND j.position = r.position
    WHERE r.state = 'held';

-- Whether the session may not see what an entry of that type says as it was sent.
CREATE FUNCTION is_closed(type text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT type IN ('guoying.activity.held.v1', 'guoying.activity.corrected.v1')
        AND NOT pg_has_role('guoying_operator', 'MEMBER')
$$;

-- The journal as the other services publish theirs, but that what took place is whole for operators only.
CREATE OR REPLACE VIEW journal_v1 WITH (security_barrier) AS
    SELECT lane, position, accepted, topic, key, type, source, id, cause, headers,
        CASE WHEN NOT is_closed(type) THEN value END AS value, digest,
        CASE WHEN is_closed(type) THEN sha256(value) END AS withheld
    FROM journal;

-- Who looked at which version of a record whole, and what for.
CREATE TABLE look (
    number bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT look_key PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    login text NOT NULL DEFAULT session_user,
    purpose text NOT NULL CONSTRAINT look_purpose_check CHECK (char_length(purpose) BETWEEN 1 AND 200),
    record uuid NOT NULL,
    lane smallint NOT NULL,
    position bigint NOT NULL
);
CREATE INDEX look_record ON look (record);

CREATE VIEW look_v1 WITH (security_barrier) AS
    SELECT number, at, login, purpose, record, lane, position FROM look;

-- The data of records, whole, for a purpose. It is written down for those that are withheld or list who was due: in the
-- table, and in the server's log, which keeps it where the transaction is rolled back.
CREATE FUNCTION look_at(lanes smallint[], positions bigint[], purpose text)
    RETURNS TABLE (lane smallint, "position" bigint, data text)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = activity, pg_temp AS $$
#variable_conflict use_column
DECLARE
    goal text := btrim(coalesce(purpose, ''));
    seen integer;
BEGIN
    IF goal = '' OR char_length(goal) > 200 THEN
        RAISE EXCEPTION 'a look at personal records needs a purpose of 1 to 200 characters' USING ERRCODE = 'GY005';
    END IF;
    INSERT INTO look (purpose, record, lane, position)
        SELECT goal, r.record, r.lane, r.position
        FROM unnest(lanes, positions) AS asked (lane, position)
        JOIN record r ON r.lane = asked.lane AND r.position = asked.position AND r.state = 'held'
        JOIN journal j ON j.lane = r.lane AND j.position = r.position
        WHERE is_withheld(r.kind) OR position('"roll":' IN convert_from(j.value, 'UTF8')) > 0
        ORDER BY r.lane, r.position;
    GET DIAGNOSTICS seen = ROW_COUNT;
    RAISE LOG '% personal records were looked at by %: %', seen, session_user, goal;
    RETURN QUERY SELECT r.lane, r.position, convert_from(j.value, 'UTF8')
        FROM unnest(lanes, positions) AS asked (lane, position)
        JOIN record r ON r.lane = asked.lane AND r.position = asked.position AND r.state = 'held'
        JOIN journal j ON j.lane = r.lane AND j.position = r.position;
END
$$;
REVOKE ALL ON FUNCTION look_at(smallint[], bigint[], text) FROM PUBLIC;

-- What is told in counts, once for each month in which the records were first taken in, when the month is over: rows are
-- only added. Whoever computes them has taken care that no difference of two of them is of a group that is too small.
CREATE TABLE disclosed (
    -- The month's first day.
    month date NOT NULL,
    form text NOT NULL CONSTRAINT disclosed_form_check CHECK (form IN ('survey', 'talks', 'care', 'help')),
    unit text NOT NULL,
    -- The question of a survey, the relation of talks, what care was offered, what help was asked for.
    matter text NOT NULL,
    -- Of a survey's answers: by what they are told apart, and of which group these are.
    filter text,
    value text,
    -- How many people the group has.
    size bigint NOT NULL,
    -- How many of them were talked with; of answers, how many chose which.
    held bigint,
    answers json,
    -- Of a survey: its code, and its first and last day.
    survey text,
    first_day date,
    last_day date
);
CREATE INDEX disclosed_place ON disclosed (form, unit, month);

-- Answers about conditions and services, never whose; each unit's cell is what it reported.
CREATE VIEW survey_v1 WITH (security_barrier) AS
    SELECT month, unit, survey, first_day, last_day, matter AS question, filter, value, size AS answers,
        answers AS counts
    FROM disclosed WHERE form = 'survey';

-- How many talks there were of how many that there should be, in a unit and all below it.
CREATE VIEW talks_v1 WITH (security_barrier) AS
    SELECT month, unit, matter AS relation, size AS due, held FROM disclosed WHERE form = 'talks';

-- How often help was asked for and care was taken up, in a unit and all below it.
CREATE VIEW care_v1 WITH (security_barrier) AS
    SELECT month, unit, form = 'help' AS is_request, matter, size AS count FROM disclosed
    WHERE form IN ('care', 'help');
