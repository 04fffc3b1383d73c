-- A request is about its case, an inbox holds what has happened, a queue holds what the steps say, and the log the department of who wrote:
-- also for a statement of somebody who really entered (069, 091).

CREATE FUNCTION request_is_of_its_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM submission s WHERE s.subject_key = NEW.subject_key AND s.fact_key = NEW.fact_key
    AND (s.competent_department, s.batch_id, s.row_number, s.kind, s.subject_type) = (NEW.department_id, NEW.batch_id, NEW.row_number, NEW.record_kind, NEW.subject_type);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'own-jurisdiction: a request goes to the department of its case' USING ERRCODE = 'check_violation', CONSTRAINT = 'request_of_case';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION request_is_of_its_case IS 'own-jurisdiction: whoever asks does not choose who decides';
CREATE TRIGGER of_case BEFORE INSERT ON rights_request FOR EACH ROW WHEN (by_application()) EXECUTE FUNCTION request_is_of_its_case();

CREATE FUNCTION asker_is_who_acts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE me uuid := coalesce(acting_officer(), counter_officer());
BEGIN
  PERFORM FROM added a WHERE a.part = 'asker' AND a.officer_id IS DISTINCT FROM me LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'four-eyes: nobody is made the asker of a request but who acts' USING ERRCODE = 'check_violation', CONSTRAINT = 'acts_in_person';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION asker_is_who_acts IS 'four-eyes: an officer who is made to have asked could assess and decide no more; the party does not choose who judges it';
CREATE TRIGGER asker_in_person AFTER INSERT ON rights_participant REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION asker_is_who_acts();

-- Queues: a row moves with a step of the same transaction, and says of its case what the case says.
CREATE FUNCTION case_moves_with_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM added c LEFT JOIN submission s ON s.subject_key = c.subject_key AND s.fact_key = c.fact_key
  LEFT JOIN case_action a ON a.subject_key = c.subject_key AND a.fact_key = c.fact_key AND a.sequence = c.sequence AND written_here(a.xmin)
  WHERE a.sequence IS NULL OR (s.competent_department, s.reporting_department, s.batch_id, s.row_number)
      IS DISTINCT FROM (c.competent_department, c.reporting_department, c.batch_id, c.row_number)
    OR (c.state IN ('determined', 'lapsed')) <> (a.action = 'determine') OR (c.state = 'refused') <> (a.action = 'refuse')
    OR (c.state = 'withdrawn') <> (a.action = 'withdraw') OR (c.state = 'returned') <> (a.action = 'return')
    OR EXISTS (SELECT FROM case_action n WHERE n.subject_key = c.subject_key AND n.fact_key = c.fact_key AND n.sequence > c.sequence) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'own-jurisdiction: a case moves on with the step that is taken in it' USING ERRCODE = 'check_violation', CONSTRAINT = 'case_moves_with_step';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION case_moves_with_step IS 'own-jurisdiction: no officer takes a case out of a queue, or into another body''s, without a step that the log of the case shows';
CREATE TRIGGER with_step AFTER INSERT ON case_state REFERENCING NEW TABLE AS added FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION case_moves_with_step();
CREATE TRIGGER with_step_on AFTER UPDATE ON case_state REFERENCING NEW TABLE AS added FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION case_moves_with_step();

CREATE FUNCTION request_moves_with_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM rights_request q
  CROSS JOIN LATERAL (SELECT coalesce(max(a.sequence), 0) AS last, coalesce(bool_or(written_here(a.xmin)), false) AS here
    FROM rights_action a WHERE a.subject_key = q.subject_key AND a.request_id = q.request_id) steps
  WHERE q.subject_key = NEW.subject_key AND q.request_id = NEW.request_id AND (q.kind, q.fact_key, q.department_id) = (NEW.kind, NEW.fact_key, NEW.department_id)
    AND steps.last = NEW.sequence AND (steps.here OR (steps.last = 0 AND written_here(q.xmin)));
  IF NOT FOUND THEN
    RAISE EXCEPTION 'own-jurisdiction: a request moves on with the step that is taken in it' USING ERRCODE = 'check_violation', CONSTRAINT = 'request_moves_with_step';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION request_moves_with_step IS 'own-jurisdiction: as case_moves_with_step, for objections, repair and relief';
