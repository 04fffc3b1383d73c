-- objection-marked, also where a record of another department is shown: a list is worked on by all who nominated for it, each of whom sees
-- only their own records, and the mark belongs to every line (条例 41).

CREATE FUNCTION objections_open_about(codes text[]) RETURNS TABLE (record_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT r.record_id FROM public.record r
  CROSS JOIN LATERAL (
    SELECT c.change FROM public.record_change c
    WHERE c.subject_key = r.subject_key AND c.record_id = r.record_id AND c.change IN ('objection-opened', 'objection-closed')
    ORDER BY c.sequence DESC LIMIT 1) newest
  WHERE r.uscc = ANY (codes) AND r.subject_type = 'organisation' AND newest.change = 'objection-opened'
$$;
COMMENT ON FUNCTION objections_open_about IS 'Records of these organisations about which an objection is open: the mark and nothing else, as everybody sees it on the site';
GRANT EXECUTE ON FUNCTION objections_open_about TO xinheng_platform;

-- Everybody sees in which browsers they are signed in, and ends there what they do not know or no longer need.
ALTER TABLE session ADD COLUMN whose bytea CHECK (octet_length(whose) = 32), ADD COLUMN browser text CHECK (length(browser) <= 40);
ALTER TABLE applicant_session ADD COLUMN whose bytea CHECK (octet_length(whose) = 32), ADD COLUMN browser text CHECK (length(browser) <= 40);
CREATE INDEX session_by_whose ON session (whose);
CREATE INDEX applicant_session_by_whose ON applicant_session (whose);
COMMENT ON COLUMN session.whose IS 'Keyed digest of the account, the same for all sessions of one: by it somebody finds their own. Null in sessions of before';
COMMENT ON COLUMN applicant_session.whose IS 'Keyed digest of the document, the same for all sessions of one person and in no other table: by it somebody finds their own. Null in sessions of before';
COMMENT ON COLUMN session.browser IS 'Kind of browser and system, as that browser says; no version, no address';
COMMENT ON COLUMN applicant_session.browser IS 'Kind of browser and system, as that browser says; no version, no address';
GRANT SELECT (whose, browser) ON applicant_session TO xinheng_platform_sign_in;
