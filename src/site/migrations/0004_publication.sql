-- Published lists as they were signed, what a round proposes, what was withdrawn since, and which state of the site is the newest.

CREATE DOMAIN organisation_code AS text CHECK (VALUE ~ '^[0-9A-HJ-NPQRTUWXY]{18}$');
COMMENT ON DOMAIN organisation_code IS 'Unified social credit code (GB 32100). An 18-digit resident id can look like one, so the site also checks the check characters before it stores';

CREATE TABLE inbox_epoch (
  sender      text NOT NULL,
  epoch       integer NOT NULL,
  position    bigint NOT NULL,
  record_id   uuid NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (sender, epoch)
);
COMMENT ON TABLE inbox_epoch IS 'The newest record of each epoch that this system has from each sender';
GRANT SELECT, INSERT, UPDATE ON inbox_epoch TO xinheng_site;

CREATE TABLE list (
  id             text PRIMARY KEY CHECK (id ~ '^[a-z][a-z0-9-]{0,39}$'),
  notice         text NOT NULL,
  polarity       text NOT NULL CHECK (polarity IN ('good', 'adverse')),
  title          text NOT NULL,
  title_en       text NOT NULL,
  plain_title    text NOT NULL,
  plain_title_en text NOT NULL
);
COMMENT ON TABLE list IS 'The lists of the city, from the compiled pack; written by the installation when it starts, never by the application. Never deleted: editions and addresses name them';
COMMENT ON COLUMN list.id IS 'Slug, unique in the city whichever notice it is of: /lists/red, edition red-1';
COMMENT ON COLUMN list.plain_title IS 'What people call it within a sentence: 红榜';
GRANT SELECT ON list TO xinheng_site;

CREATE FUNCTION list_stays_what_it_is() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (NEW.id, NEW.notice, NEW.polarity) IS DISTINCT FROM (OLD.id, OLD.notice, OLD.polarity) THEN
    RAISE EXCEPTION 'list %: a list is never deleted, and stays with its notice and its polarity', OLD.id USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION list_stays_what_it_is IS 'Titles may be put better; what a list is for, everything published under its name rests on';
CREATE TRIGGER stays_what_it_is BEFORE UPDATE OR DELETE ON list FOR EACH ROW EXECUTE FUNCTION list_stays_what_it_is();

CREATE TABLE edition (
  list                  text NOT NULL REFERENCES list,
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
  entry_id           uuid NOT NULL,
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
  PRIMARY KEY (list, number, entry_id),
  UNIQUE (list, number, record_id),
  UNIQUE (list, number, sequence),
  FOREIGN KEY (list, number) REFERENCES edition,
  CHECK (num_nulls(document_type, document_number, document_authority, document_date) IN (0, 4))
);
COMMENT ON TABLE edition_entry IS 'One organisation on one list. Deleted when withdrawn: what is gone cannot be shown by mistake. Past valid_until it is no longer shown';
COMMENT ON COLUMN edition_entry.entry_id IS 'The same on every edition the entry stands on; what a withdrawal and a mark name';
COMMENT ON COLUMN edition_entry.sequence IS 'Place in the manifest, from 1';
COMMENT ON COLUMN edition_entry.document_number IS 'The effective decision an adverse entry rests on; all four null on a good list';
CREATE INDEX edition_entry_by_uscc ON edition_entry (uscc);
CREATE INDEX edition_entry_by_entry ON edition_entry (entry_id);
GRANT SELECT, INSERT, DELETE ON edition_entry TO xinheng_site;

CREATE TABLE notice (
  round_id     text PRIMARY KEY,
  list         text NOT NULL REFERENCES list,
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
  entry_id           uuid NOT NULL,
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
  PRIMARY KEY (round_id, entry_id),
  UNIQUE (round_id, record_id),
  UNIQUE (round_id, sequence),
  CHECK (num_nulls(document_type, document_number, document_authority, document_date) IN (0, 4))
);
COMMENT ON TABLE notice_entry IS 'One proposed organisation. Deleted when withdrawn';
COMMENT ON COLUMN notice_entry.entry_id IS 'The entry it is already, or becomes when it is listed';
COMMENT ON COLUMN notice_entry.document_number IS 'The effective decision an adverse entry rests on; all four null on a good list';
CREATE INDEX notice_entry_by_entry ON notice_entry (entry_id);
CREATE INDEX notice_entry_by_uscc ON notice_entry (uscc);
GRANT SELECT, INSERT, DELETE ON notice_entry TO xinheng_site;

CREATE TABLE entry_mark (
  entry_id       uuid PRIMARY KEY,
  position       bigint NOT NULL,
  objection_open boolean NOT NULL
);
COMMENT ON TABLE entry_mark IS 'objection-marked: entries about which an objection is or was open; shown beside the entry wherever it is shown';
GRANT SELECT, INSERT, UPDATE ON entry_mark TO xinheng_site;

CREATE TABLE withdrawn_entry (
  entry_id     uuid PRIMARY KEY,
  position     bigint NOT NULL,
  effective_on date NOT NULL
);
COMMENT ON TABLE withdrawn_entry IS 'Which entries have left: a list that was sent before the withdrawal and arrives after it must not show them. No name, no code, no reason';
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
