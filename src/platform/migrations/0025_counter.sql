-- The counter (窗口代办): an assistant's word is believed no further than it can be checked. A transaction at the counter says by which
-- officer; whoever worked the keys has had a part; what binds the person is confirmed by them or by a second officer (068).

-- The claim names the officer at the counter, so that no row written there can pass for one the person wrote alone.
DROP FUNCTION set_claim(uuid, text[], uuid[]);
CREATE FUNCTION set_claim(officer uuid, departments text[], subjects uuid[], counter uuid DEFAULT NULL) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE said text := coalesce(officer::text, '') || '|' || coalesce(array_to_string(departments, ','), '') || '|'
  || coalesce(array_to_string(subjects, ','), '') || '|' || coalesce(counter::text, '');
BEGIN
  PERFORM set_config('xinheng.claim', claim_mac(said) || said, true);
END $$;
COMMENT ON FUNCTION set_claim IS 'Called by the functions that enter, and by nobody else';

CREATE FUNCTION counter_officer() RETURNS uuid LANGUAGE sql STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT nullif((claim())[4], '')::uuid
$$;
COMMENT ON FUNCTION counter_officer IS 'Who works the keys at the counter for the subjects of this transaction; NULL where somebody acts by themself';
GRANT EXECUTE ON FUNCTION counter_officer TO xinheng_platform;

CREATE OR REPLACE FUNCTION enter(door text, token text, assisted uuid[] DEFAULT NULL) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  digest bytea := sha256(convert_to(token, 'UTF8'));
  who uuid;
  subjects uuid[];
  sees record;
BEGIN
  IF door = 'applicant' AND assisted IS NULL THEN
    SELECT s.subject_keys INTO subjects FROM applicant_session s WHERE s.token_hash = digest AND s.ends_at > now();
  ELSIF door = 'officer' THEN
    SELECT o.id INTO who FROM session s JOIN officer o ON o.id = s.officer_id
    WHERE s.token_hash = digest AND s.ends_at > now() AND o.active_until IS NULL;
  ELSIF door = 'machine' AND assisted IS NULL THEN
    SELECT o.id INTO who FROM machine_session s JOIN machine_client c USING (client_id) JOIN officer o ON o.id = c.officer_id
    WHERE s.token_hash = digest AND s.ends_at > now() AND c.active_until IS NULL AND o.active_until IS NULL;
  END IF;
  IF who IS NULL AND subjects IS NULL THEN
    RAISE EXCEPTION 'enter: there is no such session, or it is over' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'session_over';
  END IF;
  -- some seconds ahead: the clocks of two machines differ, and what was given a moment ago counts
  IF who IS NOT NULL THEN
    SELECT j.everywhere, j.departments, j.roles INTO sees FROM jurisdiction_of(who, now() + interval '10 seconds' + (SELECT c.shift FROM clock_shift c)) j;
  END IF;
  IF subjects IS NOT NULL THEN
    PERFORM set_claim(NULL, NULL, subjects);
  ELSIF assisted IS NULL THEN
    PERFORM set_claim(CASE WHEN door = 'officer' THEN who END, CASE WHEN sees.everywhere THEN ARRAY['*'] ELSE sees.departments END, NULL);
  ELSIF sees.roles @> '[{"role": "assistant"}]' THEN
    PERFORM set_claim(NULL, NULL, assisted, who);
  ELSE
    RAISE EXCEPTION 'enter: only an assistant at the counter enters for somebody else' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'assisted_by';
  END IF;
END $$;

-- four-eyes: a part of its own for whoever works the keys for the party. The primary keys that hold one part an officer hold it too.
ALTER TABLE case_participant DROP CONSTRAINT case_participant_part_check,
  ADD CONSTRAINT case_participant_part_check CHECK (part IN ('reporter', 'reviewer', 'determiner', 'counter'));
ALTER TABLE rights_participant DROP CONSTRAINT rights_participant_part_check,
  ADD CONSTRAINT rights_participant_part_check CHECK (part IN ('asker', 'assessor', 'decider', 'reviewer', 'releaser', 'counter'));

