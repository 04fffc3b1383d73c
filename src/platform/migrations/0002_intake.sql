-- Files, batches and the checked submissions they became.

CREATE TABLE stored_file (
  sha256     bytea PRIMARY KEY CHECK (octet_length(sha256) = 32),
  bytes      bigint NOT NULL,
  stored_at  timestamptz NOT NULL,
  delete_after timestamptz NOT NULL
);
COMMENT ON TABLE stored_file IS 'Content-addressed, sealed on disk. A file holds rows that were refused, so it is kept only until delete_after';
GRANT SELECT, INSERT, UPDATE, DELETE ON stored_file TO xinheng_platform;

CREATE TABLE batch (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  file_kind      text NOT NULL CHECK (file_kind IN ('individuals', 'organisations')),
  assumed_kind   text,
  file_sha256    bytea NOT NULL,
  file_name      text NOT NULL,
  file_bytes     bigint NOT NULL,
  department_id  text NOT NULL REFERENCES department,
  reporter_id    uuid NOT NULL REFERENCES officer,
  received_at    timestamptz NOT NULL,
  state          text NOT NULL CHECK (state IN ('received', 'processing', 'completed', 'refused', 'withdrawn')),
  format         text,
  encoding       text,
  header         jsonb,
  rows_done      integer NOT NULL DEFAULT 0,
  bytes_done     bigint NOT NULL DEFAULT 0,
  accepted       integer NOT NULL DEFAULT 0,
  duplicate      integer NOT NULL DEFAULT 0,
  suspect        integer NOT NULL DEFAULT 0,
  rejected       integer NOT NULL DEFAULT 0,
  refusal        jsonb,
  completed_at   timestamptz,
  CHECK (rows_done = accepted + duplicate + suspect + rejected)
);
CREATE UNIQUE INDEX batch_once ON batch (department_id, file_kind, assumed_kind, file_sha256) NULLS NOT DISTINCT WHERE state <> 'withdrawn';
COMMENT ON INDEX batch_once IS 'A withdrawn batch does not stand in the way of the same file handed in anew';
CREATE INDEX batch_newest ON batch (department_id, id);
COMMENT ON TABLE batch IS 'One file handed in. The same file from the same department is the same batch: handing it in twice changes nothing';
COMMENT ON COLUMN batch.assumed_kind IS 'Kind of every row, chosen when handing in, for a file without a column for it (national penalty and licence forms)';
COMMENT ON COLUMN batch.rows_done IS 'Checkpoint of the resumable job: advanced in the same transaction that merges the rows up to it';
COMMENT ON COLUMN batch.refusal IS 'Problem (code, detail) when the file as a whole could not be read';
ALTER TABLE batch ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_jurisdiction ON batch
  USING ((SELECT sees_every_department()) OR department_id = ANY ((SELECT departments_seen())::text[]));
GRANT SELECT, INSERT, UPDATE ON batch TO xinheng_platform;

CREATE TABLE submission (
  subject_key   uuid NOT NULL,
  fact_key      uuid NOT NULL,
  batch_id      bigint NOT NULL,
  row_number    integer NOT NULL,
  subject_type  text NOT NULL CHECK (subject_type IN ('person', 'organisation')),
  verdict       text NOT NULL CHECK (verdict IN ('accepted', 'suspect')),
  kind          text NOT NULL,
  matter        text NOT NULL,
  occurred_on   date NOT NULL,
  reporting_department   text NOT NULL,
  competent_department   text NOT NULL,
  reporter_id   uuid NOT NULL,
  uscc          text,
  organisation_name text,
  recommender   text,
  zone          text,
  sealed        bytea,
  decision      jsonb,
  reasons       text[],
  remarks       text[],
  PRIMARY KEY (subject_key, fact_key),
  CHECK ((subject_type = 'person') = (sealed IS NOT NULL)),
  CHECK ((subject_type = 'organisation') = (uscc IS NOT NULL AND organisation_name IS NOT NULL)),
  CHECK ((verdict = 'suspect') = (reasons IS NOT NULL))
);
COMMENT ON TABLE submission IS 'A checked report row: the claim, not yet a record. Also the head of its case (case_action). Never changed';
COMMENT ON COLUMN submission.subject_key IS 'HMAC of document type and number under a versioned key; first in every key so that a city past one machine can distribute by it';
COMMENT ON COLUMN submission.fact_key IS 'one-fact-one-record: digest of what makes the fact the same (kind with date and matter, or decision number); for a suspect row also the questionable name';
COMMENT ON COLUMN submission.batch_id IS 'batch_id-row_number is the number people use for a case';
COMMENT ON COLUMN submission.recommender IS 'Organisations: the department that recommended it (3.2), where the sheet names one we know';
COMMENT ON COLUMN submission.zone IS 'Organisations: functional zone, which no credit code shows';
COMMENT ON COLUMN submission.sealed IS 'Natural persons only: name, sex, document type and number, field-encrypted (PIPL 51)';
COMMENT ON COLUMN submission.decision IS 'Adverse kinds: {type, number, authority, date, legalBasis} of the effective decision';
COMMENT ON COLUMN submission.remarks IS 'What had to be normalised; null when nothing';
CREATE INDEX submission_by_row ON submission (batch_id, row_number);
ALTER TABLE submission ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_jurisdiction ON submission
  USING ((SELECT sees_every_department()) OR competent_department = ANY ((SELECT departments_seen())::text[]) OR reporting_department = ANY ((SELECT departments_seen())::text[]))
  WITH CHECK ((SELECT sees_every_department()) OR reporting_department = ANY ((SELECT departments_seen())::text[]));
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON submission EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON submission TO xinheng_platform;

CREATE TABLE batch_finding (
  batch_id   bigint NOT NULL,
  row_number integer NOT NULL,
  verdict    text NOT NULL CHECK (verdict IN ('rejected', 'duplicate')),
  reasons    text[] NOT NULL,
  remarks    text[],
  PRIMARY KEY (batch_id, row_number)
);
COMMENT ON TABLE batch_finding IS 'Rows that did not become submissions, by number and reason only: what was refused is never stored (never-collect)';
ALTER TABLE batch_finding ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_jurisdiction ON batch_finding
  USING (EXISTS (SELECT FROM batch WHERE batch.id = batch_id))
  WITH CHECK (EXISTS (SELECT FROM batch WHERE batch.id = batch_id));
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON batch_finding EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON batch_finding TO xinheng_platform;

CREATE TABLE organisation_directory (
  uscc          text PRIMARY KEY,
  name          text NOT NULL,
  comparison_name text NOT NULL,
  registered_on date,
  organisation_type text,
  area          text,
  zone          text,
  verdict       text NOT NULL CHECK (verdict IN ('valid', 'suspect')),
  source        text NOT NULL,
  imported_at   timestamptz NOT NULL
);
COMMENT ON TABLE organisation_directory IS 'Registry copy: which name belongs to which code. Reports are matched by code only, never by name; a differing name makes a report suspect';
COMMENT ON COLUMN organisation_directory.comparison_name IS 'Name in the form used for comparison (NFKC, brackets and spaces folded)';
GRANT SELECT, INSERT, UPDATE ON organisation_directory TO xinheng_platform;
