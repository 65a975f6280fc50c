-- What the loop and the due queue of every service stand on. Run once in each service's own schema.

-- How far each partition has been taken in, and by whom: the fence. Counted in the same transaction as the records.
CREATE TABLE position (
    cluster text NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    epoch bigint NOT NULL,
    position bigint NOT NULL DEFAULT 0,
    last_offset bigint,
    last_digest uuid,
    owner text NOT NULL,
    taken bigint NOT NULL DEFAULT 0,
    applied bigint NOT NULL DEFAULT 0,
    duplicate bigint NOT NULL DEFAULT 0,
    refused bigint NOT NULL DEFAULT 0,
    parked bigint NOT NULL DEFAULT 0,
    changed timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT position_key PRIMARY KEY (cluster, topic, partition),
    CONSTRAINT position_sum_check CHECK (taken = applied + duplicate + refused + parked)
) WITH (fillfactor = 50);

-- The heads of the journal's lanes, and the digest of each chain up to its head.
CREATE TABLE lane (
    lane smallint NOT NULL CONSTRAINT lane_key PRIMARY KEY,
    head bigint NOT NULL DEFAULT 0,
    chain bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex')
        CONSTRAINT lane_chain_check CHECK (octet_length(chain) = 32)
) WITH (fillfactor = 50);
INSERT INTO lane (lane) SELECT generate_series(0, 47);

-- The newest position of each lane that goes to each topic, for readers that take in only some topics.
CREATE TABLE lane_topic (
    lane smallint NOT NULL,
    topic text NOT NULL,
    head bigint NOT NULL,
    CONSTRAINT lane_topic_key PRIMARY KEY (lane, topic)
) WITH (fillfactor = 50);

-- The journal: outbox, audit trail and source of every projection. Rows are only ever added.
CREATE TABLE journal (
    lane smallint NOT NULL,
    position bigint NOT NULL,
    accepted timestamptz NOT NULL,
    topic text NOT NULL,
    key bytea,
    type text NOT NULL,
    source text,
    id text,
    cause text,
    headers json,
    value bytea,
    digest bytea NOT NULL,
    CONSTRAINT journal_key PRIMARY KEY (lane, position)
);
CREATE INDEX journal_cause ON journal (cause) WHERE cause IS NOT NULL;

-- How far each lane has been published on each cluster.
CREATE TABLE published (
    cluster text NOT NULL,
    lane smallint NOT NULL,
    position bigint NOT NULL,
    CONSTRAINT published_key PRIMARY KEY (cluster, lane)
) WITH (fillfactor = 50);

-- What one process at a time may do.
CREATE TABLE lease (
    name text NOT NULL CONSTRAINT lease_key PRIMARY KEY,
    holder text NOT NULL,
    token bigint NOT NULL,
    until timestamptz NOT NULL
);

-- The due queue: what is to be looked at, and when, by the business clock or by the machine's.
CREATE TABLE due (
    what text NOT NULL,
    key text NOT NULL,
    at timestamptz NOT NULL,
    clock text NOT NULL CONSTRAINT due_clock_check CHECK (clock IN ('business', 'machine')),
    attempts integer NOT NULL DEFAULT 0,
    detail json,
    CONSTRAINT due_key PRIMARY KEY (what, key)
);
CREATE INDEX due_at ON due (what, clock, at, key);

-- The highest journal position of other services that has been taken in, by lane and topic.
CREATE TABLE reading (
    topic text NOT NULL,
    lane smallint NOT NULL,
    position bigint NOT NULL,
    CONSTRAINT reading_key PRIMARY KEY (topic, lane)
) WITH (fillfactor = 50);

CREATE VIEW position_v1 WITH (security_barrier) AS
    SELECT cluster, topic, partition, position, taken, applied, duplicate, refused, parked, changed FROM position;

CREATE VIEW lane_v1 WITH (security_barrier) AS
    SELECT lane, topic, head FROM lane_topic;

CREATE VIEW head_v1 WITH (security_barrier) AS
    SELECT lane, head, chain FROM lane;

CREATE VIEW reading_v1 WITH (security_barrier) AS
    SELECT topic, lane, position FROM reading;

CREATE VIEW published_v1 WITH (security_barrier) AS
    SELECT p.cluster, l.lane, l.head, coalesce(p.position, 0) AS position
    FROM lane l LEFT JOIN published p ON p.lane = l.lane;

CREATE VIEW journal_v1 WITH (security_barrier) AS
    SELECT lane, position, accepted, topic, key, type, source, id, cause, headers, value, digest FROM journal;

CREATE VIEW due_v1 WITH (security_barrier) AS
    SELECT what, key, at, clock, attempts FROM due;
