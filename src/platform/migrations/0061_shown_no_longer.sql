-- How long adverse information is shown at the most, and who reads what has no department: also for a statement that came past the rules of
-- the application (069, 091).

CREATE TABLE enacted_disclosure (
  notice    text NOT NULL,
  version   integer NOT NULL CHECK (version > 0),
  most_days integer NOT NULL CHECK (most_days > 0),
  PRIMARY KEY (notice, version)
);
COMMENT ON TABLE enacted_disclosure IS 'append-only. How many days adverse information is shown at the very most, whichever of the dated values of a notice applies (条例 19, 信用修复管理办法). Noted by the installation from the compiled pack';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON enacted_disclosure EXECUTE FUNCTION refuse_change();
GRANT SELECT ON enacted_disclosure TO xinheng_platform;

CREATE FUNCTION adverse_is_shown_no_longer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM added r LEFT JOIN enacted_disclosure m ON m.notice = split_part(r.kind, '/', 1) AND m.version = r.version
  WHERE r.polarity = 'adverse' AND (r.disclosed_until IS NULL OR r.disclosed_until
    > coalesce((r.decision->>'date')::date, (r.determined_at AT TIME ZONE 'Asia/Shanghai')::date) + m.most_days) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'adverse-needs-document: adverse information has a last day of being shown, within what the notice in force says'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'adverse_shown_no_longer';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION adverse_is_shown_no_longer IS 'withdrawal-everywhere: expiry goes by the day the record says, so no officer writes a day that never comes. Counted from the decision. A version that was enacted since the last start is noted with the next one';
CREATE TRIGGER shown_no_longer AFTER INSERT ON record REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION adverse_is_shown_no_longer();

CREATE FUNCTION is_entered() RETURNS boolean LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT claim() IS NOT NULL OR by_task() OR pg_has_role(session_user, 'xinheng_platform_sign_in', 'MEMBER')
$$;
COMMENT ON FUNCTION is_entered IS 'Whether somebody really entered, a job works, or the door itself writes';
GRANT EXECUTE ON FUNCTION is_entered TO xinheng_platform, xinheng_platform_sign_in;

ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY entered ON audit_entry USING ((SELECT is_entered()));
ALTER TABLE audit_digest ENABLE ROW LEVEL SECURITY;
CREATE POLICY entered ON audit_digest USING ((SELECT is_entered()));
ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY entered ON outbox USING ((SELECT is_entered()));
ALTER TABLE points_subscription ENABLE ROW LEVEL SECURITY;
CREATE POLICY entered ON points_subscription USING ((SELECT is_entered()));
ALTER TABLE site_disclosure ENABLE ROW LEVEL SECURITY;
CREATE POLICY entered ON site_disclosure USING ((SELECT is_entered()));
ALTER TABLE nomination ENABLE ROW LEVEL SECURITY;
CREATE POLICY entered ON nomination USING ((SELECT is_entered()));
ALTER TABLE list_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY entered ON list_entry USING ((SELECT is_entered()));
ALTER TABLE list_entry_decision ENABLE ROW LEVEL SECURITY;
CREATE POLICY entered ON list_entry_decision USING ((SELECT is_entered()));
ALTER TABLE entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY entered ON entry USING ((SELECT is_entered()));
COMMENT ON POLICY entered ON audit_entry IS 'looked-is-logged: the login that answers requests reads nothing of it before somebody has entered';
