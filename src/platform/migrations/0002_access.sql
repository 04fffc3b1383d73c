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

CREATE FUNCTION sees_every_department() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT current_setting('xinheng.departments', true) IS NOT DISTINCT FROM '*'
$$;
CREATE FUNCTION departments_seen() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT string_to_array(coalesce(current_setting('xinheng.departments', true), ''), ',')
$$;
COMMENT ON FUNCTION departments_seen IS 'own-jurisdiction: the departments named in the transaction''s setting xinheng.departments; with no setting nothing is visible. Policies ask as (SELECT departments_seen()), so that it is asked once per statement and not once per row';
CREATE FUNCTION subjects_seen() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT string_to_array(nullif(current_setting('xinheng.subjects', true), ''), ',')::uuid[]
$$;
COMMENT ON FUNCTION subjects_seen IS 'The subjects an applicant acts for, named in the transaction''s setting xinheng.subjects: the person and the organisations the sign-in vouches for; empty for officers. Policies ask as (SELECT subjects_seen())';
GRANT EXECUTE ON FUNCTION sees_every_department, departments_seen, subjects_seen TO xinheng_platform;

CREATE TABLE department (
  id            text PRIMARY KEY,
  name          text NOT NULL UNIQUE,
  parent_id     text REFERENCES department,
  level         text NOT NULL CHECK (level IN ('city', 'department', 'district', 'zone', 'office')),
  functions     text[] NOT NULL DEFAULT '{}',
  division      text,
  zone          text,
  credit_office boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE department IS 'The bodies that report and determine, as the policy pack names them; refreshed from the pack at start';
COMMENT ON COLUMN department.zone IS 'Functional zones never appear in a credit code (GB 32100), so a zone is a field of its own';
COMMENT ON COLUMN department.credit_office IS 'The body whose administrators appoint in the whole city (the pack''s creditOffice); refreshed from the pack at start. While no body is marked, the one of level city counts';
GRANT SELECT, INSERT, UPDATE (name, parent_id, level, functions, division, zone, credit_office) ON department TO xinheng_platform;

CREATE TABLE officer (
  id            uuid PRIMARY KEY,
  issuer        text NOT NULL,
  external_id   text NOT NULL,
  name          text NOT NULL,
  department_id text NOT NULL REFERENCES department,
  roles         text[] NOT NULL,
  active_from   timestamptz NOT NULL,
  active_until  timestamptz,
  UNIQUE (issuer, external_id)
);
COMMENT ON TABLE officer IS 'A person acting for a department. Signs in through OpenID Connect: (issuer, external_id) is the provider''s iss and sub';
COMMENT ON COLUMN officer.roles IS 'reporter | reviewer | determiner | credit-office | auditor | administrator | assistant; what each may do is docs/access.md';
-- Name, account and department of an appointment never change; a move is a new appointment elsewhere.
GRANT SELECT, INSERT, UPDATE (roles, active_until) ON officer TO xinheng_platform;

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