CREATE FUNCTION take_counter_part(subject uuid, fact uuid, request uuid, officer uuid) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF fact IS NOT NULL THEN
    INSERT INTO case_participant (subject_key, fact_key, officer_id, part) VALUES (subject, fact, officer, 'counter') ON CONFLICT (subject_key, fact_key, officer_id) DO NOTHING;
    -- who handed in an own report for the person has the reporter's part in it, on the person's side
    PERFORM FROM case_participant p WHERE p.subject_key = subject AND p.fact_key = fact AND p.officer_id = officer
      AND (p.part = 'counter' OR (p.part = 'reporter' AND EXISTS (SELECT FROM own_report o WHERE o.subject_key = subject AND o.fact_key = fact)));
    IF NOT FOUND THEN
      RAISE EXCEPTION 'four-eyes: whoever has a part in the case does not speak for the party' USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes';
    END IF;
  END IF;
  IF EXISTS (SELECT FROM rights_participant p JOIN rights_request r ON r.subject_key = p.subject_key AND r.request_id = p.request_id
    WHERE p.subject_key = subject AND p.officer_id = officer AND r.fact_key = fact AND p.part NOT IN ('asker', 'counter')) THEN
    RAISE EXCEPTION 'four-eyes: whoever decided on a request about the case does not speak for the party' USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes';
  END IF;
  IF request IS NOT NULL THEN
    INSERT INTO rights_participant (subject_key, request_id, officer_id, part) VALUES (subject, request, officer, 'counter') ON CONFLICT (subject_key, request_id, officer_id) DO NOTHING;
    PERFORM FROM rights_participant p WHERE p.subject_key = subject AND p.request_id = request AND p.officer_id = officer AND p.part IN ('counter', 'asker');
    IF NOT FOUND THEN
      RAISE EXCEPTION 'four-eyes: whoever has a part in the request does not speak for the party' USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes';
    END IF;
  END IF;
END $$;
COMMENT ON FUNCTION take_counter_part IS 'four-eyes: called by triggers and functions of the counter, so that no way of writing forgets it';

CREATE FUNCTION counter_apart_from_request() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.part NOT IN ('asker', 'counter') AND EXISTS (SELECT FROM rights_request r
    JOIN case_participant p ON p.subject_key = r.subject_key AND p.fact_key = r.fact_key
    WHERE r.subject_key = NEW.subject_key AND r.request_id = NEW.request_id AND p.officer_id = NEW.officer_id AND p.part = 'counter') THEN
    RAISE EXCEPTION 'four-eyes: whoever spoke for the party in the case has no other part in its requests' USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION counter_apart_from_request IS 'four-eyes: a part at the counter counts in every request about the same case';
CREATE TRIGGER counter_apart BEFORE INSERT ON rights_participant FOR EACH ROW EXECUTE FUNCTION counter_apart_from_request();

CREATE TABLE counter_act (
  subject_key     uuid NOT NULL,
  act_id          uuid NOT NULL,
  person_key      uuid NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('objection', 'repair', 'relief', 'supplement', 'ask-review', 'own-report', 'mend-report', 'withdraw-report',
    'paper-proof', 'withdraw', 'respond', 'full-report', 'see-held')),
  about_type      text NOT NULL CHECK (about_type IN ('case', 'request', 'own-data')),
  about_id        text NOT NULL,
  fact_key        uuid,
  request_id      uuid,
  content_digest  bytea NOT NULL CHECK (octet_length(content_digest) = 32),
  sealed          bytea,
  identity_proof  text NOT NULL,
  authority_proof text,
  officer_id      uuid NOT NULL REFERENCES officer,
  department_id   text NOT NULL REFERENCES department,
  desk            integer NOT NULL CHECK (desk BETWEEN 1 AND 999),
  at              timestamptz NOT NULL,
  expires_at      timestamptz,
  noted_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (subject_key, act_id),
  CONSTRAINT counter_act_waits CHECK ((kind IN ('withdraw', 'respond', 'full-report', 'see-held')) = (expires_at IS NOT NULL)),
  CONSTRAINT counter_act_sealed CHECK ((expires_at IS NULL) = (sealed IS NULL)),
  CONSTRAINT counter_act_window CHECK (expires_at > at AND expires_at <= at + interval '1 hour'),
  CONSTRAINT counter_act_authority CHECK ((subject_key = person_key) = (authority_proof IS NULL)),
  CONSTRAINT counter_act_about CHECK ((kind IN ('full-report', 'see-held')) = (fact_key IS NULL) AND (about_type = 'request') = (request_id IS NOT NULL))
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE counter_act IS 'append-only. What was done at a counter for somebody, or is prepared there and waits for their word (expires_at): who appeared, what they showed, by whom, at which window';
COMMENT ON COLUMN counter_act.subject_key IS 'Whose matter it is: the person, or the organisation they represent';
COMMENT ON COLUMN counter_act.person_key IS 'Who stood at the counter';
COMMENT ON COLUMN counter_act.content_digest IS 'SHA-256 of what is done, as the database writes it; the row that does it must say the same';
COMMENT ON COLUMN counter_act.sealed IS 'Of an act that waits: what will be done and who appeared, field-encrypted, bound to the act';
COMMENT ON COLUMN counter_act.identity_proof IS 'By which kind of document of the pack the person was known; never its number';
COMMENT ON COLUMN counter_act.authority_proof IS 'By which kind of document of the pack they act for the organisation';
COMMENT ON COLUMN counter_act.desk IS 'Number of the window';
COMMENT ON COLUMN counter_act.expires_at IS 'Of an act that waits: until when it can be confirmed, by the application''s clock';
COMMENT ON COLUMN counter_act.noted_at IS 'By the database''s own clock, which nobody gives: bounds what waits whatever clock is named';
CREATE INDEX counter_act_by_person ON counter_act (person_key, act_id);
CREATE INDEX counter_act_by_time ON counter_act (at);
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON counter_act EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_but_seal BEFORE UPDATE ON counter_act FOR EACH ROW EXECUTE FUNCTION refuse_change_but_of_seal();
ALTER TABLE counter_act ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_jurisdiction ON counter_act FOR SELECT
  USING ((SELECT sees_every_department()) OR department_id = ANY ((SELECT departments_seen())::text[]));
