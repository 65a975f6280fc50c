-- What is told of activities that touch what people think, and to whom. Of some kinds no single record is told, because
-- it is about a person or counts too few; whoever may look at one all the same says what for, and it is written down.

-- The kinds of which no single record is told.
CREATE FUNCTION is_withheld(kind text) RETURNS boolean LANGUAGE sql IMMUTABLE
    RETURN kind IN ('survey-result', 'talks', 'care', 'help-case', 'admission-step');

-- Those of them whose records are about one person each: not even that there is one is told.
CREATE FUNCTION is_personal(kind text) RETURNS boolean LANGUAGE sql IMMUTABLE
    RETURN kind IN ('help-case', 'admission-step');

-- Whether the session may see records as they were sent: the services, which judge by them, and whoever verifies them.
CREATE FUNCTION sees_all() RETURNS boolean LANGUAGE sql STABLE
    RETURN pg_has_role('guoying_operator', 'MEMBER') OR pg_has_role('guoying_activity', 'MEMBER')
        OR pg_has_role('guoying_supervision', 'MEMBER');

-- An event's data without the lists of those who were due to vote. The journal's JSON is canonical, so that a member's
-- name has one spelling.
CREATE FUNCTION without_rolls(data text) RETURNS json LANGUAGE sql IMMUTABLE
    RETURN CASE
        WHEN position('"roll":' IN data) = 0 OR coalesce(jsonb_typeof(data::jsonb -> 'decisions'), '') <> 'array'
            THEN data::json
        ELSE jsonb_set(data::jsonb, '{decisions}', (
            SELECT coalesce(jsonb_agg(
                CASE WHEN jsonb_typeof(decision -> 'vote') = 'object' THEN decision #- '{vote,roll}' ELSE decision END
                ORDER BY number), '[]')
            FROM jsonb_array_elements(data::jsonb -> 'decisions') WITH ORDINALITY AS d (decision, number)))::json
    END;

-- Records as everybody may read them: of what is withheld no detail, and of what is about one person nothing.
CREATE OR REPLACE VIEW record_v1 WITH (security_barrier) AS
    SELECT r.unit, r.occurred, r.kind, r.record, r.revision, r.state, r.recorded, r.accepted, r.lane, r.position,
        CASE WHEN NOT is_withheld(r.kind) OR sees_all() THEN r.detail END AS detail,
        coalesce(j.source, '/guoying/activity') AS source, coalesce(j.id, r.lane || '-' || r.position) AS id
    FROM record r JOIN journal j ON j.lane = r.lane AND j.position = r.position
    WHERE NOT is_personal(r.kind) OR sees_all();

-- What events say that took place, but for what is withheld.
CREATE VIEW data_v1 WITH (security_barrier) AS
    SELECT j.lane, j.position,
        CASE WHEN NOT is_withheld(said.text::json ->> 'kind') THEN without_rolls(said.text) END AS data
    FROM journal j CROSS JOIN LATERAL (SELECT convert_from(j.value, 'UTF8') AS text OFFSET 0) AS said
    WHERE j.type IN ('guoying.activity.held.v1', 'guoying.activity.corrected.v1');

-- The journal as the other services publish theirs; what others sent is whole for those only who verify it. A digest
-- would tell whoever guesses, because there is little to guess.
CREATE FUNCTION is_closed(type text, value bytea) RETURNS boolean LANGUAGE sql STABLE
    RETURN (type IN ('guoying.activity.held.v1', 'guoying.activity.corrected.v1', 'guoying.activity.retracted.v1')
            OR position('"roll":'::bytea IN value) > 0)
        AND NOT sees_all();

-- Letters about what is withheld keep nothing; those that were written before they did so still hold what came.
CREATE OR REPLACE VIEW journal_v1 WITH (security_barrier) AS
    SELECT j.lane, j.position, j.accepted, j.topic, j.key, j.type, j.source, j.id, j.cause, j.headers,
        CASE WHEN NOT shut.is_shut THEN j.value END AS value,
        CASE WHEN NOT shut.is_shut THEN j.digest END AS digest
    FROM journal j CROSS JOIN LATERAL (
        SELECT is_closed(j.type, j.value) OR NOT sees_all() AND EXISTS (
            SELECT FROM dead_letter l WHERE l.lane = j.lane AND l.position = j.position AND is_withheld(l.kind)
        ) AS is_shut OFFSET 0) AS shut;

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
    -- An entry's key is its unit, by which its row is found.
    INSERT INTO look (purpose, record, lane, position)
        SELECT goal, r.record, j.lane, j.position
        FROM unnest(lanes, positions) AS asked (lane, position)
        JOIN journal j ON j.lane = asked.lane AND j.position = asked.position
        JOIN record r ON r.unit = convert_from(j.key, 'UTF8') AND r.lane = j.lane AND r.position = j.position
            AND r.state = 'held'
        WHERE is_withheld(r.kind) OR position('"roll":'::bytea IN j.value) > 0
        ORDER BY j.lane, j.position;
    GET DIAGNOSTICS seen = ROW_COUNT;
    RAISE LOG '% personal records were looked at by %: %', seen, session_user, goal;
    RETURN QUERY SELECT j.lane, j.position, convert_from(j.value, 'UTF8')
        FROM unnest(lanes, positions) AS asked (lane, position)
        JOIN journal j ON j.lane = asked.lane AND j.position = asked.position
        WHERE j.type IN ('guoying.activity.held.v1', 'guoying.activity.corrected.v1');
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
    -- The days that it is about; of a survey also its code.
    first_day date NOT NULL,
    last_day date NOT NULL,
    survey text
);
CREATE INDEX disclosed_place ON disclosed (form, unit, month);

-- Answers about conditions and services, never whose; each unit's cell is what it reported.
CREATE VIEW survey_v1 WITH (security_barrier) AS
    SELECT month, unit, survey, first_day, last_day, matter AS question, filter, value, size AS answers,
        answers AS counts
    FROM disclosed WHERE form = 'survey';

-- How many talks there were of how many that there should be, in a unit and all below it.
CREATE VIEW talks_v1 WITH (security_barrier) AS
    SELECT month, unit, first_day, last_day, matter AS relation, size AS due, held FROM disclosed WHERE form = 'talks';

-- How often help was asked for and care was taken up, in a unit and all below it.
CREATE VIEW care_v1 WITH (security_barrier) AS
    SELECT month, unit, first_day, last_day, form = 'help' AS is_request, matter, size AS count FROM disclosed
    WHERE form IN ('care', 'help');

-- The records that are counted are few among many.
CREATE INDEX record_counted ON record (record) WHERE kind IN ('survey-result', 'talks', 'care', 'help-case');

-- Of what was there already each month is told like any other.
INSERT INTO due (what, key, at, clock)
    SELECT DISTINCT 'disclosure', to_char(month, 'YYYY-MM-DD'),
        (month + interval '1 month 1 hour') AT TIME ZONE 'Asia/Shanghai', 'business'
    FROM record, date_trunc('month', accepted AT TIME ZONE 'Asia/Shanghai') AS month
    WHERE kind IN ('survey-result', 'talks', 'care', 'help-case');
