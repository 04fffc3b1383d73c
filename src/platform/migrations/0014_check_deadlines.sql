-- Until when a case must be checked (河南省社会信用条例 17), the queue in that order, and deadlines kept and missed.

ALTER TABLE case_state ADD COLUMN check_due_on date, ADD COLUMN checked_on date;
COMMENT ON COLUMN case_state.due_on IS 'Last day of the step the case stands in. A case without a row here is due by the receipt of its batch, computed when asked';
COMMENT ON COLUMN case_state.check_due_on IS 'Last day of its latest check: five working days from receipt, or from the correction. Kept when the check is over, so that deadlines kept and missed can be counted';
COMMENT ON COLUMN case_state.checked_on IS 'Day the latest check ended: determined, sent back, refused, or notice served. Null while it runs';

DROP INDEX case_state_queue;
CREATE INDEX case_state_queue ON case_state (competent_department, state, (coalesce(due_on, 'infinity'::date)), batch_id, row_number);
COMMENT ON INDEX case_state_queue IS 'A department''s queue in one state, by deadline, then as received; what has no deadline comes last';

DROP INDEX case_state_returned;
CREATE INDEX case_state_own ON case_state (reporting_department, state, (coalesce(due_on, 'infinity'::date)), batch_id, row_number);
COMMENT ON INDEX case_state_own IS 'The same for who reported the cases: what came back, what was decided';

CREATE FUNCTION batch_received_at(batch bigint) RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT b.received_at FROM batch b WHERE b.id = batch
$$;
COMMENT ON FUNCTION batch_received_at IS 'A batch belongs to the department that reported it; who determines its cases needs to know since when they wait';
REVOKE ALL ON FUNCTION batch_received_at FROM PUBLIC;
GRANT EXECUTE ON FUNCTION batch_received_at TO xinheng_platform;

CREATE INDEX case_state_taken_back ON case_state (subject_key, fact_key) WHERE state = 'withdrawn';
COMMENT ON INDEX case_state_taken_back IS 'Few: which claims were taken back, so that what was reported again after them is found without a look at every case';

CREATE FUNCTION batches_untouched(departments text[], own boolean)
RETURNS TABLE (batch_id bigint, reporting_department text, received_at timestamptz, cases bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH reported AS (
    SELECT s.batch_id, count(*) AS cases FROM submission s
    WHERE NOT own AND s.competent_department = ANY (departments) GROUP BY s.batch_id
    UNION ALL
    SELECT s.batch_id, count(*) FROM submission s
    WHERE own AND s.batch_id = ANY (ARRAY(SELECT b.id FROM batch b WHERE b.department_id = ANY (departments))) GROUP BY s.batch_id),
  moved AS (
    SELECT c.batch_id, count(*) AS cases FROM case_state c
    WHERE c.state <> 'reported' AND (own OR c.competent_department = ANY (departments)) GROUP BY c.batch_id)
  SELECT r.batch_id, b.department_id, b.received_at, r.cases - coalesce(m.cases, 0)
  FROM reported r
  JOIN batch b ON b.id = r.batch_id AND b.state = 'completed'
  LEFT JOIN moved m ON m.batch_id = r.batch_id
  WHERE r.cases > coalesce(m.cases, 0) AND ((SELECT sees_every_department()) OR departments <@ (SELECT departments_seen()))
$$;
COMMENT ON FUNCTION batches_untouched IS 'Batches that still hold cases nobody has acted on: those for departments to decide, or (own) those they reported; only for departments the transaction may see. Counted from indexes alone, so that a queue never walks over the rows of batches that are done';
REVOKE ALL ON FUNCTION batches_untouched FROM PUBLIC;
GRANT EXECUTE ON FUNCTION batches_untouched TO xinheng_platform;

DROP FUNCTION cases_waiting;
CREATE FUNCTION cases_waiting(today date, overdue_before timestamptz, since date)
RETURNS TABLE (competent_department text, reporting_department text, waiting bigint, returned bigint, oldest timestamptz, overdue bigint, kept bigint, missed bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH reported AS (
    SELECT s.competent_department, s.batch_id, count(*) AS cases FROM submission s GROUP BY s.competent_department, s.batch_id),
  moved AS (
    SELECT c.competent_department, c.batch_id,
      count(*) FILTER (WHERE c.state IN ('determined', 'withdrawn', 'refused')) AS ended,
      count(*) FILTER (WHERE c.state = 'returned') AS returned,
      count(*) FILTER (WHERE c.state <> 'reported') AS touched,
      count(*) FILTER (WHERE c.state IN ('corrected', 'reviewed', 'response-received', 'response-considered') AND c.due_on < today) AS overdue,
      count(*) FILTER (WHERE c.checked_on >= since AND c.checked_on <= c.check_due_on) AS kept,
      count(*) FILTER (WHERE c.checked_on >= since AND c.checked_on > c.check_due_on) AS missed
    FROM case_state c GROUP BY c.competent_department, c.batch_id)
  SELECT r.competent_department, b.department_id,
    sum(r.cases - coalesce(m.ended, 0) - coalesce(m.returned, 0))::bigint,
    sum(coalesce(m.returned, 0))::bigint,
    min(b.received_at) FILTER (WHERE r.cases > coalesce(m.ended, 0) + coalesce(m.returned, 0)),
    sum(coalesce(m.overdue, 0) + CASE WHEN b.received_at < overdue_before THEN r.cases - coalesce(m.touched, 0) ELSE 0 END)::bigint,
    sum(coalesce(m.kept, 0))::bigint,
    sum(coalesce(m.missed, 0))::bigint
  FROM reported r
  JOIN batch b ON b.id = r.batch_id AND b.state = 'completed'
  LEFT JOIN moved m ON m.competent_department = r.competent_department AND m.batch_id = r.batch_id
  WHERE (SELECT sees_every_department())
  GROUP BY r.competent_department, b.department_id
$$;
COMMENT ON FUNCTION cases_waiting IS 'Counts only, for who supervises every department: as the owner it may count submissions from submission_by_competence alone, without the policy that would read each report. Nobody else gets a row. overdue_before: cases received earlier and never touched are past their check';
REVOKE ALL ON FUNCTION cases_waiting FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_waiting TO xinheng_platform;