CREATE POLICY own_data ON counter_act FOR SELECT USING (subject_key = ANY ((SELECT subjects_seen())::uuid[]) OR person_key = ANY ((SELECT subjects_seen())::uuid[]));
CREATE POLICY as_case ON counter_act FOR SELECT
  USING (EXISTS (SELECT FROM submission s WHERE s.subject_key = counter_act.subject_key AND s.fact_key = counter_act.fact_key));
CREATE POLICY at_counter ON counter_act FOR INSERT WITH CHECK (officer_id = (SELECT counter_officer())
  AND subject_key = ANY ((SELECT subjects_seen())::uuid[]) AND person_key = ANY ((SELECT subjects_seen())::uuid[]));
GRANT SELECT ON counter_act TO xinheng_platform;
GRANT INSERT (subject_key, act_id, person_key, kind, about_type, about_id, fact_key, request_id, content_digest, sealed, identity_proof, authority_proof,
  officer_id, department_id, desk, at, expires_at) ON counter_act TO xinheng_platform;

CREATE FUNCTION counter_act_takes_part() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT belongs_to(NEW.officer_id, NEW.department_id) THEN
    RAISE EXCEPTION 'counter: the officer does not belong to that department' USING ERRCODE = 'check_violation', CONSTRAINT = 'counter_act_office';
  END IF;
  PERFORM take_counter_part(NEW.subject_key, NEW.fact_key, NEW.request_id, NEW.officer_id);
  RETURN NEW;
END $$;
COMMENT ON FUNCTION counter_act_takes_part IS 'four-eyes: whoever works the keys has had a part from the moment an act is written or prepared';
CREATE TRIGGER takes_part BEFORE INSERT ON counter_act FOR EACH ROW EXECUTE FUNCTION counter_act_takes_part();

CREATE FUNCTION counter_act_is_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM (VALUES (NEW.subject_key), (NEW.person_key)) told (key)
    WHERE NOT EXISTS (SELECT FROM subject_notice n WHERE n.subject_key = told.key AND n.kind = 'counter.' || NEW.kind AND written_here(n.xmin))) THEN
    RAISE EXCEPTION 'counter: the person is told in the same transaction' USING ERRCODE = 'check_violation', CONSTRAINT = 'counter_act_told';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION counter_act_is_told IS 'Nothing is done for somebody at a counter without a word in their inbox; asked when the transaction commits';
CREATE CONSTRAINT TRIGGER told AFTER INSERT ON counter_act DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION counter_act_is_told();

