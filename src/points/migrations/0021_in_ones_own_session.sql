-- An account is its holder's: opened, read, closed and shown by their own session, or asked about by a code they show, and by nothing that
-- the login which answers requests says alone. What the platform tells is written by background work (055, 092).

CREATE FUNCTION by_task() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT pg_has_role(session_user, 'xinheng_points_worker', 'MEMBER')
$$;
COMMENT ON FUNCTION by_task IS 'Whether the login of background work speaks: deliveries, notices of new rules, sweeping';
GRANT EXECUTE ON FUNCTION by_task TO xinheng_points;

-- Whose a session is stands there only together with the token: a copy of the table names nobody.
DELETE FROM session;
ALTER TABLE session ADD COLUMN about bytea NOT NULL CHECK (octet_length(about) = 32), ADD COLUMN ends_at timestamptz NOT NULL;
COMMENT ON COLUMN session.about IS 'SHA-256 of the token and the person''s key: with the token in hand it can be asked whether a session is theirs, without it nothing can be found';
COMMENT ON COLUMN session.ends_at IS 'When it ends unless it is used before: nobody enters by it afterwards';

CREATE FUNCTION account_here() RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE said text := current_setting('xinheng.holder', true);
BEGIN
  IF said IS NULL OR said = '' OR left(said, 64) IS DISTINCT FROM number_given('holder ' || substr(said, 65)) THEN RETURN NULL; END IF;
  RETURN substr(said, 65)::uuid;
END $$;
COMMENT ON FUNCTION account_here IS 'Whose transaction this is, as enter_account or enter_by_code found out; NULL for everybody else. A setting that somebody forges says nothing: it stands under the secret of the log, for this transaction of this connection';

CREATE FUNCTION enter_account(token text, subject uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM session s WHERE s.token_hash = sha256(convert_to(token, 'UTF8')) AND s.about = sha256(convert_to(token || ' ' || subject, 'UTF8')) AND s.ends_at > now();
  IF NOT FOUND THEN
    RAISE EXCEPTION 'enter: there is no such session, or it is over' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'session_over';
  END IF;
  PERFORM set_config('xinheng.holder', number_given('holder ' || subject) || subject, true);
END $$;
COMMENT ON FUNCTION enter_account IS 'This transaction is that of the person whose session''s token is shown';

CREATE FUNCTION enter_by_code(code bytea) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE subject uuid := (SELECT c.subject_key FROM benefit_code c WHERE c.code_hash = sha256(code));
BEGIN
  PERFORM set_config('xinheng.holder', coalesce(number_given('holder ' || subject) || subject, ''), true);
END $$;
COMMENT ON FUNCTION enter_by_code IS 'This transaction is about the person who showed this code to be asked about: they agreed to one answer. Nobody''s where there is no such code';
GRANT EXECUTE ON FUNCTION account_here TO xinheng_points;
GRANT EXECUTE ON FUNCTION enter_account, enter_by_code TO xinheng_points_web;

ALTER TABLE account ENABLE ROW LEVEL SECURITY;
CREATE POLICY holder ON account USING (subject_key = (SELECT account_here()));
CREATE POLICY task ON account USING ((SELECT by_task()));
ALTER TABLE consent_receipt ENABLE ROW LEVEL SECURITY;
CREATE POLICY holder ON consent_receipt USING (subject_key = (SELECT account_here()));
CREATE POLICY task ON consent_receipt USING ((SELECT by_task()));
ALTER TABLE closing_receipt ENABLE ROW LEVEL SECURITY;
CREATE POLICY holder ON closing_receipt USING (subject_key = (SELECT account_here()));
CREATE POLICY task ON closing_receipt USING ((SELECT by_task()));
ALTER TABLE contribution ENABLE ROW LEVEL SECURITY;
CREATE POLICY holder ON contribution USING (subject_key = (SELECT account_here()));
CREATE POLICY task ON contribution USING ((SELECT by_task()));
ALTER TABLE account_trail ENABLE ROW LEVEL SECURITY;
CREATE POLICY holder ON account_trail USING (subject_key = (SELECT account_here()));
CREATE POLICY task ON account_trail USING ((SELECT by_task()));
ALTER TABLE account_notice ENABLE ROW LEVEL SECURITY;
CREATE POLICY holder ON account_notice USING (subject_key = (SELECT account_here()));
CREATE POLICY task ON account_notice USING ((SELECT by_task()));
ALTER TABLE benefit_code ENABLE ROW LEVEL SECURITY;
CREATE POLICY holder ON benefit_code USING (subject_key = (SELECT account_here()));
CREATE POLICY task ON benefit_code USING ((SELECT by_task()));
ALTER TABLE verification ENABLE ROW LEVEL SECURITY;
CREATE POLICY holder ON verification USING (subject_key = (SELECT account_here()));
CREATE POLICY task ON verification USING ((SELECT by_task()));
COMMENT ON POLICY holder ON account IS 'points-opt-in: seen, opened and closed in the holder''s own transaction';

REVOKE INSERT, UPDATE ON contribution FROM xinheng_points;
GRANT INSERT, UPDATE ON contribution TO xinheng_points_worker;
REVOKE INSERT, UPDATE ON provider, inbox_epoch FROM xinheng_points;
GRANT INSERT, UPDATE ON provider, inbox_epoch TO xinheng_points_worker;
REVOKE INSERT, UPDATE (provider_id), DELETE ON provider_account FROM xinheng_points;
GRANT INSERT, UPDATE (provider_id), DELETE ON provider_account TO xinheng_points_worker;
REVOKE INSERT, DELETE ON benefit_offer FROM xinheng_points;
GRANT INSERT, DELETE ON benefit_offer TO xinheng_points_worker;
REVOKE INSERT, UPDATE (told_until, accounts, noticed, finished_at) ON rules_enactment FROM xinheng_points;
GRANT INSERT, UPDATE (told_until, accounts, noticed, finished_at) ON rules_enactment TO xinheng_points_worker;
REVOKE INSERT ON account_notice FROM xinheng_points;
GRANT INSERT ON account_notice TO xinheng_points_worker;
