-- Whose database this is.

CREATE TABLE installation (
  single      boolean PRIMARY KEY DEFAULT true CHECK (single),
  fingerprint text NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{32}$'),
  noted_at    timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE installation IS 'The installation this database belongs to: one row, noted by the first start. An installation with another keyring is refused before it changes anything';
COMMENT ON COLUMN installation.fingerprint IS 'Made from the keyring''s subject key by HMAC; tells nothing about the key. Processes that share a keyring are one installation';
GRANT SELECT, INSERT ON installation TO xinheng_points;

-- A name that a function looks up is ours: the catalogue's first, then this schema's, in which only the owner makes anything; what the
-- caller made in its own temporary schema comes last. Without the last word that schema would come first.
CREATE FUNCTION keep_payload() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.payload::text IS DISTINCT FROM OLD.payload::text AND NOT pg_has_role(current_user, 'xinheng_points_owner', 'USAGE') THEN
    RAISE EXCEPTION 'what a job says is changed by adding it again, not in place' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION keep_payload IS 'On the waiting jobs: who runs a job must be able to name its payload when it fails, and may not alter it. The queue''s own functions run as the owner';
