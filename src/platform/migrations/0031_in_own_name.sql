-- Who says what: the party is the party, an officer is an officer, a job is a job. What a session of one of them could still write in the
-- name of another, or undo for another, past the rules of the application (069, 073).

CREATE FUNCTION by_task() RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT pg_has_role(session_user, 'xinheng_platform_worker', 'MEMBER')
$$;
COMMENT ON FUNCTION by_task IS 'Whether the login of background work speaks. A transaction that has no officer is not therefore a job: it may be an applicant, a department''s system, or somebody who entered as nobody';

CREATE FUNCTION is_system_here(officer uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT acting_officer() IS NULL AND counter_officer() IS NULL AND subjects_seen() IS NULL
    AND EXISTS (SELECT FROM machine_client m WHERE m.officer_id = $1 AND m.department_id = ANY (departments_seen()))
$$;
COMMENT ON FUNCTION is_system_here IS 'Whether this is the transaction of a department''s system, and the officer entry that of one of that department';
GRANT EXECUTE ON FUNCTION by_task, is_system_here TO xinheng_platform, xinheng_platform_sign_in;

-- The reporter ----------------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION reporter_is_who_acts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  me uuid := acting_officer();
  desk uuid := counter_officer();
BEGIN
  PERFORM FROM added a JOIN submission s USING (subject_key, fact_key)
  WHERE a.part = 'reporter' AND NOT coalesce(CASE
    WHEN me IS NOT NULL THEN a.officer_id = me AND s.reporter_id <> s.subject_key
    WHEN desk IS NOT NULL THEN a.officer_id = desk AND s.reporter_id = s.subject_key
    WHEN a.officer_id = s.subject_key THEN s.reporter_id = s.subject_key AND s.subject_key = ANY (subjects_seen())
    ELSE is_system_here(a.officer_id) END, false) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'four-eyes: nobody is made the reporter of a case but who acts' USING ERRCODE = 'check_violation', CONSTRAINT = 'reporter_in_person';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION reporter_is_who_acts IS 'four-eyes: whoever is made a reporter without having been one can review no more; and whoever is made one by the party withdraws for it';
CREATE TRIGGER reporter_in_person AFTER INSERT ON case_participant REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION reporter_is_who_acts();

CREATE FUNCTION reporter_speaks() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  me uuid := acting_officer();
  desk uuid := counter_officer();
BEGIN
  PERFORM FROM added a JOIN submission s USING (subject_key, fact_key)
  WHERE a.part = 'reporter' AND NOT coalesce(CASE
    WHEN me IS NOT NULL THEN a.actor_id = me AND s.reporter_id <> s.subject_key AND EXISTS (
      SELECT FROM roles_held(me, a.at) h WHERE h.role = 'reporter' AND h.department_id = ANY (bodies_over(s.reporting_department)))
    WHEN desk IS NOT NULL THEN a.actor_id = desk AND a.counter_act IS NOT NULL
    WHEN a.actor_id = s.subject_key OR a.counter_act IS NOT NULL THEN s.reporter_id = s.subject_key AND s.subject_key = ANY (subjects_seen())
    ELSE is_system_here(a.actor_id) END, false) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'four-eyes: a report is corrected and withdrawn by who reports for the department, or by the person about whose own report it is'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'reporter_in_person';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION reporter_speaks IS 'four-eyes, own-jurisdiction: nobody withdraws a report about themself in the reporter''s name';
CREATE TRIGGER reporter_speaks AFTER INSERT ON case_action REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION reporter_speaks();

-- An answer of the party moves its case on in the queue; nothing else of theirs does, least of all out of it.
CREATE FUNCTION party_moves_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM added c WHERE NOT EXISTS (SELECT FROM submission s
      WHERE s.subject_key = c.subject_key AND s.fact_key = c.fact_key AND (s.competent_department, s.reporting_department, s.batch_id, s.row_number)
        = (c.competent_department, c.reporting_department, c.batch_id, c.row_number))
    OR NOT EXISTS (SELECT FROM case_action a WHERE a.subject_key = c.subject_key AND a.fact_key = c.fact_key AND a.sequence = c.sequence
      AND written_here(a.xmin) AND c.state = CASE a.action
        WHEN 'receive-response' THEN 'response-received' WHEN 'correct' THEN 'corrected' WHEN 'withdraw' THEN 'withdrawn' END) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'own-jurisdiction: a case moves on with what the party said in it' USING ERRCODE = 'check_violation', CONSTRAINT = 'party_moves_case';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION party_moves_case IS 'own-jurisdiction: nobody takes a case about themself out of the queue, or into another body''s';
CREATE TRIGGER party_moves AFTER INSERT ON case_state REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application() AND subjects_seen() IS NOT NULL) EXECUTE FUNCTION party_moves_case();
CREATE TRIGGER party_moves_on AFTER UPDATE ON case_state REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application() AND subjects_seen() IS NOT NULL) EXECUTE FUNCTION party_moves_case();

