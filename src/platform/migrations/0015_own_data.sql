-- Full reports a person or organisation took of what is held about them.

CREATE TABLE full_report (
  subject_key  uuid NOT NULL,
  year         integer NOT NULL,
  ordinal      integer NOT NULL CHECK (ordinal > 0),
  report_id    uuid NOT NULL,
  code_hash    bytea NOT NULL UNIQUE CHECK (octet_length(code_hash) = 32),
  subject_type text NOT NULL CHECK (subject_type IN ('person', 'organisation')),
  masked_name  text NOT NULL,
  uscc         text,
  issued_at    timestamptz NOT NULL,
  file_sha256  bytea NOT NULL CHECK (octet_length(file_sha256) = 32),
  content_sha256 bytea NOT NULL CHECK (octet_length(content_sha256) = 32),
  PRIMARY KEY (subject_key, year, ordinal)
);
COMMENT ON TABLE full_report IS 'append-only. Full reports issued to their subject (河南省社会信用条例 40: two free ones a year). The report itself is not kept: only what proves that a copy is genuine';
COMMENT ON COLUMN full_report.ordinal IS 'Which one of the year: two requests at the same instant meet at the primary key';
COMMENT ON COLUMN full_report.code_hash IS 'SHA-256 of the code printed on the report: who can read this table still cannot verify a report they were not given';
COMMENT ON COLUMN full_report.masked_name IS 'What a verifier is shown: a person''s name with all but the first character hidden';
COMMENT ON COLUMN full_report.content_sha256 IS 'Digest of the records as they stood: compared with today''s to tell whether anything has changed since, without saying what';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON full_report EXECUTE FUNCTION refuse_change();
ALTER TABLE full_report ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_data ON full_report USING (subject_key = ANY ((SELECT subjects_seen())::uuid[]));
GRANT SELECT, INSERT ON full_report TO xinheng_platform;

CREATE FUNCTION full_report_of(code bytea) RETURNS TABLE (
  subject_key uuid, subject_type text, masked_name text, issued_at timestamptz, file_sha256 bytea, content_sha256 bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT f.subject_key, f.subject_type, f.masked_name, f.issued_at, f.file_sha256, f.content_sha256
  FROM full_report f WHERE f.code_hash = code
$$;
COMMENT ON FUNCTION full_report_of IS 'The only way to a report that is not one''s own: by the digest of the code that its owner passed on';
GRANT EXECUTE ON FUNCTION full_report_of TO xinheng_platform_worker;

-- What is written here stands in the digests of its log entry (054).
SELECT keep_in_log('full_report');
