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