-- Who asked -------------------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION asked_in_person() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.channel = 'department' AND NEW.asked_by IS DISTINCT FROM acting_officer() THEN
    RAISE EXCEPTION 'four-eyes: what a department asks for of its own motion is asked by who acts' USING ERRCODE = 'check_violation', CONSTRAINT = 'asked_in_person';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION asked_in_person IS 'four-eyes: whoever asks under another name could decide on it themself';
CREATE TRIGGER asked_in_person BEFORE INSERT ON rights_request FOR EACH ROW WHEN (by_application()) EXECUTE FUNCTION asked_in_person();

CREATE FUNCTION asker_keeps_part() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM added a JOIN rights_request q USING (subject_key, request_id)
  WHERE q.channel <> 'own' AND a.officer_id = q.asked_by AND a.part NOT IN ('asker', 'counter') LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'four-eyes: whoever asked has no other part in the request' USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION asker_keeps_part IS 'four-eyes: the one named in the request as asking has a part from the start, whether or not it was written down';
CREATE TRIGGER four_eyes AFTER INSERT ON rights_participant REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION asker_keeps_part();

-- Doubts about entries of a list ------------------------------------------------------------------------------------------------------------

CREATE FUNCTION others_doubt(subject uuid, round bigint, of_record uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM list_entry_decision d
    WHERE d.subject_key = subject AND d.round_id = round AND d.record_id = of_record AND d.decision NOT IN ('kept', 'struck')
      AND d.sequence > coalesce((SELECT max(k.sequence) FROM list_entry_decision k
        WHERE k.subject_key = subject AND k.round_id = round AND k.record_id = of_record AND k.decision IN ('kept', 'struck')), 0)
      AND NOT EXISTS (SELECT FROM record r JOIN rights_request q ON q.subject_key = r.subject_key AND q.fact_key = r.case_key AND q.kind = 'objection'
        WHERE r.subject_key = subject AND r.record_id = of_record AND d.decision = 'objection' AND (q.audit_id = d.audit_id OR EXISTS (
          SELECT FROM rights_action a WHERE a.subject_key = q.subject_key AND a.request_id = q.request_id AND a.action = 'ask-review' AND a.audit_id = d.audit_id))))
$$;
COMMENT ON FUNCTION others_doubt IS 'Whether something is open about an entry of a round besides objections that were asked for as requests: a conflict, or what somebody put on the record of the round. What stands under one number of the log was written together';
GRANT EXECUTE ON FUNCTION others_doubt TO xinheng_platform;

CREATE FUNCTION doubt_is_ones_own() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  me uuid := acting_officer();
  others boolean := NEW.decision = 'kept' AND others_doubt(NEW.subject_key, NEW.round_id, NEW.record_id);
