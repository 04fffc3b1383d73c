-- What supervision counts: cases that wait, and how well deadlines were kept, month by month, as the public is told of it.

CREATE FUNCTION cases_waiting(today date, overdue_before timestamptz, since date)
RETURNS TABLE (competent_department text, reporting_department text, waiting bigint, returned bigint, oldest timestamptz, overdue bigint, kept bigint, missed bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH reported AS (
    SELECT s.competent_department, s.batch_id, count(*) AS cases FROM submission s GROUP BY s.competent_department, s.batch_id),
  moved AS (
    SELECT c.competent_department, c.batch_id,
      count(*) FILTER (WHERE c.state IN ('determined', 'lapsed', 'withdrawn', 'refused')) AS ended,
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
GRANT EXECUTE ON FUNCTION cases_waiting TO xinheng_platform;

CREATE TABLE punctuality_count (
  month     text NOT NULL CHECK (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  rule      smallint NOT NULL,
  outbox_id uuid NOT NULL,
  at        timestamptz NOT NULL,
  PRIMARY KEY (month, rule)
);
COMMENT ON TABLE punctuality_count IS 'append-only. Months of which the public site was told how their deadlines were kept. Each is counted once: two counts of one month would tell by their difference of a single case';
COMMENT ON COLUMN punctuality_count.rule IS 'Version of how is counted (src/platform/supervision/punctuality.ts): with a new one every month is counted and told again, and replaces what was told';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON punctuality_count EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON punctuality_count TO xinheng_platform;

CREATE FUNCTION checks_due(first_day date, last_day date, received_from timestamptz, received_before timestamptz)
RETURNS TABLE (department text, kept bigint, missed bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH received AS MATERIALIZED (
    SELECT b.id FROM batch b
    WHERE b.state = 'completed' AND b.received_at >= received_from AND b.received_at < received_before),
  reported AS (
    SELECT s.competent_department, count(*) AS cases FROM submission s JOIN received r ON r.id = s.batch_id
    GROUP BY s.competent_department),
  dated AS (
    SELECT c.competent_department,
      count(*) FILTER (WHERE c.check_due_on BETWEEN first_day AND last_day AND c.checked_on <= c.check_due_on) AS kept,
      count(*) FILTER (WHERE c.check_due_on BETWEEN first_day AND last_day AND (c.checked_on > c.check_due_on OR c.checked_on IS NULL)) AS missed,
      count(r.id) AS touched
    FROM case_state c LEFT JOIN received r ON r.id = c.batch_id
    WHERE c.check_due_on IS NOT NULL OR c.state <> 'reported' GROUP BY c.competent_department)
  SELECT coalesce(r.competent_department, d.competent_department), coalesce(d.kept, 0),
    coalesce(d.missed, 0) + greatest(0, coalesce(r.cases, 0) - coalesce(d.touched, 0))
  FROM reported r FULL JOIN dated d ON d.competent_department = r.competent_department
  WHERE (SELECT sees_every_department())
$$;
COMMENT ON FUNCTION checks_due IS 'Checks whose last day lies in the period, by department: kept, and missed whether dealt with too late or not at all. Cases nobody has touched are due by the receipt of their batch: those received in the period given. Counts only, for who sees every department; nobody else gets a row';
GRANT EXECUTE ON FUNCTION checks_due TO xinheng_platform;

CREATE FUNCTION steps_due(first_day date, last_day date)
RETURNS TABLE (department text, kept bigint, missed bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT counted.department, sum(counted.kept)::bigint, sum(counted.missed)::bigint
  FROM (
    SELECT a.department_id AS department, count(*) FILTER (WHERE NOT a.late) AS kept, count(*) FILTER (WHERE a.late) AS missed
    FROM rights_action a
    WHERE a.department_id IS NOT NULL AND a.action IN ('assess', 'return', 'decide', 'decide-review')
      AND coalesce(a.due_on, (a.at AT TIME ZONE 'Asia/Shanghai')::date) BETWEEN first_day AND last_day
    GROUP BY a.department_id
    UNION ALL
    SELECT s.handled_by, 0, count(*) FROM rights_state s
    WHERE s.ended_on IS NULL AND s.due_on BETWEEN first_day AND last_day GROUP BY s.handled_by) AS counted
  WHERE (SELECT sees_every_department())
  GROUP BY counted.department
$$;
COMMENT ON FUNCTION steps_due IS 'Steps of objections, repair and relief whose last day lies in the period: by who took them; one nobody has taken is missed by whose turn it is. Counts only, for who sees every department; nobody else gets a row';
GRANT EXECUTE ON FUNCTION steps_due TO xinheng_platform;
