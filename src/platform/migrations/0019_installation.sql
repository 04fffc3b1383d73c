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
