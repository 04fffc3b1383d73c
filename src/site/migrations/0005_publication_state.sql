-- Which state of the site is the newest: data files and feeds are made for one state and served as long as it lasts.

CREATE TABLE publication_state (
  single     boolean PRIMARY KEY DEFAULT true CHECK (single),
  version    bigint NOT NULL,
  changed_at timestamptz NOT NULL
);
COMMENT ON TABLE publication_state IS 'One row. Counted up in the transaction of every message taken, so whoever reads it in a snapshot knows which state the snapshot is of';
COMMENT ON COLUMN publication_state.changed_at IS 'When the newest message was taken; what expires by date changes later without one';
INSERT INTO publication_state (version, changed_at)
SELECT count(*), coalesce(max(received_at), '2020-01-01T00:00:00Z') FROM inbox_message;
GRANT SELECT, UPDATE ON publication_state TO xinheng_site;
