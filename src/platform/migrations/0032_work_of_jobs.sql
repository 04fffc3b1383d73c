-- What background work does, the login that answers requests does not: what is due to be told, what was told, the heads of the log, what
-- is deleted. And the log names who really wrote, under numbers that it gave out itself (054, 055, 073).

-- Deliveries: what is due stays due until the job that delivers has had it acknowledged.
REVOKE UPDATE, DELETE ON outbox_due FROM xinheng_platform;
GRANT UPDATE (not_before) ON outbox_due TO xinheng_platform;
GRANT UPDATE, DELETE ON outbox_due TO xinheng_platform_worker;
REVOKE INSERT ON delivery_attempt, directory_piece, punctuality_count, record_expiry FROM xinheng_platform;
GRANT INSERT ON delivery_attempt, directory_piece, punctuality_count, record_expiry TO xinheng_platform_worker;
REVOKE INSERT, UPDATE ON inbox_epoch FROM xinheng_platform;
GRANT INSERT, UPDATE ON inbox_epoch TO xinheng_platform_worker;
-- Deleting: what an officer or an applicant takes back, the sweep deletes.
REVOKE INSERT ON evidence_deletion FROM xinheng_platform;
GRANT INSERT ON evidence_deletion TO xinheng_platform_worker;
REVOKE UPDATE, DELETE ON stored_file FROM xinheng_platform;
GRANT UPDATE (delete_after) ON stored_file TO xinheng_platform;
GRANT UPDATE, DELETE ON stored_file TO xinheng_platform_worker;
REVOKE INSERT ON audit_checkpoint FROM xinheng_platform;
GRANT INSERT ON audit_checkpoint TO xinheng_platform_worker;

CREATE FUNCTION due_sooner_only() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT by_task() AND NEW.not_before IS NOT NULL THEN
    RAISE EXCEPTION 'withdrawal-everywhere: what is due is put off by the job that delivers, and by nobody else' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'due_sooner_only';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION due_sooner_only IS 'withdrawal-everywhere: an officer has something sent again, at once';
CREATE TRIGGER sooner_only BEFORE INSERT OR UPDATE ON outbox_due FOR EACH ROW WHEN (NEW.not_before IS NOT NULL) EXECUTE FUNCTION due_sooner_only();

CREATE FUNCTION told_is_due() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO outbox_due (recipient, position, bytes)
  SELECT a.recipient, a.position, octet_length(a.data::text) FROM added a
  WHERE NOT EXISTS (SELECT FROM outbox_due d WHERE d.recipient = a.recipient AND d.position = a.position);
  RETURN NULL;
END $$;
COMMENT ON FUNCTION told_is_due IS 'withdrawal-everywhere: a message that is written and not due would never be sent';
CREATE TRIGGER is_due AFTER INSERT ON outbox REFERENCING NEW TABLE AS added FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION told_is_due();

CREATE FUNCTION file_kept_longer_only() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT by_task() AND NEW.delete_after < OLD.delete_after THEN
    RAISE EXCEPTION 'a file that was handed in is kept until its day' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'file_kept_longer_only';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION file_kept_longer_only IS 'Handed in again it is kept longer; nobody has it deleted before it was read';
CREATE TRIGGER longer_only BEFORE UPDATE ON stored_file FOR EACH ROW EXECUTE FUNCTION file_kept_longer_only();

CREATE FUNCTION directory_is_imported() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF by_task() OR EXISTS (SELECT FROM roles_held(acting_officer(), now() + interval '10 seconds' + (SELECT c.shift FROM clock_shift c)) h
    WHERE h.role IN ('credit-office', 'administrator')) THEN RETURN NULL; END IF;
  RAISE EXCEPTION 'the directory is imported by the credit office or an administrator' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'directory_is_imported';
END $$;
COMMENT ON FUNCTION directory_is_imported IS 'no-person-in-public: names of the directory go to the public site';
CREATE TRIGGER imported BEFORE INSERT OR UPDATE ON organisation_directory FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION directory_is_imported();

