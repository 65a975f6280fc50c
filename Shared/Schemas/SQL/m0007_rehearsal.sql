-- What would become of events that were sent to the rehearsal, found by the place at which they lay on its topic.
CREATE INDEX journal_rehearsed ON journal (accepted) WHERE type = 'guoying.activity.rehearsed.v1';

CREATE VIEW rehearsal_v1 WITH (security_barrier) AS
    SELECT lane, position, accepted, (answer ->> 'partition')::integer AS partition,
        (answer ->> 'offset')::bigint AS record_offset, answer ->> 'source' AS source, answer ->> 'id' AS id,
        answer ->> 'outcome' AS outcome, answer ->> 'code' AS code, answer ->> 'field' AS field
    FROM journal CROSS JOIN LATERAL (SELECT convert_from(value, 'UTF8')::json AS answer OFFSET 0) AS said
    WHERE type = 'guoying.activity.rehearsed.v1';
