-- What happens to a record later rests on a request that was decided, also for a statement that came past the rules of the application (069).

CREATE FUNCTION steps_of_request_within_role() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  me uuid := acting_officer();
  other text;
BEGIN
  SELECT a.part INTO other
  FROM added a JOIN rights_request q USING (subject_key, request_id)
  LEFT JOIN record r ON r.subject_key = q.subject_key AND r.case_key = q.fact_key
  WHERE a.part IN ('assessor', 'decider', 'reviewer', 'releaser') AND (a.actor_id IS DISTINCT FROM me
    OR (r.determined_by = me AND (q.kind = 'objection' OR a.action = 'decide-review'))
    OR NOT EXISTS (SELECT FROM roles_held(me, a.at) h
      WHERE (h.role IN ('reviewer', 'determiner') AND h.department_id = ANY (bodies_over(q.department_id)))
        OR (h.role = 'credit-office' AND is_credit_office(h.department_id))))
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'own-jurisdiction: who acts is not the % of this request', other USING ERRCODE = 'check_violation', CONSTRAINT = 'acts_within_role';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION steps_of_request_within_role IS 'own-jurisdiction, four-eyes: a request is assessed and decided under the own name, by who holds a role in the competent body, one above it, or the credit office, and never by who made the contested determination';
CREATE TRIGGER within_role AFTER INSERT ON rights_action REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION steps_of_request_within_role();

-- A number of the log is one transaction's: rows that bear the same were written together (054).
CREATE FUNCTION granted_with(of_subject uuid, of_fact uuid, of_kind text, entry bigint) RETURNS TABLE (request_id uuid, payload jsonb)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT q.request_id, d.payload FROM rights_request q JOIN rights_action d ON d.subject_key = q.subject_key AND d.request_id = q.request_id
  WHERE q.subject_key = $1 AND q.fact_key = $2 AND q.kind = $3 AND d.audit_id = $4 AND d.payload->>'outcome' = 'granted'
    AND EXISTS (SELECT FROM rights_action e WHERE e.subject_key = d.subject_key AND e.request_id = d.request_id AND e.sequence < d.sequence
      AND e.actor_id <> d.actor_id AND e.action = CASE d.action WHEN 'decide' THEN 'assess' WHEN 'decide-review' THEN 'decide' END)
$$;
COMMENT ON FUNCTION granted_with IS 'Decisions of this log entry that grant a request about the case, after another officer''s assessment, or of a review after another officer''s decision';

CREATE FUNCTION change_is_decided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  me uuid := acting_officer();
  other text;
BEGIN
  SELECT x.change INTO other FROM added x JOIN record r ON r.subject_key = x.subject_key AND r.record_id = x.record_id
  WHERE NOT CASE x.change
    WHEN 'corrected' THEN EXISTS (SELECT FROM granted_with(x.subject_key, r.case_key, 'objection', x.audit_id) g WHERE g.payload->'remedy'->>'change' = 'corrected'
      AND NOT EXISTS (SELECT FROM jsonb_each_text(g.payload->'remedy'->'corrected') c
        WHERE c.key <> 'organisationName' AND x.payload->>c.key IS DISTINCT FROM c.value))
    WHEN 'revoked' THEN EXISTS (SELECT FROM granted_with(x.subject_key, r.case_key, 'objection', x.audit_id) g WHERE g.payload->'remedy'->>'change' = 'revoked')
    WHEN 'repaired' THEN EXISTS (SELECT FROM granted_with(x.subject_key, r.case_key, 'repair', x.audit_id))
    WHEN 'held' THEN EXISTS (SELECT FROM relief_hold h WHERE h.subject_key = x.subject_key AND h.fact_key = r.case_key
      AND h.held_until = (x.payload->>'until')::date AND (h.audit_id = x.audit_id OR r.audit_id = x.audit_id))
    WHEN 'released' THEN EXISTS (SELECT FROM relief_hold h WHERE h.subject_key = x.subject_key AND h.fact_key = r.case_key AND h.audit_id = x.audit_id)
      OR EXISTS (SELECT FROM rights_request q JOIN rights_action a ON a.subject_key = q.subject_key AND a.request_id = q.request_id
        WHERE q.subject_key = x.subject_key AND q.fact_key = r.case_key AND a.action = 'release' AND a.audit_id = x.audit_id)
      OR (me IS NULL AND coalesce((SELECT c.change = 'held' AND (c.payload->>'until')::date < x.effective_on FROM record_change c
        WHERE c.subject_key = x.subject_key AND c.record_id = x.record_id AND c.sequence < x.sequence AND c.change IN ('held', 'released')
        ORDER BY c.sequence DESC LIMIT 1), false))
    WHEN 'objection-opened' THEN EXISTS (SELECT FROM rights_request q WHERE q.subject_key = x.subject_key AND q.fact_key = r.case_key AND q.kind = 'objection'
      AND (q.audit_id = x.audit_id OR EXISTS (SELECT FROM rights_action a WHERE a.subject_key = q.subject_key AND a.request_id = q.request_id
        AND a.action = 'ask-review' AND a.audit_id = x.audit_id)))
    WHEN 'objection-closed' THEN EXISTS (SELECT FROM rights_request q JOIN rights_action a ON a.subject_key = q.subject_key AND a.request_id = q.request_id
      WHERE q.subject_key = x.subject_key AND q.fact_key = r.case_key AND q.kind = 'objection'
        AND a.action IN ('withdraw', 'decide', 'decide-review') AND a.audit_id = x.audit_id)
    ELSE false END
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'four-eyes: nothing decided makes a record %', other USING ERRCODE = 'check_violation', CONSTRAINT = 'change_is_decided';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION change_is_decided IS 'four-eyes: a record is corrected, repaired, revoked or held with the decision that says so, which another officer assessed before; the mark comes and goes with the objection. A job ends a hold whose last day is over';
CREATE TRIGGER is_decided AFTER INSERT ON record_change REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION change_is_decided();

CREATE FUNCTION hold_is_granted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM added h WHERE NOT EXISTS (
    SELECT FROM granted_with(h.subject_key, h.fact_key, 'relief', h.audit_id) g WHERE g.request_id = h.request_id) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'four-eyes: relief is held with the decision that grants it' USING ERRCODE = 'check_violation', CONSTRAINT = 'hold_is_granted';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION hold_is_granted IS 'four-eyes: 4.4 spares nobody without an assessment and a decision';
CREATE TRIGGER is_granted AFTER INSERT ON relief_hold REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION hold_is_granted();
