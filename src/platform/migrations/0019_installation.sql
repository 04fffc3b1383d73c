-- Whose database this is, what holds the queue of background work to what it was given, and which rules are enacted.

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

CREATE TABLE enactment (
  scope         text NOT NULL CHECK (scope ~ '^[a-z0-9][a-z0-9-]{0,31}$'),
  version       integer NOT NULL CHECK (version > 0),
  from_day      date NOT NULL,
  until_day     date CHECK (until_day >= from_day),
  digest        text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
  compiled      jsonb NOT NULL CHECK (jsonb_typeof(compiled) = 'object'),
  source_digest text NOT NULL CHECK (source_digest ~ '^[0-9a-f]{64}$'),
  floor_digest  text CHECK (floor_digest ~ '^[0-9a-f]{64}$'),
  rehearsal     jsonb,
  map           jsonb,
  proposed_by   uuid REFERENCES officer,
  confirmed_by  uuid REFERENCES officer,
  at            timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (scope, version),
  CHECK (scope = 'city' OR compiled->>'id' = scope),
  CONSTRAINT enacted_by_two CHECK (confirmed_by <> proposed_by),
  CONSTRAINT first_enacted_by_installation CHECK ((proposed_by IS NULL) = (confirmed_by IS NULL) AND (version = 1 OR proposed_by IS NOT NULL))
);
COMMENT ON TABLE enactment IS 'append-only. What runs: each version of a notice''s rules, compiled, from the day it is in force. A version is in force until its own last day or the day before the next one begins, so the days of one scope never overlap. The first is enacted by the installation, as the owner; no login of the application can write here';
COMMENT ON COLUMN enactment.scope IS 'The notice''s id; city: what is the city''s and no notice''s. While a notice''s folder says both, one row holds both and there is none for the city';
COMMENT ON COLUMN enactment.digest IS 'SHA-256 of the compiled data as canonical JSON; compared at every start with what is stored and with the folder';
COMMENT ON COLUMN enactment.source_digest IS 'SHA-256 over the files it was compiled from';
COMMENT ON COLUMN enactment.floor_digest IS 'Of the law it was held against';
COMMENT ON COLUMN enactment.rehearsal IS 'What was announced that would change, by name';
COMMENT ON COLUMN enactment.map IS 'Which running cases move to this version, and how';
COMMENT ON COLUMN enactment.proposed_by IS 'Null in the installation''s own first enactment';

CREATE FUNCTION enactment_follows() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE before public.enactment;
BEGIN
  SELECT * INTO before FROM public.enactment e WHERE e.scope = NEW.scope ORDER BY e.version DESC LIMIT 1;
  IF NEW.version <> coalesce(before.version, 0) + 1 OR NEW.from_day <= before.from_day THEN
    RAISE EXCEPTION 'an enactment follows the last one of its scope, with the next number and from a later day'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'enactment_follows';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION enactment_follows IS 'Two at once meet at the primary key: the second has a number that is taken';
CREATE TRIGGER enactment_follows BEFORE INSERT ON enactment FOR EACH ROW EXECUTE FUNCTION enactment_follows();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON enactment EXECUTE FUNCTION refuse_change();
GRANT SELECT ON enactment TO xinheng_platform;
