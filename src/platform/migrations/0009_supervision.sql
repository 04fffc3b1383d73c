-- What supervision counts, and what a department may nominate: indexes that answer without reading a report.

CREATE INDEX submission_by_competence ON submission (competent_department, batch_id);
COMMENT ON INDEX submission_by_competence IS 'Cases of a department by batch, counted from the index alone; few distinct keys, so it stays small';

CREATE INDEX batch_by_receipt ON batch (received_at);

CREATE INDEX record_to_nominate ON record (determining_department, batch_id, row_number) WHERE subject_type = 'organisation';
COMMENT ON INDEX record_to_nominate IS 'What a department has determined about organisations, by batch';

CREATE FUNCTION cases_waiting() RETURNS TABLE (competent_department text, batch_id bigint, waiting bigint, returned bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH reported AS (
    SELECT s.competent_department, s.batch_id, count(*) AS cases FROM submission s GROUP BY s.competent_department, s.batch_id),
  moved AS (
    SELECT c.competent_department, c.batch_id,
      count(*) FILTER (WHERE c.state IN ('determined', 'withdrawn', 'refused')) AS ended,
      count(*) FILTER (WHERE c.state = 'returned') AS returned
    FROM case_state c WHERE c.state IN ('determined', 'withdrawn', 'refused', 'returned')
    GROUP BY c.competent_department, c.batch_id)
  SELECT r.competent_department, r.batch_id,
    r.cases - coalesce(m.ended, 0) - coalesce(m.returned, 0), coalesce(m.returned, 0)
  FROM reported r
  JOIN batch b ON b.id = r.batch_id AND b.state = 'completed'
  LEFT JOIN moved m ON m.competent_department = r.competent_department AND m.batch_id = r.batch_id
  WHERE (SELECT sees_every_department()) AND r.cases > coalesce(m.ended, 0)
$$;
COMMENT ON FUNCTION cases_waiting IS 'Counts only, for who supervises every department: as the owner it may count submissions from submission_by_competence alone, without the policy that would read each report. Nobody else gets a row';
REVOKE ALL ON FUNCTION cases_waiting FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_waiting TO xinheng_platform;