CREATE TRIGGER with_step AFTER INSERT OR UPDATE ON rights_state FOR EACH ROW WHEN (by_application()) EXECUTE FUNCTION request_moves_with_step();

-- The inbox tells of what has been written in the same transaction, to whom it is about.
CREATE FUNCTION notice_tells_of_something() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  sort text := split_part(NEW.kind, '.', 1);
  what text := split_part(NEW.kind, '.', 2);
  happened boolean;
BEGIN
  happened := CASE
    WHEN sort = 'case' THEN EXISTS (SELECT FROM case_action a WHERE a.subject_key = NEW.subject_key AND a.action = what AND written_here(a.xmin))
    WHEN sort IN ('objection', 'repair', 'relief') AND what = 'asked' THEN EXISTS (SELECT FROM rights_request q
      WHERE q.subject_key = NEW.subject_key AND q.kind = sort AND written_here(q.xmin))
    WHEN sort IN ('objection', 'repair', 'relief') THEN EXISTS (SELECT FROM rights_action a JOIN rights_request q USING (subject_key, request_id)
      WHERE a.subject_key = NEW.subject_key AND q.kind = sort AND a.action = what AND written_here(a.xmin))
    WHEN NEW.kind = 'own-report.submitted' THEN EXISTS (SELECT FROM own_report r WHERE r.subject_key = NEW.subject_key AND written_here(r.xmin))
    WHEN NEW.kind = 'counter.appeared' THEN counter_officer() IS NOT NULL AND coalesce(NEW.subject_key = ANY (subjects_seen()), false)
    WHEN NEW.kind IN ('counter.confirmed', 'counter.refused') THEN EXISTS (SELECT FROM counter_outcome o JOIN counter_act a USING (subject_key, act_id)
      WHERE NEW.subject_key IN (a.subject_key, a.person_key) AND o.outcome = what AND written_here(o.xmin))
    WHEN sort = 'counter' THEN EXISTS (SELECT FROM counter_act a WHERE a.kind = what AND a.officer_id = counter_officer()
      AND (NEW.subject_key IN (a.subject_key, a.person_key) OR NEW.subject_key = ANY (subjects_seen())) AND a.subject_key = ANY (subjects_seen()) AND written_here(a.xmin))
    ELSE false END;
  IF happened THEN RETURN NULL; END IF;
  RAISE EXCEPTION 'inbox: nothing happened that % tells of', NEW.kind USING ERRCODE = 'check_violation', CONSTRAINT = 'notice_tells_of_something';
END $$;
COMMENT ON FUNCTION notice_tells_of_something IS 'Nobody writes into somebody''s inbox what has not happened in their matter; asked when the transaction commits';
CREATE CONSTRAINT TRIGGER tells_of_something AFTER INSERT ON subject_notice DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (by_application()) EXECUTE FUNCTION notice_tells_of_something();

-- 谁看过 shows department and purpose: an officer looks for no department but one they belong to.
CREATE FUNCTION logged_for_own_department() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.department_id IS NULL AND NOT NEW.look OR belongs_to(NEW.actor_id::uuid, NEW.department_id) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'looked-is-logged: an entry names the department of who wrote it' USING ERRCODE = 'check_violation', CONSTRAINT = 'logged_for_own_department';
END $$;
COMMENT ON FUNCTION logged_for_own_department IS 'looked-is-logged: the person is shown by which department; nobody looks in another one''s';
CREATE TRIGGER of_own_department BEFORE INSERT ON audit_entry FOR EACH ROW WHEN (NEW.actor_kind = 'officer' AND by_application()) EXECUTE FUNCTION logged_for_own_department();

-- Months of the log are made ahead by its own job.
REVOKE EXECUTE ON FUNCTION prepare_log_months FROM xinheng_platform;
GRANT EXECUTE ON FUNCTION prepare_log_months TO xinheng_platform_worker;
