-- Published lists as they were signed, what a round proposes, what was withdrawn since, and which state of the site is the newest.

CREATE DOMAIN organisation_code AS text CHECK (VALUE ~ '^[0-9A-HJ-NPQRTUWXY]{18}$');
COMMENT ON DOMAIN organisation_code IS 'Unified social credit code (GB 32100). An 18-digit resident id can look like one, so the site also checks the check characters before it stores';

CREATE TABLE edition (
  list                  text NOT NULL CHECK (list IN ('red', 'black')),
  number                integer NOT NULL CHECK (number > 0),
  position              bigint NOT NULL,
  title                 text NOT NULL,
  clause                text NOT NULL,
  published_on          date NOT NULL,
  notice_from           date NOT NULL,
  notice_until          date NOT NULL,
  event                 text NOT NULL,
  event_effective_on    date NOT NULL,
  event_document_number text NOT NULL,
  entry_count           integer NOT NULL,
  digest                text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
  received_at           timestamptz NOT NULL,
  PRIMARY KEY (list, number)
);
COMMENT ON TABLE edition IS 'append-only. A numbered list as it was signed; its entries arrive in the same transaction or not at all';
COMMENT ON COLUMN edition.entry_count IS 'How many entries it had when published; those withdrawn since are gone from edition_entry';
COMMENT ON COLUMN edition.digest IS 'SHA-256 of the manifest''s canonical JSON, checked on arrival';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON edition EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON edition TO xinheng_site;

CREATE TABLE edition_signature (
  list       text NOT NULL,
  number     integer NOT NULL,
  sequence   integer NOT NULL,
  department text NOT NULL,
  signed_as  text NOT NULL CHECK (signed_as IN ('office', 'department')),
  signed_on  date NOT NULL,
  PRIMARY KEY (list, number, sequence),
  FOREIGN KEY (list, number) REFERENCES edition
);
COMMENT ON TABLE edition_signature IS 'append-only. The departments that signed (3.1); bodies, not officers';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON edition_signature EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON edition_signature TO xinheng_site;

CREATE TABLE edition_entry (
  list               text NOT NULL,
  number             integer NOT NULL,
  sequence           integer NOT NULL,
  record_id          uuid NOT NULL,
  uscc               organisation_code NOT NULL,
  name               text NOT NULL,
  ground             text NOT NULL,
  ground_title       text NOT NULL,
  matter             text NOT NULL,
  department         text NOT NULL,
  zone               text,
  determined_on      date NOT NULL,
  valid_until        date,
  document_type      text,
  document_number    text,
  document_authority text,
  document_date      date,
  PRIMARY KEY (list, number, record_id),
  UNIQUE (list, number, sequence),
  FOREIGN KEY (list, number) REFERENCES edition,
  CHECK (num_nulls(document_type, document_number, document_authority, document_date) IN (0, 4))
);
COMMENT ON TABLE edition_entry IS 'One organisation on one list. Deleted when withdrawn: what is gone cannot be shown by mistake. Past valid_until it is no longer shown';
COMMENT ON COLUMN edition_entry.sequence IS 'Place in the manifest, from 1';
COMMENT ON COLUMN edition_entry.document_number IS 'The effective decision an adverse entry rests on; all four null for a red entry';
CREATE INDEX edition_entry_by_uscc ON edition_entry (uscc);
CREATE INDEX edition_entry_by_record ON edition_entry (record_id);
GRANT SELECT, INSERT, DELETE ON edition_entry TO xinheng_site;

CREATE TABLE notice (
  round_id     text PRIMARY KEY,
  list         text NOT NULL CHECK (list IN ('red', 'black')),
  position     bigint NOT NULL,
  title        text NOT NULL,
  notice_from  date NOT NULL,
  notice_until date NOT NULL,
  received_at  timestamptz NOT NULL
);
COMMENT ON TABLE notice IS 'append-only. What a round proposes, shown from notice_from to notice_until so that anybody can object';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON notice EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON notice TO xinheng_site;

CREATE TABLE notice_entry (
  round_id           text NOT NULL REFERENCES notice,
  sequence           integer NOT NULL,
  record_id          uuid NOT NULL,
  uscc               organisation_code NOT NULL,
  name               text NOT NULL,
  ground             text NOT NULL,
  ground_title       text NOT NULL,
  matter             text NOT NULL,
  department         text NOT NULL,
  zone               text,
  determined_on      date NOT NULL,
  valid_until        date,
  document_type      text,
  document_number    text,
  document_authority text,
  document_date      date,
  PRIMARY KEY (round_id, record_id),
  UNIQUE (round_id, sequence),
  CHECK (num_nulls(document_type, document_number, document_authority, document_date) IN (0, 4))
);
COMMENT ON TABLE notice_entry IS 'One proposed organisation. Deleted when withdrawn';
COMMENT ON COLUMN notice_entry.document_number IS 'The effective decision an adverse entry rests on; all four null for a red entry';
CREATE INDEX notice_entry_by_record ON notice_entry (record_id);
CREATE INDEX notice_entry_by_uscc ON notice_entry (uscc);
GRANT SELECT, INSERT, DELETE ON notice_entry TO xinheng_site;

CREATE TABLE entry_mark (
  record_id      uuid PRIMARY KEY,
  position       bigint NOT NULL,
  objection_open boolean NOT NULL
);
COMMENT ON TABLE entry_mark IS 'objection-marked: entries about which an objection is or was open; shown beside the entry wherever it is shown';
GRANT SELECT, INSERT, UPDATE ON entry_mark TO xinheng_site;

CREATE TABLE withdrawn_entry (
  record_id    uuid PRIMARY KEY,
  position     bigint NOT NULL,
  effective_on date NOT NULL
);
COMMENT ON TABLE withdrawn_entry IS 'Which records have left: a list that was sent before the withdrawal and arrives after it must not show them. No name, no code, no reason';
GRANT SELECT, INSERT, UPDATE ON withdrawn_entry TO xinheng_site;

-- Data files and feeds are made for one state and served as long as it lasts.
CREATE TABLE publication_state (
  single     boolean PRIMARY KEY DEFAULT true CHECK (single),
  version    bigint NOT NULL,
  changed_at timestamptz NOT NULL
);
COMMENT ON TABLE publication_state IS 'One row. Counted up in the transaction of every message taken, so whoever reads it in a snapshot knows which state the snapshot is of';
COMMENT ON COLUMN publication_state.changed_at IS 'When the newest message was taken; what expires by date changes later without one';
INSERT INTO publication_state (version, changed_at) VALUES (0, '2020-01-01T00:00:00Z');
GRANT SELECT, UPDATE ON publication_state TO xinheng_site;
