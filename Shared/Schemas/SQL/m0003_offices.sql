-- Who leads: elections of committees with their terms, and who holds which post. Rows as those of the register's other
-- tables: only added, on both axes of time.

-- A row without years says that somebody joined or left the committee and that its term goes on.
CREATE TABLE committee (
    unit text NOT NULL,
    valid_from date NOT NULL,
    years integer,
    members integer NOT NULL,
    recorded timestamptz NOT NULL,
    accepted timestamptz NOT NULL,
    position bigint NOT NULL,
    CONSTRAINT committee_key PRIMARY KEY (unit, valid_from, position)
);

-- Several persons may hold one post at the same time.
CREATE TABLE post (
    unit text NOT NULL,
    post text NOT NULL,
    person text NOT NULL,
    valid_from date NOT NULL,
    valid_through date,
    recorded timestamptz NOT NULL,
    accepted timestamptz NOT NULL,
    position bigint NOT NULL,
    CONSTRAINT post_key PRIMARY KEY (unit, post, person, valid_from, position)
);
CREATE INDEX post_person ON post (person);

CREATE VIEW committee_v1 WITH (security_barrier) AS
    SELECT unit, valid_from, years, members, recorded, accepted, position FROM committee;

CREATE VIEW post_v1 WITH (security_barrier) AS
    SELECT unit, post, person, valid_from, valid_through, recorded, accepted, position FROM post;