-- A job's key says which job it is: under another's key it would take that one's place, and in a thousand years it would never run.
CREATE OR REPLACE FUNCTION enqueue(kind text, payload json, key text, in_seconds double precision DEFAULT 0, queue text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE known job_kind;
BEGIN
  SELECT * INTO known FROM job_kind k WHERE k.kind = enqueue.kind;
  IF NOT FOUND OR NOT (known.by_web OR pg_has_role(session_user, 'xinheng_platform_worker', 'MEMBER')) THEN
    RAISE EXCEPTION 'enqueue: % is nothing this login may have done', kind USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF by_application() AND (key IS DISTINCT FROM CASE kind
      WHEN 'intake.process' THEN 'intake:' || (payload->>'batchId')
      WHEN 'exchange.deliver' THEN 'deliver:' || (payload->>'recipient') || ':' || pg_current_xact_id()
      ELSE kind END
    OR (coalesce(in_seconds, 1) <> 0 AND NOT by_task())) THEN
    RAISE EXCEPTION 'enqueue: a job goes by its own key, and is put off by a job only' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM graphile_worker.add_job(kind, payload := payload, job_key := key, max_attempts := known.max_attempts, queue_name := queue,
    run_at := now() + make_interval(secs => in_seconds));
END $$;

-- The log: each entry under a number that this transaction was given, and that no other entry bears.
CREATE OR REPLACE FUNCTION begin_log_entry() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE number bigint;
BEGIN
  -- first the sign that somebody is about to take a number, then the number, then the sign which: whoever seals the log sees one of both
  PERFORM pg_advisory_xact_lock_shared(4611686018427387904);
  number := nextval('audit_entry_number');
  PERFORM pg_advisory_xact_lock_shared(4611686018427387904 + number);
  PERFORM set_config('xinheng.log_entry', number::text, true);
  PERFORM set_config('xinheng.log_entry_given', claim_mac('log entry ' || number), true);
  RETURN number;
END $$;

CREATE OR REPLACE FUNCTION next_log_entry() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE number text := current_setting('xinheng.log_entry', true);
BEGIN
  IF coalesce(number, '') = '' THEN
    number := begin_log_entry();
  ELSIF current_setting('xinheng.log_entry_taken', true) = number THEN
    RETURN nextval('audit_entry_number');
  ELSIF current_setting('xinheng.log_entry_given', true) IS DISTINCT FROM claim_mac('log entry ' || number)
    OR EXISTS (SELECT FROM audit_entry e WHERE e.id = number::bigint) THEN
    RAISE EXCEPTION 'looked-is-logged: the log gives out its numbers itself, each once' USING ERRCODE = 'check_violation', CONSTRAINT = 'log_entry_given';
  END IF;
  PERFORM set_config('xinheng.log_entry_taken', number, true);
  RETURN number;
END $$;
COMMENT ON FUNCTION next_log_entry IS 'The first entry of a transaction takes the number its rows bear, if it was given to this transaction and is not taken; further ones the next. What a setting says is believed no further';

-- Who is named in an entry is who wrote it. The sign-in's login, which anybody passes who is not in yet, writes of the door alone.
DROP TRIGGER in_person ON audit_entry;
CREATE OR REPLACE FUNCTION logged_in_own_name() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF is_here(NEW.actor_kind, NEW.actor_id) THEN RETURN NEW; END IF;
  IF NEW.object_type = 'sign-in' AND NOT NEW.look AND NULLIF(current_setting('xinheng.claim', true), '') IS NULL
    AND pg_has_role(session_user, 'xinheng_platform_sign_in', 'MEMBER') THEN RETURN NEW; END IF;
  -- what was prepared at a counter is done in the person's own transaction once they confirm it there, and the log names who prepared it
  IF NEW.actor_kind = 'officer' AND EXISTS (SELECT FROM counter_act a JOIN counter_outcome o ON o.subject_key = a.subject_key AND o.act_id = a.act_id
    WHERE a.person_key = ANY (subjects_seen()) AND a.officer_id::text = NEW.actor_id AND o.outcome = 'confirmed' AND written_here(o.xmin)) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'looked-is-logged: an entry names who wrote it' USING ERRCODE = 'check_violation', CONSTRAINT = 'logged_in_own_name';
END $$;
COMMENT ON FUNCTION logged_in_own_name IS 'looked-is-logged: nobody writes an entry in another''s name: an officer not in another officer''s or a job''s, an applicant or somebody who entered as nobody not in an officer''s';
CREATE TRIGGER in_person BEFORE INSERT ON audit_entry FOR EACH ROW WHEN (by_application()) EXECUTE FUNCTION logged_in_own_name();
