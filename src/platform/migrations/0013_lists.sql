-- Lists of organisations: nomination → conflict check → public notice → joint sign-off → numbered edition.
-- Who fixes what the public is shown is not who publishes it, and who brings a doubt forward does not settle it.

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
GRANT SELECT ON list TO xinheng_platform;

CREATE FUNCTION list_stays_what_it_is() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (NEW.id, NEW.notice, NEW.polarity) IS DISTINCT FROM (OLD.id, OLD.notice, OLD.polarity) THEN
    RAISE EXCEPTION 'list %: a list is never deleted, and stays with its notice and its polarity', OLD.id USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION list_stays_what_it_is IS 'Titles may be put better; what a list is for, everything published under its name rests on';
CREATE TRIGGER stays_what_it_is BEFORE UPDATE OR DELETE ON list FOR EACH ROW EXECUTE FUNCTION list_stays_what_it_is();

CREATE FUNCTION fits_its_list() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM record r JOIN list l ON l.id = NEW.list
  WHERE r.subject_key = NEW.subject_key AND r.record_id = NEW.record_id AND r.subject_type = 'organisation' AND r.polarity = l.polarity;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'list %: holds organisations only, each by a record of the list''s own polarity', NEW.list
      USING ERRCODE = 'check_violation', CONSTRAINT = 'fits_its_list';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION fits_its_list IS 'no-person-in-public, no-derived-adverse: nobody is put on an adverse list by a good record, and no person is put on any';

CREATE TABLE declared_event (
  event           text PRIMARY KEY,
  effective_on    date NOT NULL,
  document_number text NOT NULL,
  declared_by     uuid NOT NULL REFERENCES officer,
  at              timestamptz NOT NULL
);
COMMENT ON TABLE declared_event IS 'Events that open a gate of the policy pack, such as epidemic-ended (3.1); declared once, with the document that declares it';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON declared_event EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON declared_event TO xinheng_platform;

