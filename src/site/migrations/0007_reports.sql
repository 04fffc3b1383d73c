-- Reports about organisations that were handed out, so that whoever is shown one can tell whether it is genuine and still holds.

CREATE TABLE organisation_report (
  uscc           organisation_code NOT NULL,
  code_hash      text NOT NULL CHECK (code_hash ~ '^[0-9a-f]{64}$'),
  issued_at      timestamptz NOT NULL,
  content_digest text NOT NULL CHECK (content_digest ~ '^[0-9a-f]{64}$'),
  items          text[] NOT NULL,
  PRIMARY KEY (uscc, code_hash)
);
COMMENT ON TABLE organisation_report IS 'append-only. What was shown about an organisation on a day, as digests only: the table names nothing that may be withdrawn later. The same content on the same day is one report';
COMMENT ON COLUMN organisation_report.code_hash IS 'SHA-256 of the code printed on the report; the code itself is not kept';
COMMENT ON COLUMN organisation_report.items IS 'For each entry and record: digest of which one it is, a colon, digest of what it said';
CREATE INDEX organisation_report_by_code ON organisation_report (code_hash);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON organisation_report EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON organisation_report TO xinheng_site;
