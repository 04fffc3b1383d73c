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