BEGIN
  IF me IS NULL THEN
    IF NEW.subject_key = ANY (subjects_seen()) AND (NEW.decision = 'objection' OR (NEW.decision = 'kept' AND NOT others)) THEN RETURN NEW; END IF;
  ELSIF EXISTS (SELECT FROM roles_held(me, NEW.at) h JOIN record r ON r.subject_key = NEW.subject_key AND r.record_id = NEW.record_id
    WHERE h.role = 'credit-office'
      OR (NEW.decision IN ('objection', 'conflict-found') AND h.role IN ('reviewer', 'determiner', 'assistant'))
      OR (h.role = 'determiner' AND h.department_id = ANY (bodies_over(r.determining_department)) AND (NEW.decision = 'struck' OR NOT others))) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'list: an entry is decided on by the credit office; an objection to its record, withdrawn or turned down, settles no other doubt'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'doubt_is_ones_own';
END $$;
COMMENT ON FUNCTION doubt_is_ones_own IS 'four-eyes: an organisation takes back its own objection and nothing else; whoever decides an objection decides about no conflict that the credit office has to look at';
CREATE TRIGGER ones_own BEFORE INSERT ON list_entry_decision FOR EACH ROW WHEN (by_application()) EXECUTE FUNCTION doubt_is_ones_own();

-- Whose objection it is takes it back: what else is open about the entry, the trigger above has looked at.
CREATE OR REPLACE FUNCTION decider_stands_apart() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.decision NOT IN ('kept', 'struck')
    OR (NEW.decision = 'kept' AND acting_officer() IS NULL AND coalesce(NEW.subject_key = ANY (subjects_seen()), false)) THEN
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

CREATE FUNCTION entry_left_with_edition() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM added n JOIN entry e ON e.subject_key = n.subject_key AND e.entry_id = n.entry_id
  WHERE NOT EXISTS (SELECT FROM edition d WHERE d.list = e.list AND written_here(d.xmin) AND NOT EXISTS (
      SELECT FROM jsonb_array_elements(d.manifest->'entries') m WHERE m->>'entryId' = e.entry_id::text))
    AND NOT EXISTS (SELECT FROM record_change c WHERE c.subject_key = e.subject_key AND c.record_id = e.record_id AND c.change = n.why) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'list: an entry ends with its record, or with the edition that goes without it' USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_left_with_edition';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION entry_left_with_edition IS 'withdrawal-everywhere: nobody takes an entry off a list that is still shown on it';
CREATE TRIGGER with_edition AFTER INSERT ON entry_end REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION entry_left_with_edition();

-- Evidence --------------------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION is_here(kind text, id text) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(CASE $1
    WHEN 'officer' THEN $2 = coalesce(acting_officer(), counter_officer())::text
    WHEN 'citizen' THEN counter_officer() IS NULL AND $2 = ANY (subjects_seen()::text[])
    WHEN 'machine' THEN is_system_here($2::uuid)
    WHEN 'system' THEN by_task() AND acting_officer() IS NULL AND subjects_seen() IS NULL END, false)
$$;
COMMENT ON FUNCTION is_here IS 'Whether somebody of that kind and name is who this transaction is: an officer also at the counter, an applicant by themself, a department''s system, a job';
GRANT EXECUTE ON FUNCTION is_here TO xinheng_platform, xinheng_platform_sign_in;

CREATE FUNCTION evidence_is_who_added_its() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  said jsonb := to_jsonb(NEW);
  kind_said text := coalesce(said->>'added_by_kind', said->>'by_kind');
  who_said text := coalesce(said->>'added_by', said->>'by_id');
BEGIN
  -- at the counter the piece names the person, who hands it over, and the log the officer
  IF NOT (is_here(kind_said, who_said) OR (kind_said = 'citizen' AND coalesce(who_said = ANY (subjects_seen()::text[]), false))) THEN NULL;
  ELSIF said ? 'added_by' OR kind_said = 'system' OR EXISTS (SELECT FROM evidence e
    WHERE e.subject_key = NEW.subject_key AND e.evidence_id = NEW.evidence_id AND e.added_by_kind = kind_said AND e.added_by = who_said) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'evidence is added under the own name, and taken back by who added it' USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_in_person';
