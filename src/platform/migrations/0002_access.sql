-- Who may do what: departments, officers and departments' own systems, and what of the register a transaction sees.

-- Nobody calls a function of ours without having been let.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- A name that a function looks up is ours: the catalogue's first, then this schema's, in which only the owner makes anything; what the
-- caller made in its own temporary schema comes last. Without the last word that schema would come first. So every function that runs
-- with the owner's rights, and every trigger's, says SET search_path = pg_catalog, public, pg_temp.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
COMMENT ON FUNCTION refuse_change IS 'append-only: second line behind the missing grants; also stops the owner of the tables from changing history by accident';
CREATE FUNCTION refuse_change_but_of_seal() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF to_jsonb(OLD) - 'sealed' IS DISTINCT FROM to_jsonb(NEW) - 'sealed' OR OLD.sealed IS NULL OR NEW.sealed IS NULL THEN
    RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION refuse_change_but_of_seal IS 'append-only, but what is sealed may be sealed anew under another key by the owner of the tables (xinheng keyring rotate): the application has no right to update. A value of another row or column does not open in its place';

-- Whose transaction this is: a claim that a function with the owner's rights has made (enter, enter_task), for this transaction of this
-- connection only. It stands in a setting, which anybody may set; but only under a secret that no login can read does it say anything.
CREATE TABLE claim_secret (
  single    boolean PRIMARY KEY DEFAULT true CHECK (single),
  inner_pad bytea NOT NULL CHECK (octet_length(inner_pad) = 64),
  outer_pad bytea NOT NULL CHECK (octet_length(outer_pad) = 64)
);
COMMENT ON TABLE claim_secret IS 'The key that claims are made and checked under, drawn when the database is made; no login reads it. Both paddings of HMAC-SHA-256 (RFC 2104), so that they are not made anew for every claim';
DO $$ DECLARE
  drawn bytea := '';
  key bytea;
  inner_pad bytea := decode(repeat('36', 64), 'hex');
  outer_pad bytea := decode(repeat('5c', 64), 'hex');