CREATE TABLE nomination (
  subject_key   uuid NOT NULL,
  record_id     uuid NOT NULL,
  list          text NOT NULL REFERENCES list,
  ground        text NOT NULL,
  department_id text NOT NULL,
  zone          text,
  nominated_by  uuid NOT NULL,
  at            timestamptz NOT NULL,
  PRIMARY KEY (subject_key, record_id, list),
  FOREIGN KEY (subject_key, record_id) REFERENCES record
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE nomination IS 'A department''s recommendation of a determined organisation record for a list (3.2, 3.3)';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON nomination EXECUTE FUNCTION refuse_change();
CREATE TRIGGER fits_its_list BEFORE INSERT ON nomination FOR EACH ROW EXECUTE FUNCTION fits_its_list();
GRANT SELECT, INSERT ON nomination TO xinheng_platform;

CREATE TABLE list_round (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  list         text NOT NULL REFERENCES list,
  opened_by    uuid NOT NULL REFERENCES officer,
  opened_at    timestamptz NOT NULL,
  notice_from  date NOT NULL,
  notice_until date NOT NULL,
  digest       bytea NOT NULL,
  CHECK (notice_until >= notice_from)
);
COMMENT ON TABLE list_round IS 'One preparation of a list: its entries are fixed when the public notice opens';
COMMENT ON COLUMN list_round.digest IS 'SHA-256 over the entries; every sign-off names it, so a signature cannot cover other entries';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON list_round EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON list_round TO xinheng_platform;

CREATE TABLE list_entry (
  round_id      bigint NOT NULL REFERENCES list_round,
  subject_key   uuid NOT NULL,
  record_id     uuid NOT NULL,
  entry_id      uuid NOT NULL,
  uscc          text NOT NULL,
  name          text NOT NULL,
  ground        text NOT NULL,
  department_id text NOT NULL,
  zone          text,
  matter        text NOT NULL,
  determined_on date NOT NULL,
  valid_until   date,
  PRIMARY KEY (subject_key, round_id, record_id)
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE list_entry IS 'append-only. What the round proposes, as it was shown in the public notice';
COMMENT ON COLUMN list_entry.entry_id IS 'The entry it is, or will be once it is listed: what the site is told to take down or to mark';
CREATE INDEX list_entry_by_round ON list_entry (round_id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON list_entry EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON list_entry TO xinheng_platform;

CREATE TABLE list_entry_decision (
  round_id     bigint NOT NULL REFERENCES list_round,
  subject_key  uuid NOT NULL,
  record_id    uuid NOT NULL,
  sequence     integer NOT NULL,
  decision     text NOT NULL CHECK (decision IN ('conflict-found', 'objection', 'kept', 'struck')),
  reason       text NOT NULL,
  actor_id     uuid NOT NULL,
  at           timestamptz NOT NULL,
  PRIMARY KEY (subject_key, round_id, record_id, sequence)
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE list_entry_decision IS 'append-only. Conflicts and objections found during a round, and what was decided about them';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON list_entry_decision EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON list_entry_decision TO xinheng_platform;

CREATE FUNCTION decider_stands_apart() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.decision NOT IN ('kept', 'struck') THEN
    RETURN NEW;
  END IF;
  IF EXISTS (
    SELECT FROM list_entry_decision d JOIN list_round r ON r.id = d.round_id
    WHERE d.subject_key = NEW.subject_key AND d.round_id = NEW.round_id AND d.record_id = NEW.record_id
      AND d.actor_id = NEW.actor_id AND d.sequence < NEW.sequence
      AND (d.decision = 'objection' OR (d.decision = 'conflict-found' AND d.at <> r.opened_at))) THEN
    RAISE EXCEPTION 'four-eyes: who recorded a doubt about an entry cannot decide on it' USING ERRCODE = 'check_violation', CONSTRAINT = 'list_decision_four_eyes';
  END IF;
  IF EXISTS (
    SELECT FROM nomination n JOIN list_round r ON r.id = NEW.round_id AND r.list = n.list
    WHERE n.subject_key = NEW.subject_key AND n.record_id = NEW.record_id AND n.nominated_by = NEW.actor_id) THEN
    RAISE EXCEPTION 'four-eyes: who nominated an entry cannot decide on it' USING ERRCODE = 'check_violation', CONSTRAINT = 'list_decision_four_eyes';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION decider_stands_apart IS 'four-eyes: what the platform itself found when the round was opened is nobody''s own doubt, though the opener''s name stands beside it. Two lines of one entry meet at its primary key, so a doubt and a decision cannot slip past each other';
CREATE TRIGGER four_eyes BEFORE INSERT ON list_entry_decision FOR EACH ROW EXECUTE FUNCTION decider_stands_apart();

CREATE TABLE list_sign_off (
  round_id      bigint NOT NULL REFERENCES list_round,
  department_id text NOT NULL,
  officer_id    uuid NOT NULL,
  signed_as     text NOT NULL CHECK (signed_as IN ('office', 'department')),
  digest        bytea NOT NULL,
  at            timestamptz NOT NULL,
  PRIMARY KEY (round_id, department_id),
  UNIQUE (round_id, officer_id)
);
COMMENT ON TABLE list_sign_off IS 'Joint publication (3.1): the credit office and every nominating department; one officer signs once';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON list_sign_off EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON list_sign_off TO xinheng_platform;

CREATE TABLE edition (
  list         text NOT NULL REFERENCES list,
  number       integer NOT NULL CHECK (number > 0),
  round_id     bigint NOT NULL UNIQUE REFERENCES list_round,
  published_at timestamptz NOT NULL,
  published_by uuid NOT NULL,
  manifest     jsonb NOT NULL,
  digest       bytea NOT NULL,
  PRIMARY KEY (list, number)
);
COMMENT ON TABLE edition IS 'append-only. An immutable numbered list; the manifest holds its entries and signing departments, digest is SHA-256 of its canonical form';
COMMENT ON COLUMN edition.manifest IS 'Names its entries by their ids: edition_entry holds the same, and no others';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON edition EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON edition TO xinheng_platform;

CREATE FUNCTION publisher_did_not_open() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM list_round r WHERE r.id = NEW.round_id AND r.opened_by = NEW.published_by) THEN
    RAISE EXCEPTION 'four-eyes: who opened round % cannot publish it', NEW.round_id USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_four_eyes';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION publisher_did_not_open IS 'four-eyes: an edition needs two officers of the credit office. The opener of a round never changes, so it holds whatever happens at the same instant';
CREATE TRIGGER four_eyes BEFORE INSERT ON edition FOR EACH ROW EXECUTE FUNCTION publisher_did_not_open();

CREATE TABLE entry (
  subject_key     uuid NOT NULL,
  entry_id        uuid NOT NULL,
  list            text NOT NULL REFERENCES list,
  record_id       uuid NOT NULL,
  listing         integer NOT NULL CHECK (listing > 0),
  uscc            text NOT NULL,
  name            text NOT NULL,
  ground          text NOT NULL,
  first_listed_on date NOT NULL,
  valid_until     date,
  PRIMARY KEY (subject_key, entry_id),
  UNIQUE (subject_key, list, record_id, listing),
  FOREIGN KEY (subject_key, record_id) REFERENCES record
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE entry IS 'append-only. An organisation on a list, from the first edition that lists it to its end (entry_end); the same entry on every edition between';
COMMENT ON COLUMN entry.listing IS 'How often this record has come onto this list: one taken down by a hold or a correction comes back as another entry';
COMMENT ON COLUMN entry.valid_until IS 'Last day, fixed when first listed: no later edition makes it longer, nor does coming back after a hold or a correction. Null: as long as its record';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entry EXECUTE FUNCTION refuse_change();
CREATE TRIGGER fits_its_list BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION fits_its_list();
GRANT SELECT, INSERT ON entry TO xinheng_platform;

CREATE TABLE entry_end (
  subject_key uuid NOT NULL,
  entry_id    uuid NOT NULL,
  ended_on    date NOT NULL,
  why         text NOT NULL CHECK (why IN ('repaired', 'revoked', 'expired', 'corrected', 'held', 'struck', 'left-out')),
  at          timestamptz NOT NULL,
  PRIMARY KEY (subject_key, entry_id),
  FOREIGN KEY (subject_key, entry_id) REFERENCES entry
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE entry_end IS 'append-only. That an entry is on its list no longer, and why; it never comes back. Past entry.valid_until it is over without a row';
COMMENT ON COLUMN entry_end.ended_on IS 'From this day on it is not on the list';
COMMENT ON COLUMN entry_end.why IS 'struck, left-out: the next edition went without it. The others: what became of its record';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entry_end EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON entry_end TO xinheng_platform;

CREATE FUNCTION listed_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM entry e WHERE e.subject_key = NEW.subject_key AND e.list = NEW.list AND e.record_id = NEW.record_id
    AND (e.listing >= NEW.listing OR NOT EXISTS (SELECT FROM entry_end d WHERE d.subject_key = e.subject_key AND d.entry_id = e.entry_id));
  IF FOUND THEN
    RAISE EXCEPTION 'one-fact-one-record: the record is on list % already', NEW.list USING ERRCODE = 'unique_violation', CONSTRAINT = 'listed_once';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION listed_once IS 'one-fact-one-record: a record has one standing entry on a list. Two at the same instant meet at the unique key';
CREATE TRIGGER listed_once BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION listed_once();

CREATE FUNCTION entry_ends_with_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO entry_end (subject_key, entry_id, ended_on, why, at)
  SELECT e.subject_key, e.entry_id, NEW.effective_on, NEW.change, NEW.at FROM entry e
  WHERE e.subject_key = NEW.subject_key AND e.record_id = NEW.record_id
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION entry_ends_with_record IS 'withdrawal-everywhere: whoever ends, holds or corrects a record ends every entry that stands on it, in the same statement. An entry shows what was signed, so a corrected record comes back as another';
CREATE TRIGGER ends_entries AFTER INSERT ON record_change FOR EACH ROW WHEN (NEW.change IN ('repaired', 'revoked', 'held', 'corrected'))
  EXECUTE FUNCTION entry_ends_with_record();

CREATE TABLE edition_entry (
  subject_key uuid NOT NULL,
  entry_id    uuid NOT NULL,
  list        text NOT NULL,
  number      integer NOT NULL,
  PRIMARY KEY (subject_key, entry_id, list, number),
  FOREIGN KEY (subject_key, entry_id) REFERENCES entry,
  FOREIGN KEY (list, number) REFERENCES edition
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE edition_entry IS 'append-only. Which entries an edition is made of: those its signed manifest names, written with it';
CREATE INDEX edition_entry_by_edition ON edition_entry (list, number);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON edition_entry EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON edition_entry TO xinheng_platform;

CREATE FUNCTION edition_names_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM added a JOIN entry e ON e.subject_key = a.subject_key AND e.entry_id = a.entry_id WHERE e.list <> a.list;
  IF FOUND THEN
    RAISE EXCEPTION 'an edition holds entries of its own list' USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_of_its_list';
  END IF;
  PERFORM FROM added a WHERE NOT EXISTS (
    SELECT FROM (
      SELECT d.list, d.number, (jsonb_array_elements(d.manifest->'entries')->>'entryId')::uuid AS entry_id
      FROM edition d WHERE (d.list, d.number) IN (SELECT list, number FROM added)) named
    WHERE named.list = a.list AND named.number = a.number AND named.entry_id = a.entry_id);
  IF FOUND THEN
    RAISE EXCEPTION 'an edition is the set of entries its manifest names' USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_names_entry';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION edition_names_entry IS 'Nothing can be added to an edition afterwards: what it holds is what was signed';
CREATE TRIGGER edition_names_entry AFTER INSERT ON edition_entry REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION edition_names_entry();

-- What is written here stands in the digests of its log entry (054).
SELECT keep_in_log('declared_event');
SELECT keep_in_log('nomination');
SELECT keep_in_log('list_round');
SELECT keep_in_log('list_entry');
SELECT keep_in_log('list_entry_decision');
SELECT keep_in_log('list_sign_off');
SELECT keep_in_log('edition');
SELECT keep_in_log('entry');
SELECT keep_in_log('entry_end');
SELECT keep_in_log('edition_entry');
