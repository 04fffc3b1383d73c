-- Whose database this is, and what holds the queue of background work to what it was given.

CREATE TABLE installation (
  single      boolean PRIMARY KEY DEFAULT true CHECK (single),
  fingerprint text NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{32}$'),
  noted_at    timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE installation IS 'The installation this database belongs to: one row, noted by the first start. An installation with another keyring is refused before it changes anything';
COMMENT ON COLUMN installation.fingerprint IS 'Made from the keyring''s subject key by HMAC; tells nothing about the key. Processes that share a keyring are one installation';
GRANT SELECT, INSERT ON installation TO xinheng_platform;

CREATE FUNCTION keep_payload() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.payload::text IS DISTINCT FROM OLD.payload::text AND NOT pg_has_role(current_user, 'xinheng_platform_owner', 'USAGE') THEN
    RAISE EXCEPTION 'what a job says is changed by adding it again, not in place' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION keep_payload IS 'On the waiting jobs: who runs a job must be able to name its payload when it fails, and may not alter it. The queue''s own functions run as the owner';

-- The queue is the worker login's. Whoever else has work to be done says so here, and only the kinds of work named here.
CREATE TABLE job_kind (
  kind         text PRIMARY KEY,
  by_web       boolean NOT NULL,
  max_attempts integer NOT NULL CHECK (max_attempts > 0)
);
COMMENT ON TABLE job_kind IS 'What enqueue takes, and how often it is tried; the hourly tasks begin by themselves';
COMMENT ON COLUMN job_kind.by_web IS 'Whether answering a request may enqueue it; otherwise the worker login alone does';
INSERT INTO job_kind (kind, by_web, max_attempts) VALUES
  ('exchange.deliver', true, 1000), ('exchange.send-directory', true, 1000), ('intake.process', true, 1000),
  ('determination.refresh-statistics', true, 3);

CREATE FUNCTION enqueue(kind text, payload json, key text, in_seconds double precision DEFAULT 0, queue text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE known job_kind;
BEGIN
  SELECT * INTO known FROM job_kind k WHERE k.kind = enqueue.kind;
  IF NOT FOUND OR NOT (known.by_web OR pg_has_role(session_user, 'xinheng_platform_worker', 'MEMBER')) THEN
    RAISE EXCEPTION 'enqueue: % is nothing this login may have done', kind USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM graphile_worker.add_job(kind, payload := payload, job_key := key, max_attempts := known.max_attempts, queue_name := queue,
    run_at := now() + make_interval(secs => in_seconds));
END $$;
COMMENT ON FUNCTION enqueue IS 'Work to be done once this transaction is committed. key makes it unique: enqueued again before it ran, it replaces itself, also with another time to run';
GRANT EXECUTE ON FUNCTION enqueue TO xinheng_platform;

CREATE FUNCTION refresh_statistics(about text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  CASE about
    WHEN 'submissions' THEN ANALYZE (SKIP_LOCKED) public.submission;
    WHEN 'cases' THEN ANALYZE (SKIP_LOCKED) public.case_participant, public.case_action, public.case_state, public.record;
    WHEN 'directory' THEN ANALYZE (SKIP_LOCKED) public.organisation_directory;
    ELSE NULL;
  END CASE;
END $$;
COMMENT ON FUNCTION refresh_statistics IS 'At the end of a step that changed thousands of rows: of the tables it changed, and of no others. PostgreSQL never refreshes a table of partitions by itself';
GRANT EXECUTE ON FUNCTION refresh_statistics TO xinheng_platform;