BEGIN
  FOR i IN 1..4 LOOP drawn := drawn || uuid_send(gen_random_uuid()); END LOOP;
  key := sha256(drawn);
  FOR i IN 0..31 LOOP
    inner_pad := set_byte(inner_pad, i, get_byte(inner_pad, i) # get_byte(key, i));
    outer_pad := set_byte(outer_pad, i, get_byte(outer_pad, i) # get_byte(key, i));
  END LOOP;
  INSERT INTO claim_secret (inner_pad, outer_pad) VALUES (inner_pad, outer_pad);
END $$;

CREATE FUNCTION claim_mac(said text) RETURNS text LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN (SELECT encode(sha256(s.outer_pad || sha256(s.inner_pad || int4send(pg_backend_pid()) || timestamptz_send(transaction_timestamp())
    || convert_to(said, 'UTF8'))), 'hex') FROM claim_secret s);
END $$;
COMMENT ON FUNCTION claim_mac IS 'HMAC-SHA-256 over the connection, the instant its transaction began, and what is claimed: another connection''s or an earlier transaction''s claim says nothing here';

CREATE FUNCTION set_claim(officer uuid, departments text[], subjects uuid[]) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE said text := coalesce(officer::text, '') || '|' || coalesce(array_to_string(departments, ','), '') || '|'
  || coalesce(array_to_string(subjects, ','), '');
BEGIN
  PERFORM set_config('xinheng.claim', claim_mac(said) || said, true);
END $$;
COMMENT ON FUNCTION set_claim IS 'Called by the functions that enter, and by nobody else';

CREATE FUNCTION claim() RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE said text := current_setting('xinheng.claim', true);
BEGIN
  IF said IS NULL OR said = '' OR left(said, 64) IS DISTINCT FROM claim_mac(substr(said, 65)) THEN RETURN NULL; END IF;
  RETURN string_to_array(substr(said, 65), '|');
END $$;
COMMENT ON FUNCTION claim IS 'This transaction''s claim: officer, departments (* for all), subjects; NULL where there is none, or it was not made by us for this very transaction';

CREATE FUNCTION sees_every_department() RETURNS boolean LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$
  SELECT (claim())[2] IS NOT DISTINCT FROM '*'
$$;
CREATE FUNCTION departments_seen() RETURNS text[] LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$
  SELECT string_to_array(coalesce((claim())[2], ''), ',')
$$;
COMMENT ON FUNCTION departments_seen IS 'own-jurisdiction: the departments of the transaction''s claim; without one nothing is visible. Policies ask as (SELECT departments_seen()), so that it is asked once per statement and not once per row';
CREATE FUNCTION subjects_seen() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$
  SELECT string_to_array(nullif((claim())[3], ''), ',')::uuid[]
$$;
COMMENT ON FUNCTION subjects_seen IS 'The subjects an applicant acts for, by the transaction''s claim: the person and the organisations the sign-in vouches for, or who appears at the counter; empty for officers. Policies ask as (SELECT subjects_seen())';
GRANT EXECUTE ON FUNCTION claim, sees_every_department, departments_seen, subjects_seen TO xinheng_platform;

CREATE TABLE clock_shift (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  shift  interval NOT NULL
);
COMMENT ON TABLE clock_shift IS 'By how much the business clock is ahead of the wall clock: nothing, but in a demo, whose clock can be set forward';
INSERT INTO clock_shift (shift) VALUES ('0');
GRANT SELECT, UPDATE (shift) ON clock_shift TO xinheng_platform_worker;

-- What background work may see, said in one place. A task that is not named here sees nothing and cannot enter.
CREATE TABLE task_claim (
  task             text PRIMARY KEY,
  every_department boolean NOT NULL
);
COMMENT ON TABLE task_claim IS 'Jobs, steps of the start and commands, by the name they act under: whether the task sees the cases and records of every department, or none';
INSERT INTO task_claim (task, every_department) VALUES
  ('access.departments', false), ('access.first-administrator', false), ('audit.checkpoint', false), ('audit.verify', true),
  ('directory.import', false), ('evidence.open', true), ('evidence.sweep', true), ('exchange.deliver', true), ('exchange.disclose', true),
  ('exchange.inbox', true), ('exchange.reconcile', true), ('exchange.send-directory', false), ('intake.process', true), ('intake.resume', true),
  ('intake.sweep', true), ('own-data.verification', true), ('own-reports.expire', true), ('registry.end-holds', true), ('registry.expire', true),
  ('supervision.publish-punctuality', true);

CREATE FUNCTION enter_task(named text) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE sees boolean;
BEGIN
  SELECT t.every_department INTO sees FROM task_claim t WHERE t.task = named;
  IF sees IS NULL THEN
    RAISE EXCEPTION 'no task is called %', named USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM set_claim(NULL, CASE WHEN sees THEN ARRAY['*'] END, NULL);
END $$;
COMMENT ON FUNCTION enter_task IS 'This transaction is the task''s and sees what task_claim says, for the worker login only';
GRANT EXECUTE ON FUNCTION enter_task TO xinheng_platform_worker;

CREATE TABLE department (
  id            text PRIMARY KEY CHECK (id ~ '^[^,|*]+$'),
  name          text NOT NULL,
  parent_id     text REFERENCES department,
  level         text NOT NULL CHECK (level IN ('city', 'department', 'district', 'zone', 'office')),
  functions     text[] NOT NULL DEFAULT '{}',
  division      text,
  zone          text,
  credit_office boolean NOT NULL DEFAULT false,
  retired_on    date,
  -- asked at the end of the transaction: at a start two bodies may take each other's name
  CONSTRAINT department_name EXCLUDE USING btree (name WITH =) WHERE (retired_on IS NULL) DEFERRABLE INITIALLY DEFERRED
);
COMMENT ON TABLE department IS 'The bodies that report and determine, as the policy pack names them; refreshed from the pack at start, never deleted';
COMMENT ON COLUMN department.retired_on IS 'Since when the pack no longer names it: it takes no new officer, role or batch, and what it did stays readable under its own name. A name belongs to one body at a time';
COMMENT ON COLUMN department.zone IS 'Functional zones never appear in a credit code (GB 32100), so a zone is a field of its own';
COMMENT ON COLUMN department.credit_office IS 'The body whose administrators appoint in the whole city (the pack''s creditOffice); refreshed from the pack at start. While no body is marked, the one of level city counts';
-- Which body is below which decides what an officer sees: only the start, with the worker login, brings the pack's.
GRANT SELECT ON department TO xinheng_platform, xinheng_platform_sign_in;
GRANT INSERT, UPDATE (name, parent_id, level, functions, division, zone, credit_office, retired_on) ON department TO xinheng_platform_worker;

CREATE FUNCTION is_credit_office(department text) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM department d WHERE d.id = department
    AND (d.credit_office OR (d.level = 'city' AND NOT EXISTS (SELECT FROM department x WHERE x.credit_office))))
$$;
COMMENT ON FUNCTION is_credit_office IS 'Whether administrators of this body appoint in the whole city';
GRANT EXECUTE ON FUNCTION is_credit_office TO xinheng_platform, xinheng_platform_sign_in;

CREATE FUNCTION refuse_retired() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM department d WHERE d.id = NEW.department_id AND d.retired_on IS NOT NULL) THEN
    RAISE EXCEPTION 'department: % is retired', NEW.department_id USING ERRCODE = 'check_violation', CONSTRAINT = 'department_retired';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION refuse_retired IS 'Nothing new comes to a body that the policy pack no longer names';