CREATE TABLE counter_outcome (
  subject_key uuid NOT NULL,
  act_id      uuid NOT NULL,
  outcome     text NOT NULL CHECK (outcome IN ('confirmed', 'refused')),
  means       text NOT NULL CHECK (means IN ('own-page', 'code', 'second-officer')),
  officer_id  uuid REFERENCES officer,
  evidence_id uuid,
  at          timestamptz NOT NULL,
  noted_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (subject_key, act_id),
  FOREIGN KEY (subject_key, act_id) REFERENCES counter_act,
  CONSTRAINT counter_outcome_means CHECK ((means = 'second-officer') = (officer_id IS NOT NULL)),
  CONSTRAINT counter_outcome_form CHECK ((means = 'second-officer' AND outcome = 'confirmed') = (evidence_id IS NOT NULL))
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE counter_outcome IS 'append-only. The word on an act that waited, once: the person''s on their own page or by the code read out there, or a second officer''s with the signed form. Written by the functions below alone';
COMMENT ON COLUMN counter_outcome.officer_id IS 'The second officer, who stood at the same desk and has had a part since';
COMMENT ON COLUMN counter_outcome.evidence_id IS 'The form the person signed';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON counter_outcome EXECUTE FUNCTION refuse_change();
ALTER TABLE counter_outcome ENABLE ROW LEVEL SECURITY;
CREATE POLICY as_act ON counter_outcome FOR SELECT
  USING (EXISTS (SELECT FROM counter_act a WHERE a.subject_key = counter_outcome.subject_key AND a.act_id = counter_outcome.act_id));
GRANT SELECT ON counter_outcome TO xinheng_platform;

CREATE TABLE counter_secret (
  subject_key uuid NOT NULL,
  act_id      uuid NOT NULL,
  use         text NOT NULL CHECK (use IN ('code', 'desk')),
  digest      bytea NOT NULL CHECK (octet_length(digest) = 32),
  made_at     timestamptz NOT NULL,
  made        integer NOT NULL CHECK (made BETWEEN 1 AND 10),
  attempts    integer NOT NULL DEFAULT 0 CHECK (attempts BETWEEN 0 AND 5),
  PRIMARY KEY (subject_key, act_id, use),
  FOREIGN KEY (subject_key, act_id) REFERENCES counter_act
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE counter_secret IS 'Codes and desk numbers that still hold, as SHA-256 of a keyed digest: no login reads it, and whoever reads it cannot try numbers without the keys of the application';
COMMENT ON COLUMN counter_secret.use IS 'code: shown on the person''s own page; desk: shown on the assistant''s screen, typed by a second officer';
COMMENT ON COLUMN counter_secret.attempts IS 'Of the act, not of the number: a new number gives no new attempts';
CREATE INDEX counter_secret_by_digest ON counter_secret (digest);

CREATE FUNCTION counter_act_waiting(subject uuid, act uuid, by_clock timestamptz) RETURNS counter_act LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT a.* FROM counter_act a WHERE a.subject_key = subject AND a.act_id = act AND a.expires_at >= by_clock AND by_clock >= a.at
    AND clock_timestamp() < a.noted_at + interval '90 minutes'
    AND NOT EXISTS (SELECT FROM counter_outcome o WHERE o.subject_key = a.subject_key AND o.act_id = a.act_id)
$$;
COMMENT ON FUNCTION counter_act_waiting IS 'The act, where it still waits for a word';

CREATE FUNCTION offer_counter_secret(subject uuid, act uuid, purpose text, token_digest bytea, by_clock timestamptz) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE a counter_act := counter_act_waiting(subject, act, by_clock);
BEGIN
  IF a.act_id IS NULL THEN RETURN false; END IF;
  IF purpose = 'code' AND (counter_officer() IS NOT NULL OR NOT coalesce(subjects_seen() @> ARRAY[a.subject_key, a.person_key], false))
    OR purpose = 'desk' AND counter_officer() IS DISTINCT FROM a.officer_id THEN
    RAISE EXCEPTION 'counter: a code is shown to the person alone, a desk number to the assistant' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'counter_confirmed';
  END IF;
  INSERT INTO counter_secret AS s (subject_key, act_id, use, digest, made_at, made) VALUES (subject, act, purpose, token_digest, clock_timestamp(), 1)
  ON CONFLICT (subject_key, act_id, use) DO UPDATE SET digest = token_digest, made_at = clock_timestamp(), made = s.made + 1 WHERE s.made < 10 AND s.attempts < 5;
  RETURN FOUND;
END $$;
COMMENT ON FUNCTION offer_counter_secret IS 'A new code on the person''s own page, by their own session and no other; or a new desk number for the assistant who prepared the act. It replaces the one before';

CREATE FUNCTION confirm_by_code(subject uuid, act uuid, token bytea, by_clock timestamptz) RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  a counter_act := counter_act_waiting(subject, act, by_clock);
  s counter_secret;
BEGIN
  IF a.act_id IS NULL THEN RETURN 'over'; END IF;
  IF counter_officer() IS DISTINCT FROM a.officer_id OR NOT subjects_seen() @> ARRAY[a.subject_key, a.person_key] THEN
    RAISE EXCEPTION 'counter: the code is typed by who prepared the act, with the person there' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'counter_confirmed';
  END IF;
  UPDATE counter_secret c SET attempts = c.attempts + 1 WHERE c.subject_key = subject AND c.act_id = act AND c.use = 'code' AND c.attempts < 5 RETURNING * INTO s;
  IF s.act_id IS NULL THEN
    RETURN CASE WHEN EXISTS (SELECT FROM counter_secret c WHERE c.subject_key = subject AND c.act_id = act AND c.use = 'code') THEN 'spent' ELSE 'wrong' END;
  END IF;
  IF s.digest <> sha256(token) OR clock_timestamp() > s.made_at + interval '5 minutes' THEN RETURN 'wrong'; END IF;
  INSERT INTO counter_outcome (subject_key, act_id, outcome, means, at) VALUES (subject, act, 'confirmed', 'code', by_clock) ON CONFLICT (subject_key, act_id) DO NOTHING;
  IF NOT FOUND THEN RETURN 'over'; END IF;
  DELETE FROM counter_secret c WHERE c.subject_key = subject AND c.act_id = act;
  RETURN 'confirmed';
END $$;
COMMENT ON FUNCTION confirm_by_code IS 'The code was read out: five attempts for an act, five minutes for a code. A guess that is rolled back tells nothing, for the token is keyed by the application';

CREATE FUNCTION answer_counter_act(subject uuid, act uuid, answer text, by_clock timestamptz) RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  a counter_act := counter_act_waiting(subject, act, by_clock);
  seen uuid[] := subjects_seen();
BEGIN
  IF a.act_id IS NULL THEN RETURN 'over'; END IF;
  -- for an organisation its representative confirms, who is also who appeared; refusing is for either
  IF counter_officer() IS NOT NULL OR NOT coalesce(CASE answer WHEN 'confirmed' THEN seen @> ARRAY[a.subject_key, a.person_key]
    WHEN 'refused' THEN seen && ARRAY[a.subject_key, a.person_key] END, false) THEN
    RAISE EXCEPTION 'counter: only the person answers, on their own page' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'counter_confirmed';
  END IF;
  INSERT INTO counter_outcome (subject_key, act_id, outcome, means, at) VALUES (subject, act, answer, 'own-page', by_clock) ON CONFLICT (subject_key, act_id) DO NOTHING;
  IF NOT FOUND THEN RETURN 'over'; END IF;
  DELETE FROM counter_secret c WHERE c.subject_key = subject AND c.act_id = act;
  RETURN answer;
END $$;
COMMENT ON FUNCTION answer_counter_act IS 'The person''s own yes or no, by their own session';

CREATE FUNCTION counter_act_at_desk(token bytea, by_clock timestamptz) RETURNS TABLE (subject_key uuid, act_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.subject_key, s.act_id FROM counter_secret s JOIN counter_act a ON a.subject_key = s.subject_key AND a.act_id = s.act_id
  WHERE s.digest = sha256(token) AND s.use = 'desk' AND clock_timestamp() <= s.made_at + interval '5 minutes'
    AND a.officer_id <> acting_officer() AND belongs_to(acting_officer(), a.department_id)
    AND (counter_act_waiting(a.subject_key, a.act_id, by_clock)).act_id IS NOT NULL
$$;
COMMENT ON FUNCTION counter_act_at_desk IS 'The act whose number stands on the assistant''s screen, for another officer of the same body';

CREATE FUNCTION stands_apart_from(subject uuid, fact uuid, officer uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT NOT EXISTS (SELECT FROM case_participant p WHERE p.subject_key = subject AND p.officer_id = officer AND (fact IS NULL OR p.fact_key = fact))
    AND NOT EXISTS (SELECT FROM rights_participant p JOIN rights_request r ON r.subject_key = p.subject_key AND r.request_id = p.request_id
      WHERE p.subject_key = subject AND p.officer_id = officer AND (fact IS NULL OR r.fact_key = fact))
    AND NOT EXISTS (SELECT FROM submission s LEFT JOIN machine_client m ON m.officer_id = s.reporter_id
      WHERE s.subject_key = subject AND (fact IS NULL OR s.fact_key = fact) AND officer IN (s.reporter_id, m.registered_by))
    AND NOT EXISTS (SELECT FROM record r WHERE r.subject_key = subject AND r.determined_by = officer AND (fact IS NULL OR r.case_key = fact))
$$;
COMMENT ON FUNCTION stands_apart_from IS 'Whether an officer has no part in the case and its requests; without a case, in none of the subject''s';

CREATE FUNCTION confirm_at_desk(token bytea, answer text, by_clock timestamptz) RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  second uuid := acting_officer();
  a counter_act;
  form uuid;
BEGIN
  SELECT x.* INTO a FROM counter_act_at_desk(token, by_clock) d JOIN counter_act x ON x.subject_key = d.subject_key AND x.act_id = d.act_id;
  IF a.act_id IS NULL THEN RETURN 'none'; END IF;
  IF EXISTS (SELECT FROM delegation d WHERE d.revoked_at IS NULL AND d.ends_on >= (by_clock AT TIME ZONE 'Asia/Shanghai')::date
      AND ((d.from_officer = second AND d.to_officer = a.officer_id) OR (d.from_officer = a.officer_id AND d.to_officer = second)))
    OR NOT stands_apart_from(a.subject_key, a.fact_key, second) THEN
    RAISE EXCEPTION 'four-eyes: the second officer has no part in the matter and stands in for nobody at the desk' USING ERRCODE = 'check_violation', CONSTRAINT = 'counter_second_officer';
  END IF;
  IF answer = 'confirmed' THEN
    SELECT e.evidence_id INTO form FROM evidence_owner o JOIN evidence e ON e.subject_key = o.subject_key AND e.evidence_id = o.evidence_id
    WHERE o.subject_key = a.subject_key AND o.owner_kind = 'counter-act' AND o.owner_id = a.act_id::text AND e.kind = 'signed-form' AND e.form = 'file'
      AND NOT EXISTS (SELECT FROM evidence_withdrawal w WHERE w.subject_key = e.subject_key AND w.evidence_id = e.evidence_id) ORDER BY e.added_at DESC LIMIT 1;
    IF form IS NULL THEN RETURN 'no-form'; END IF;
  END IF;
  INSERT INTO counter_outcome (subject_key, act_id, outcome, means, officer_id, evidence_id, at)
  VALUES (a.subject_key, a.act_id, answer, 'second-officer', second, form, by_clock) ON CONFLICT (subject_key, act_id) DO NOTHING;
  IF NOT FOUND THEN RETURN 'over'; END IF;
  PERFORM take_counter_part(a.subject_key, a.fact_key, a.request_id, second);
  DELETE FROM counter_secret c WHERE c.subject_key = a.subject_key AND c.act_id = a.act_id;
  RETURN answer;
END $$;
COMMENT ON FUNCTION confirm_at_desk IS 'A second officer of the same body, by their own session and the number on the assistant''s screen (five minutes, once), with the signed form there';

CREATE FUNCTION counter_sees_held(subject uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM counter_act a JOIN counter_outcome o ON o.subject_key = a.subject_key AND o.act_id = a.act_id
    WHERE a.subject_key = subject AND a.kind IN ('see-held', 'full-report') AND a.officer_id = counter_officer() AND subjects_seen() @> ARRAY[a.person_key]
      AND o.outcome = 'confirmed' AND o.noted_at > clock_timestamp() - interval '30 minutes')
$$;
COMMENT ON FUNCTION counter_sees_held IS 'relief-hidden: whether the person has confirmed, half an hour ago at most, that this assistant sees what is under relief, or takes the full report it stands in';

CREATE FUNCTION under_relief(subject uuid, fact uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM relief_hold h WHERE h.subject_key = subject AND h.fact_key = fact
    AND h.held_until >= ((now() + (SELECT c.shift FROM clock_shift c)) AT TIME ZONE 'Asia/Shanghai')::date
    AND NOT EXISTS (SELECT FROM rights_action r WHERE r.subject_key = h.subject_key AND r.request_id = h.request_id AND r.action = 'release'))
$$;
COMMENT ON FUNCTION under_relief IS 'Whether a case is under a hold (4.4) today that was not released';

CREATE POLICY hidden_at_counter ON record AS RESTRICTIVE FOR SELECT
  USING ((SELECT counter_officer()) IS NULL OR NOT under_relief(subject_key, case_key) OR counter_sees_held(subject_key));
COMMENT ON POLICY hidden_at_counter ON record IS 'relief-hidden: at the counter a record under relief is seen when the person has confirmed it';

GRANT EXECUTE ON FUNCTION offer_counter_secret, confirm_by_code, answer_counter_act, counter_act_at_desk, confirm_at_desk TO xinheng_platform_web;
GRANT EXECUTE ON FUNCTION counter_sees_held, under_relief TO xinheng_platform;

-- What the party says: by themself in their own session, or by an act at the counter that says the same and, where it binds them, is confirmed.
ALTER TABLE case_action ADD COLUMN counter_act uuid, ADD CONSTRAINT case_action_counter_act UNIQUE (subject_key, counter_act);
ALTER TABLE rights_action ADD COLUMN counter_act uuid, ADD CONSTRAINT rights_action_counter_act UNIQUE (subject_key, counter_act);
ALTER TABLE full_report ADD COLUMN counter_act uuid, ADD CONSTRAINT full_report_counter_act UNIQUE (subject_key, counter_act);
COMMENT ON COLUMN case_action.counter_act IS 'Done for the person at the counter (窗口代办) by this act, once; NULL where they acted by themself, or an officer for the department';
COMMENT ON COLUMN rights_action.counter_act IS 'As case_action.counter_act';
COMMENT ON COLUMN full_report.counter_act IS 'As case_action.counter_act';
SELECT keep_in_log('counter_act', left_out => '{sealed}');
SELECT keep_in_log('counter_outcome');
SELECT keep_in_log('case_action', left_out => '{sealed}');
SELECT keep_in_log('rights_action');
SELECT keep_in_log('full_report');

CREATE FUNCTION counter_act_fits(subject uuid, act uuid, wanted text, about uuid, officer uuid, content jsonb) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE a counter_act;
BEGIN
  SELECT x.* INTO a FROM counter_act x WHERE x.subject_key = subject AND x.act_id = act;
  IF a.act_id IS NULL OR a.kind <> wanted OR coalesce(a.request_id, a.fact_key) IS DISTINCT FROM about OR a.officer_id IS DISTINCT FROM officer
    OR NOT coalesce(a.officer_id = counter_officer() OR (counter_officer() IS NULL AND subjects_seen() @> ARRAY[a.subject_key, a.person_key]), false) THEN
    RAISE EXCEPTION 'counter: this is not what was prepared' USING ERRCODE = 'check_violation', CONSTRAINT = 'counter_confirmed';
  END IF;
  IF a.expires_at IS NOT NULL AND (a.content_digest <> sha256(convert_to(content::text, 'UTF8'))
    OR NOT EXISTS (SELECT FROM counter_outcome o WHERE o.subject_key = subject AND o.act_id = act AND o.outcome = 'confirmed')) THEN
    RAISE EXCEPTION 'counter: the person has not confirmed this' USING ERRCODE = 'check_violation', CONSTRAINT = 'counter_confirmed';
  END IF;
END $$;
COMMENT ON FUNCTION counter_act_fits IS 'Whether an act at the counter says this, and was confirmed where it has to be; refuses otherwise';

CREATE FUNCTION party_speaks_in_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE kinds jsonb := '{"receive-response": "respond", "correct": "mend-report", "withdraw": "withdraw-report"}';
BEGIN
  IF (SELECT pg_has_role(session_user, c.relowner, 'USAGE') FROM pg_class c WHERE c.oid = TG_RELID) THEN RETURN NEW; END IF;
  IF NEW.counter_act IS NOT NULL THEN
    PERFORM counter_act_fits(NEW.subject_key, NEW.counter_act, kinds ->> NEW.action, NEW.fact_key, NEW.actor_id, NEW.payload - 'receivedOn');
  ELSIF counter_officer() IS NOT NULL OR (NEW.part IS NULL AND NOT coalesce(subjects_seen() @> ARRAY[NEW.subject_key, NEW.actor_id], false)) THEN
    RAISE EXCEPTION 'counter: what the party says comes from their own session, or from an act at the counter' USING ERRCODE = 'check_violation', CONSTRAINT = 'counter_confirmed';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION party_speaks_in_case IS 'Nobody answers a notice for the party but the party, or at the counter what the party has confirmed';
CREATE TRIGGER party_speaks BEFORE INSERT ON case_action FOR EACH ROW WHEN (NEW.part IS NULL OR NEW.part = 'reporter' OR NEW.counter_act IS NOT NULL) EXECUTE FUNCTION party_speaks_in_case();

CREATE FUNCTION party_speaks_in_request() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (SELECT pg_has_role(session_user, c.relowner, 'USAGE') FROM pg_class c WHERE c.oid = TG_RELID) THEN RETURN NEW; END IF;
  IF NEW.counter_act IS NOT NULL THEN
    PERFORM counter_act_fits(NEW.subject_key, NEW.counter_act, NEW.action, NEW.request_id, NEW.actor_id, NEW.payload);
  ELSIF counter_officer() IS NOT NULL OR (NEW.part IS NULL AND NOT coalesce(NEW.subject_key = ANY (subjects_seen()) AND NEW.actor_id = ANY (subjects_seen()), false)) THEN
    RAISE EXCEPTION 'counter: what the party says comes from their own session, or from an act at the counter' USING ERRCODE = 'check_violation', CONSTRAINT = 'counter_confirmed';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION party_speaks_in_request IS 'Nobody withdraws or adds to a request for the applicant but the applicant, or at the counter by an act of theirs';
CREATE TRIGGER party_speaks BEFORE INSERT ON rights_action FOR EACH ROW WHEN (NEW.part IS NULL OR NEW.counter_act IS NOT NULL) EXECUTE FUNCTION party_speaks_in_request();

CREATE FUNCTION party_asks() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT (SELECT pg_has_role(session_user, c.relowner, 'USAGE') FROM pg_class c WHERE c.oid = TG_RELID)
    AND NOT (CASE NEW.channel
      WHEN 'own' THEN counter_officer() IS NULL AND coalesce(NEW.subject_key = ANY (subjects_seen()) AND NEW.asked_by = ANY (subjects_seen()), false)
      WHEN 'assisted' THEN coalesce(NEW.asked_by = counter_officer(), false)
      ELSE counter_officer() IS NULL AND subjects_seen() IS NULL END) THEN
    RAISE EXCEPTION 'counter: who asked is not who this transaction is' USING ERRCODE = 'check_violation', CONSTRAINT = 'counter_confirmed';
  END IF;
  IF NEW.channel = 'assisted' THEN PERFORM take_counter_part(NEW.subject_key, NEW.fact_key, NULL, NEW.asked_by); END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION party_asks IS 'A request says truly whether the applicant asked alone or at the counter; whoever typed it there has had a part in the case too';
CREATE TRIGGER party_asks BEFORE INSERT ON rights_request FOR EACH ROW EXECUTE FUNCTION party_asks();

CREATE FUNCTION party_reports() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT (SELECT pg_has_role(session_user, c.relowner, 'USAGE') FROM pg_class c WHERE c.oid = TG_RELID) AND NEW.assisted_by IS DISTINCT FROM counter_officer() THEN
    RAISE EXCEPTION 'counter: who worked the keys is not who this transaction is' USING ERRCODE = 'check_violation', CONSTRAINT = 'counter_confirmed';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION party_reports IS 'An own report says truly who worked the keys';
CREATE TRIGGER party_reports BEFORE INSERT ON own_report FOR EACH ROW EXECUTE FUNCTION party_reports();

CREATE FUNCTION party_takes_report() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (SELECT pg_has_role(session_user, c.relowner, 'USAGE') FROM pg_class c WHERE c.oid = TG_RELID) THEN RETURN NEW; END IF;
  IF counter_officer() IS NOT NULL OR NEW.counter_act IS NOT NULL THEN
    PERFORM counter_act_fits(NEW.subject_key, NEW.counter_act, 'full-report', NULL, counter_officer(), '{}');
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION party_takes_report IS 'At the counter a full report is given out once the person has confirmed it';
CREATE TRIGGER party_takes BEFORE INSERT ON full_report FOR EACH ROW EXECUTE FUNCTION party_takes_report();

-- The form the person signed belongs to the act.
ALTER TABLE evidence_owner DROP CONSTRAINT evidence_owner_owner_kind_check,
  ADD CONSTRAINT evidence_owner_owner_kind_check CHECK (owner_kind IN ('case', 'own-report', 'request', 'counter-act'));

-- Lists: whoever spoke for the party in a matter decides on no entry that comes from it, and nominates none.
CREATE FUNCTION counter_apart_from_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE officer uuid := coalesce((to_jsonb(NEW) ->> 'actor_id')::uuid, (to_jsonb(NEW) ->> 'nominated_by')::uuid);
BEGIN
  IF EXISTS (SELECT FROM record r JOIN case_participant p ON p.subject_key = r.subject_key AND p.fact_key = r.case_key
    WHERE r.subject_key = NEW.subject_key AND r.record_id = NEW.record_id AND p.officer_id = officer AND p.part = 'counter') THEN
    RAISE EXCEPTION 'four-eyes: whoever spoke for the party at the counter has no part in the entry' USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION counter_apart_from_entry IS 'four-eyes: counts the counter in the list entry of the same record';
CREATE TRIGGER counter_apart BEFORE INSERT ON list_entry_decision FOR EACH ROW EXECUTE FUNCTION counter_apart_from_entry();
CREATE TRIGGER counter_apart BEFORE INSERT ON nomination FOR EACH ROW EXECUTE FUNCTION counter_apart_from_entry();
