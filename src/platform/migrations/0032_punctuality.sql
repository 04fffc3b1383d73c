-- How well deadlines were kept, month by month, as the public is told of it: counted once a month is over, never of fewer than ten.

ALTER TABLE rights_action ADD COLUMN due_on date;
COMMENT ON COLUMN rights_action.due_on IS 'Last day of the step; null where no period ran, and for steps taken before this column was there: those count in the month they were taken';

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
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
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
REVOKE ALL ON FUNCTION checks_due FROM PUBLIC;
GRANT EXECUTE ON FUNCTION checks_due TO xinheng_platform;

CREATE FUNCTION steps_due(first_day date, last_day date)
RETURNS TABLE (department text, kept bigint, missed bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
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
REVOKE ALL ON FUNCTION steps_due FROM PUBLIC;
GRANT EXECUTE ON FUNCTION steps_due TO xinheng_platform;