CREATE TABLE officer (
  id            uuid PRIMARY KEY,
  issuer        text NOT NULL,
  external_id   text NOT NULL,
  name          text NOT NULL,
  department_id text NOT NULL REFERENCES department,
  active_from   timestamptz NOT NULL,
  active_until  timestamptz,
  UNIQUE (issuer, external_id)
);
COMMENT ON TABLE officer IS 'A person acting for a department. Signs in through OpenID Connect: (issuer, external_id) is the provider''s iss and sub';
COMMENT ON COLUMN officer.department_id IS 'Where the officer is registered; what the officer may do, and where, is officer_role';
-- Name, account and department of an appointment never change; a move is a new appointment elsewhere.
GRANT SELECT, INSERT, UPDATE (active_until) ON officer TO xinheng_platform;
GRANT SELECT ON officer TO xinheng_platform_sign_in;
CREATE TRIGGER not_retired BEFORE INSERT ON officer FOR EACH ROW EXECUTE FUNCTION refuse_retired();

CREATE TABLE officer_role (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  officer_id    uuid NOT NULL REFERENCES officer,
  department_id text NOT NULL REFERENCES department,
  role          text NOT NULL CONSTRAINT officer_role_known
                CHECK (role IN ('reporter', 'reviewer', 'determiner', 'credit-office', 'auditor', 'administrator', 'assistant')),
  held_from     timestamptz NOT NULL,
  held_until    timestamptz,
  proposed_by   uuid REFERENCES officer,
  confirmed_by  uuid REFERENCES officer,
  noted_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at      timestamptz,
  ended_by      uuid REFERENCES officer,
  CONSTRAINT officer_role_not_to_oneself CHECK (proposed_by <> officer_id AND confirmed_by IS DISTINCT FROM officer_id),
  CONSTRAINT officer_role_two_people CHECK (confirmed_by <> proposed_by),
  CONSTRAINT officer_role_period CHECK (held_until > held_from),
  CONSTRAINT officer_role_end CHECK (ended_by IS NULL OR ended_at IS NOT NULL)
);
CREATE UNIQUE INDEX officer_role_once ON officer_role (officer_id, department_id, role) WHERE ended_at IS NULL;
COMMENT ON INDEX officer_role_once IS 'One role of one officer in one department at one time at most once; against what has ended the trigger held_once asks';
COMMENT ON TABLE officer_role IS 'A role is held in a department, from when until when, and by whom it was given. Once written only its end is added, once; taking it up again is a new row. The newest row of a role says whom it came from';
COMMENT ON COLUMN officer_role.role IS 'What each may do is docs/access.md';
COMMENT ON COLUMN officer_role.held_until IS 'Where the end was fixed when the role was given; an earlier end is ended_at';
COMMENT ON COLUMN officer_role.proposed_by IS 'NULL: set up with the installation (the first administrator)';
COMMENT ON COLUMN officer_role.confirmed_by IS 'A second officer; NULL where one was enough';
COMMENT ON COLUMN officer_role.noted_at IS 'By the database''s own clock';
CREATE INDEX officer_role_held ON officer_role (officer_id, role, id DESC);
CREATE INDEX officer_role_in_department ON officer_role (department_id, role) WHERE ended_at IS NULL;
GRANT SELECT, INSERT (officer_id, department_id, role, held_from, held_until, proposed_by), UPDATE (ended_at, ended_by) ON officer_role TO xinheng_platform;
GRANT SELECT ON officer_role TO xinheng_platform_sign_in;
CREATE TRIGGER not_retired BEFORE INSERT ON officer_role FOR EACH ROW EXECUTE FUNCTION refuse_retired();
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON officer_role EXECUTE FUNCTION refuse_change();

