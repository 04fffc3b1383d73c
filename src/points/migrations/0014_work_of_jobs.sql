-- What background work does, the login that answers requests does not: what is due to be told, what was told, the heads of the log. And the
-- log is written under numbers that it gave out itself (055, 072, 073).

REVOKE UPDATE, DELETE ON outbox_due FROM xinheng_points;
GRANT UPDATE, DELETE ON outbox_due TO xinheng_points_worker;
REVOKE INSERT ON delivery_attempt, audit_checkpoint FROM xinheng_points;
GRANT INSERT ON delivery_attempt, audit_checkpoint TO xinheng_points_worker;

CREATE FUNCTION due_at_once() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT pg_has_role(session_user, 'xinheng_points_worker', 'MEMBER') THEN
    RAISE EXCEPTION 'withdrawal-everywhere: what is due is put off by the job that delivers, and by nobody else' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'due_at_once';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION due_at_once IS 'withdrawal-everywhere: that an account was closed is told at once';
CREATE TRIGGER at_once BEFORE INSERT ON outbox_due FOR EACH ROW WHEN (NEW.not_before IS NOT NULL) EXECUTE FUNCTION due_at_once();

CREATE FUNCTION told_is_due() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO outbox_due (position) SELECT a.position FROM added a WHERE NOT EXISTS (SELECT FROM outbox_due d WHERE d.position = a.position);
  RETURN NULL;
END $$;
COMMENT ON FUNCTION told_is_due IS 'withdrawal-everywhere: a message that is written and not due would never be sent';
CREATE TRIGGER is_due AFTER INSERT ON outbox REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  WHEN (NOT pg_has_role(session_user, 'xinheng_points_owner', 'USAGE')) EXECUTE FUNCTION told_is_due();

-- A job's key says which job it is: under another's key it would take that one's place, and in a thousand years it would never run.
CREATE OR REPLACE FUNCTION enqueue(kind text, payload json, key text, in_seconds double precision DEFAULT 0, queue text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  known job_kind;
  worker boolean := pg_has_role(session_user, 'xinheng_points_worker', 'MEMBER');
BEGIN
  SELECT * INTO known FROM job_kind k WHERE k.kind = enqueue.kind;
  IF NOT FOUND OR NOT (known.by_web OR worker) THEN
    RAISE EXCEPTION 'enqueue: % is nothing this login may have done', kind USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF key IS DISTINCT FROM (CASE kind WHEN 'exchange.deliver' THEN 'deliver:' || pg_current_xact_id() ELSE kind END)
    OR (coalesce(in_seconds, 1) <> 0 AND NOT worker) THEN
    RAISE EXCEPTION 'enqueue: a job goes by its own key, and is put off by a job only' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM graphile_worker.add_job(kind, payload := payload, job_key := key, max_attempts := known.max_attempts, queue_name := queue,
    run_at := now() + make_interval(secs => in_seconds));
END $$;

CREATE TABLE log_secret (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  secret bytea NOT NULL CHECK (octet_length(secret) = 64)
);
COMMENT ON TABLE log_secret IS 'Under which the log notes which number a transaction was given, drawn when the table is made; no login reads it';
INSERT INTO log_secret (secret) SELECT sha256(string_agg(uuid_send(gen_random_uuid()), '')) || sha256(string_agg(uuid_send(gen_random_uuid()), '')) FROM generate_series(1, 4);

CREATE FUNCTION number_given(number text) RETURNS text LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN (SELECT encode(sha256(s.secret || sha256(s.secret || int4send(pg_backend_pid()) || timestamptz_send(transaction_timestamp())
    || convert_to(number, 'UTF8'))), 'hex') FROM log_secret s);
END $$;
COMMENT ON FUNCTION number_given IS 'What only the log can say of a number: that it gave it to this transaction of this connection. Called by the two functions below alone';

CREATE OR REPLACE FUNCTION begin_log_entry() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE number bigint;
BEGIN
  -- first the sign that somebody is about to take a number, then the number, then the sign which: whoever seals the log sees one of both
  PERFORM pg_advisory_xact_lock_shared(4611686018427387904);
  number := nextval('audit_entry_number');
  PERFORM pg_advisory_xact_lock_shared(4611686018427387904 + number);
  PERFORM set_config('xinheng.log_entry', number::text, true);
  PERFORM set_config('xinheng.log_entry_given', number_given(number::text), true);
  RETURN number;
END $$;

CREATE OR REPLACE FUNCTION next_log_entry() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE number text := current_setting('xinheng.log_entry', true);
BEGIN
  IF coalesce(number, '') = '' THEN
    number := begin_log_entry();
  ELSIF current_setting('xinheng.log_entry_taken', true) = number THEN
    RETURN nextval('audit_entry_number');
  ELSIF current_setting('xinheng.log_entry_given', true) IS DISTINCT FROM number_given(number) THEN
    RAISE EXCEPTION 'looked-is-logged: the log gives out its numbers itself' USING ERRCODE = 'check_violation', CONSTRAINT = 'log_entry_given';
  END IF;
  PERFORM set_config('xinheng.log_entry_taken', number, true);
  RETURN number;
END $$;
COMMENT ON FUNCTION next_log_entry IS 'The first entry of a transaction takes the number its rows bear, if it was given to this transaction; further ones the next. What a setting says is believed no further';
