-- Red and black lists of organisations: nomination → conflict check → public notice → joint sign-off → numbered edition.
-- Who fixes what the public is shown is not who publishes it, and who brings a doubt forward does not settle it.

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
  list          text NOT NULL CHECK (list IN ('red', 'black')),
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
GRANT SELECT, INSERT ON nomination TO xinheng_platform;

CREATE TABLE list_round (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  list         text NOT NULL CHECK (list IN ('red', 'black')),
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
  list         text NOT NULL,
  number       integer NOT NULL CHECK (number > 0),
  round_id     bigint NOT NULL UNIQUE REFERENCES list_round,
  published_at timestamptz NOT NULL,
  published_by uuid NOT NULL,
  manifest     jsonb NOT NULL,
  digest       bytea NOT NULL,
  PRIMARY KEY (list, number)
);
COMMENT ON TABLE edition IS 'append-only. An immutable numbered list; the manifest holds its entries and signing departments, digest is SHA-256 of its canonical form';
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

-- What is written here stands in the digests of its log entry (054).
SELECT keep_in_log('declared_event');
SELECT keep_in_log('nomination');
SELECT keep_in_log('list_round');
SELECT keep_in_log('list_entry');
SELECT keep_in_log('list_entry_decision');
SELECT keep_in_log('list_sign_off');
SELECT keep_in_log('edition');