CREATE FUNCTION role_held_once() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM officer_role r
    WHERE r.officer_id = NEW.officer_id AND r.department_id = NEW.department_id AND r.role = NEW.role
      AND r.held_from < coalesce(NEW.held_until, 'infinity') AND NEW.held_from < coalesce(least(r.held_until, r.ended_at), 'infinity')) THEN
    RAISE EXCEPTION 'the role is held there at that time already' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'officer_role_once';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION role_held_once IS 'Periods of one role of one officer in one department never overlap. Two that are given at the same instant have no end yet: those the unique index tells apart';
CREATE TRIGGER held_once BEFORE INSERT ON officer_role FOR EACH ROW EXECUTE FUNCTION role_held_once();

CREATE FUNCTION role_ends_once() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL
    OR (to_jsonb(NEW) - ARRAY['ended_at', 'ended_by']) <> (to_jsonb(OLD) - ARRAY['ended_at', 'ended_by']) THEN
    RAISE EXCEPTION 'append-only: of a role held only its end is added, once' USING ERRCODE = 'check_violation', CONSTRAINT = 'role_ended';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION role_ends_once IS 'Who held what, when and from whom stays as it was; whoever takes a role up again gets it anew';
CREATE TRIGGER ends_once BEFORE UPDATE ON officer_role FOR EACH ROW EXECUTE FUNCTION role_ends_once();

CREATE TABLE machine_client (
  client_id     text PRIMARY KEY,
  issuer        text NOT NULL,
  name          text NOT NULL,
  department_id text NOT NULL REFERENCES department,
  officer_id    uuid NOT NULL REFERENCES officer,
  scopes        text[] NOT NULL CONSTRAINT machine_reports_only CHECK (scopes <@ ARRAY['reporter']),
  active_until  timestamptz,
  registered_by uuid REFERENCES officer
);
COMMENT ON TABLE machine_client IS 'A department''s own system, signed in by OAuth 2 client credentials. It acts as one officer entry, so four-eyes counts it as one actor';
COMMENT ON COLUMN machine_client.registered_by IS 'May know the system''s secret, so four-eyes counts this officer as the reporter of what the system hands in. NULL: set up with the installation';
CREATE INDEX machine_client_by_officer ON machine_client (officer_id);
GRANT SELECT, INSERT, UPDATE (active_until) ON machine_client TO xinheng_platform;
GRANT SELECT ON machine_client TO xinheng_platform_sign_in;