END $$;
COMMENT ON FUNCTION evidence_is_who_added_its IS 'What was taken back is deleted by the next sweep: nobody takes back what another added, least of all the one it speaks against';
CREATE TRIGGER in_person BEFORE INSERT ON evidence FOR EACH ROW WHEN (by_application()) EXECUTE FUNCTION evidence_is_who_added_its();
CREATE TRIGGER in_person BEFORE INSERT ON evidence_withdrawal FOR EACH ROW WHEN (by_application()) EXECUTE FUNCTION evidence_is_who_added_its();

CREATE FUNCTION evidence_stays_with_its_matter() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.subject_key = ANY (subjects_seen()) OR EXISTS (SELECT FROM evidence e
    WHERE e.subject_key = NEW.subject_key AND e.evidence_id = NEW.evidence_id AND written_here(e.xmin)) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'own-jurisdiction: evidence belongs to the matter it was added to' USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_of_matter';
END $$;
COMMENT ON FUNCTION evidence_stays_with_its_matter IS 'own-jurisdiction: who is named here sees it, so no officer names a department for what is there already; the person hands a draft''s evidence on to what it becomes';
CREATE TRIGGER stays_with_its_matter BEFORE INSERT ON evidence_owner FOR EACH ROW WHEN (by_application()) EXECUTE FUNCTION evidence_stays_with_its_matter();

-- Standing in -----------------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION delegation_ended_by() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE me uuid := acting_officer();
BEGIN
  IF NEW.revoked_by IS NOT DISTINCT FROM me AND (me IN (NEW.from_officer, NEW.to_officer) OR administers(me, NEW.department_id)) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'delegation: ended by who is absent, who stands in, or an administrator of the department, under the own name'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'delegation_reach';
END $$;
COMMENT ON FUNCTION delegation_ended_by IS 'Nobody ends another''s delegation, or under another''s name';
CREATE TRIGGER ended_by BEFORE UPDATE ON delegation FOR EACH ROW WHEN (by_application()) EXECUTE FUNCTION delegation_ended_by();

-- The counter's code: nothing is not the right number ------------------------------------------------------------------------------------------
CREATE OR REPLACE FUNCTION confirm_by_code(subject uuid, act uuid, token bytea, by_clock timestamptz) RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  a counter_act := counter_act_waiting(subject, act, by_clock);
  s counter_secret;
BEGIN
  IF a.act_id IS NULL THEN RETURN 'over'; END IF;
  IF counter_officer() IS DISTINCT FROM a.officer_id OR NOT coalesce(subjects_seen() @> ARRAY[a.subject_key, a.person_key], false) THEN
    RAISE EXCEPTION 'counter: the code is typed by who prepared the act, with the person there' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'counter_confirmed';
  END IF;
  UPDATE counter_secret c SET attempts = c.attempts + 1 WHERE c.subject_key = subject AND c.act_id = act AND c.use = 'code' AND c.attempts < 5 RETURNING * INTO s;
  IF s.act_id IS NULL THEN
    RETURN CASE WHEN EXISTS (SELECT FROM counter_secret c WHERE c.subject_key = subject AND c.act_id = act AND c.use = 'code') THEN 'spent' ELSE 'wrong' END;
  END IF;
  IF s.digest IS DISTINCT FROM sha256(token) OR clock_timestamp() > s.made_at + interval '5 minutes' THEN RETURN 'wrong'; END IF;
  INSERT INTO counter_outcome (subject_key, act_id, outcome, means, at) VALUES (subject, act, 'confirmed', 'code', by_clock) ON CONFLICT (subject_key, act_id) DO NOTHING;
  IF NOT FOUND THEN RETURN 'over'; END IF;
  DELETE FROM counter_secret c WHERE c.subject_key = subject AND c.act_id = act;
  RETURN 'confirmed';
END $$;
