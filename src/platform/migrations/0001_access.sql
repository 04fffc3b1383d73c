-- Who may do what, and the log of who did and who looked.
-- The application connects as a member of xinheng_platform: it can add to the append-only tables and read them, nothing else.

DO $$ BEGIN
  CREATE ROLE xinheng_platform NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT USAGE ON SCHEMA public TO xinheng_platform;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
COMMENT ON FUNCTION refuse_change IS 'append-only: second line behind the missing grants; also stops the owner of the tables from changing history by accident';

CREATE TABLE department (
  id         text PRIMARY KEY,
  name       text NOT NULL UNIQUE,
  parent_id  text REFERENCES department,
  level      text NOT NULL CHECK (level IN ('city', 'department', 'district', 'zone', 'office')),
  functions  text[] NOT NULL DEFAULT '{}',
  division   text,
  zone       text
);
COMMENT ON TABLE department IS 'The bodies that report and determine, as the policy pack names them; refreshed from the pack at start';
COMMENT ON COLUMN department.zone IS 'Functional zones never appear in a credit code (GB 32100), so a zone is a field of its own';
GRANT SELECT, INSERT, UPDATE ON department TO xinheng_platform;

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
GRANT SELECT, INSERT, UPDATE ON officer TO xinheng_platform;

CREATE TABLE machine_client (
  client_id     text PRIMARY KEY,
  issuer        text NOT NULL,
  name          text NOT NULL,
  department_id text NOT NULL REFERENCES department,
  officer_id    uuid NOT NULL REFERENCES officer,
  scopes        text[] NOT NULL,
  active_until  timestamptz
);
COMMENT ON TABLE machine_client IS 'A department''s own system, signed in by OAuth 2 client credentials. It acts as one officer entry, so four-eyes counts it as one actor';
GRANT SELECT, INSERT, UPDATE ON machine_client TO xinheng_platform;

CREATE FUNCTION sees_every_department() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT current_setting('xinheng.departments', true) IS NOT DISTINCT FROM '*'
$$;
CREATE FUNCTION departments_seen() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT string_to_array(coalesce(current_setting('xinheng.departments', true), ''), ',')
$$;
COMMENT ON FUNCTION departments_seen IS 'own-jurisdiction: the departments named in the transaction''s setting xinheng.departments; with no setting nothing is visible. Policies ask as (SELECT departments_seen()), so that it is asked once per statement and not once per row';

CREATE TABLE audit_entry (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at            timestamptz NOT NULL,
  actor_kind    text NOT NULL CHECK (actor_kind IN ('officer', 'machine', 'system', 'citizen', 'anonymous')),
  actor_id      text NOT NULL,
  department_id text,
  action        text NOT NULL,
  purpose       text,
  subject_key   uuid,
  object_type   text NOT NULL,
  object_id     text NOT NULL,
  detail        jsonb NOT NULL DEFAULT '{}',
  request_id    text
);
COMMENT ON TABLE audit_entry IS 'looked-is-logged: written in the same transaction as the change, and before the data of a look is returned. Kept at least 5 years';
COMMENT ON COLUMN audit_entry.purpose IS 'Why a person''s data was looked at; required by the application for every look';
COMMENT ON COLUMN audit_entry.detail IS 'Never a name or document number: subjects appear by subject_key only';
CREATE INDEX audit_entry_by_subject ON audit_entry (subject_key, id) WHERE subject_key IS NOT NULL;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON audit_entry TO xinheng_platform;
