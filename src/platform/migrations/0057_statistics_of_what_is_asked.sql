-- Statistics after a large step: of the columns that statements ask by, from a sample that does not grow with the partitions.

CREATE OR REPLACE FUNCTION refresh_statistics(about text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  usual text := current_setting('default_statistics_target');
BEGIN
  PERFORM set_config('default_statistics_target', '25', true);
  CASE about
    WHEN 'submissions' THEN ANALYZE (SKIP_LOCKED) public.submission (subject_key, fact_key, batch_id, row_number, subject_type, verdict, kind, version,
      occurred_on, reporting_department, competent_department, reporter_id, uscc, audit_id);
    WHEN 'cases' THEN ANALYZE (SKIP_LOCKED) public.case_participant, public.case_action, public.case_state, public.record;
    WHEN 'directory' THEN ANALYZE (SKIP_LOCKED) public.organisation_directory;
    ELSE NULL;
  END CASE;
  PERFORM set_config('default_statistics_target', usual, true);
END $$;
COMMENT ON FUNCTION refresh_statistics IS 'At the end of a step that changed thousands of rows: of the tables it changed, and of no others; PostgreSQL never refreshes a table of partitions by itself. The sample is of 7,500 rows a partition instead of 30,000, and texts that nothing is asked by are not looked at: a file of 2,000 rows would wait for it longer than for its own rows';
