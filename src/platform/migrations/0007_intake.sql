-- The kinds that may be recorded; files, batches and the checked submissions they became.

CREATE TABLE enacted_kind (
  kind         text NOT NULL CHECK (kind ~ '^[a-z0-9][a-z0-9-]*/[^/[:space:]]+$'),
  version      integer NOT NULL CHECK (version > 0),
  subject_type text NOT NULL CHECK (subject_type IN ('person', 'organisation')),
  polarity     text NOT NULL CHECK (polarity IN ('good', 'adverse')),
  fact_basis   text NOT NULL CHECK (fact_basis IN ('matter-and-date', 'decision-number')),
  PRIMARY KEY (kind, version)
);
COMMENT ON TABLE enacted_kind IS 'append-only. catalogue-only in the database: the kinds of the notices in force, noted by the installation from the compiled pack; the application can read them and never add one';
COMMENT ON COLUMN enacted_kind.kind IS 'The notice''s id before the notice''s own number: 2020-2/1.1';
COMMENT ON COLUMN enacted_kind.version IS 'Of the notice''s rules; what a kind means is not changed under the same version';
COMMENT ON COLUMN enacted_kind.fact_basis IS 'What makes two reports of the kind the same fact';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON enacted_kind EXECUTE FUNCTION refuse_change();
GRANT SELECT ON enacted_kind TO xinheng_platform;

CREATE FUNCTION submission_kind_enacted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE other text;
BEGIN
  SELECT format('%s version %s of a %s', a.kind, a.version, a.subject_type) INTO other
  FROM (SELECT DISTINCT kind, version, subject_type FROM added) a
  WHERE NOT EXISTS (SELECT FROM enacted_kind e
    WHERE e.kind = a.kind AND e.version = a.version AND e.subject_type = a.subject_type)
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'catalogue-only: no notice in force names %', other USING ERRCODE = 'check_violation', CONSTRAINT = 'catalogue_only';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION submission_kind_enacted IS 'catalogue-only: whatever writes it, a claim of a kind that no notice in force names, or about another type of subject, is refused; looked at once a statement, for a foreign key would double the price of a bulk insert';

CREATE TABLE stored_file (
  sha256     bytea PRIMARY KEY CHECK (octet_length(sha256) = 32),
  bytes      bigint NOT NULL,
  stored_at  timestamptz NOT NULL,
  delete_after timestamptz NOT NULL
);
COMMENT ON TABLE stored_file IS 'Content-addressed, sealed on disk. A file holds rows that were refused, so it is kept only until delete_after';
GRANT SELECT, INSERT, UPDATE, DELETE ON stored_file TO xinheng_platform;

CREATE TABLE batch (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  channel          text NOT NULL DEFAULT 'file' CHECK (channel IN ('file', 'own-upload')),
  department_id    text NOT NULL REFERENCES department,
  notice           text NOT NULL,
  reporter_id      uuid REFERENCES officer,
  corrects         bigint REFERENCES batch,
  file_kind        text NOT NULL CHECK (file_kind IN ('individuals', 'organisations')),
  assumed_kind     text,
  file_sha256      bytea NOT NULL,
  file_name        text NOT NULL,
  file_bytes       bigint NOT NULL,
  format           text,
  encoding         text,
  header           jsonb,
  state            text NOT NULL CHECK (state IN ('received', 'processing', 'completed', 'refused', 'withdrawn')),
  refusal          jsonb,
  waiting_because  text CHECK (waiting_because IN ('missing', 'damaged', 'key-missing', 'full', 'unreachable')),
  cut_numbers_last boolean NOT NULL DEFAULT true,
  rows_done        integer NOT NULL DEFAULT 0,
  bytes_done       bigint NOT NULL DEFAULT 0,
  accepted         integer NOT NULL DEFAULT 0,
  duplicate        integer NOT NULL DEFAULT 0,
  suspect          integer NOT NULL DEFAULT 0,
  rejected         integer NOT NULL DEFAULT 0,
  received_at      timestamptz NOT NULL,
  waiting_since    timestamptz,
  completed_at     timestamptz,
  CHECK (rows_done = accepted + duplicate + suspect + rejected),
  CONSTRAINT file_has_reporter CHECK ((channel = 'own-upload') = (reporter_id IS NULL)),
  -- a batch whose stored file is missing, damaged or out of reach waits for it: that is our loss, and nothing acknowledged is refused for it
  CONSTRAINT waits_while_processing
    CHECK ((waiting_since IS NULL) = (waiting_because IS NULL) AND (waiting_since IS NULL OR state = 'processing')),
  -- the other half of it: a refusal names a fault of the file that was sent, and there is no other reason to refuse one
  CONSTRAINT refused_for_the_files_fault CHECK (state <> 'refused' OR coalesce(refusal->>'code', '') IN
    ('file.unreadable', 'file.too_large', 'file.empty', 'file.encoding', 'file.format', 'file.header_missing'))
);
COMMENT ON TABLE batch IS 'One file handed in. The same file from the same department for the same notice is the same batch: handing it in twice changes nothing';
COMMENT ON COLUMN batch.channel IS 'file: handed in by a department. own-upload: the reports people made about themselves to one department on one day; no file, no counts, complete from the start';
COMMENT ON COLUMN batch.notice IS 'Id of the notice the table is for: 1.3 in a cell is that notice''s 1.3';
COMMENT ON COLUMN batch.reporter_id IS 'Null for own-upload: every report in it has its own reporter, the person';
COMMENT ON COLUMN batch.corrects IS 'The batch whose refused or doubtful rows this one brings mended; said by the sender, of their own department';
COMMENT ON COLUMN batch.assumed_kind IS 'Kind of every row, chosen when handing in, for a file without a column for it (national penalty and licence forms)';
COMMENT ON COLUMN batch.file_sha256 IS 'Of the file; for own-upload of department and day, so that a day has one batch';
COMMENT ON COLUMN batch.refusal IS 'Problem (code, detail) when the file as a whole could not be read';
COMMENT ON COLUMN batch.waiting_because IS 'What the file store answered last: missing, damaged (seal or digest), key-missing (not in the keyring), full, unreachable';
COMMENT ON COLUMN batch.cut_numbers_last IS 'Rows whose number ends in 000, as a spreadsheet leaves it, are judged after all others, when the whole file is known; rows_done counts in this order. False for batches whose rows were counted in the order of the sheet before this column was there: they are finished so';
COMMENT ON COLUMN batch.rows_done IS 'Checkpoint of the resumable job: advanced in the same transaction that merges the rows up to it';
COMMENT ON COLUMN batch.waiting_since IS 'Since when the batch waits for its stored file; null: it does not wait. The job repeats by itself; the same file handed in again lets it go on at once';
CREATE UNIQUE INDEX batch_once ON batch (department_id, notice, file_kind, assumed_kind, file_sha256) NULLS NOT DISTINCT WHERE state <> 'withdrawn';
COMMENT ON INDEX batch_once IS 'A withdrawn batch does not stand in the way of the same file handed in anew';
CREATE INDEX batch_newest ON batch (department_id, id);
CREATE INDEX batch_by_receipt ON batch (received_at);
CREATE INDEX batch_corrects ON batch (corrects) WHERE corrects IS NOT NULL;
CREATE INDEX batch_waiting ON batch (id) WHERE waiting_since IS NOT NULL;
COMMENT ON INDEX batch_waiting IS 'What an operator asks first after a disk was restored';
ALTER TABLE batch ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_jurisdiction ON batch
  USING ((SELECT sees_every_department()) OR department_id = ANY ((SELECT departments_seen())::text[]));
GRANT SELECT, INSERT, UPDATE ON batch TO xinheng_platform;
CREATE TRIGGER not_retired BEFORE INSERT ON batch FOR EACH ROW EXECUTE FUNCTION refuse_retired();

CREATE FUNCTION batch_state(batch bigint) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT b.state FROM batch b WHERE b.id = batch
$$;
COMMENT ON FUNCTION batch_state IS 'A batch belongs to the department that reported it; who determines its cases needs to know only whether it is complete or was taken back';
GRANT EXECUTE ON FUNCTION batch_state TO xinheng_platform;

CREATE FUNCTION batch_received_at(batch bigint) RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT b.received_at FROM batch b WHERE b.id = batch
$$;
COMMENT ON FUNCTION batch_received_at IS 'A batch belongs to the department that reported it; who determines its cases needs to know since when they wait';
GRANT EXECUTE ON FUNCTION batch_received_at TO xinheng_platform;

CREATE FUNCTION incomplete_batches() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(array_agg(b.id), '{}') FROM batch b WHERE b.state <> 'completed'
$$;
COMMENT ON FUNCTION incomplete_batches IS 'Still being read, taken back or refused: their cases wait or never come. Asked once per page of a queue, not once per row';
GRANT EXECUTE ON FUNCTION incomplete_batches TO xinheng_platform;

CREATE TABLE submission (
  subject_key   uuid NOT NULL,
  fact_key      uuid NOT NULL,
  batch_id      bigint NOT NULL,
  row_number    integer NOT NULL,
  subject_type  text NOT NULL CHECK (subject_type IN ('person', 'organisation')),
  verdict       text NOT NULL CHECK (verdict IN ('accepted', 'suspect')),
  kind          text NOT NULL,
  version       integer NOT NULL,
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
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE submission IS 'A checked report row: the claim, not yet a record. Also the head of its case (case_action). Never changed';
COMMENT ON COLUMN submission.subject_key IS 'HMAC of document type and number under a versioned key; first in every key so that a city past one machine can distribute by it';
COMMENT ON COLUMN submission.fact_key IS 'one-fact-one-record: digest of what makes the fact the same (the decision, by authority and number, whatever kind it is reported as; else kind with date and matter); for a suspect row also the questionable name';
COMMENT ON COLUMN submission.batch_id IS 'batch_id-row_number is the number people use for a case';
COMMENT ON COLUMN submission.kind IS 'The notice''s id before the notice''s own number; with version in enacted_kind';
COMMENT ON COLUMN submission.version IS 'Of the notice''s rules the claim was checked under';
COMMENT ON COLUMN submission.reporter_id IS 'The officer; for an own report the subject key of the person, who is its reporter and nobody else';
COMMENT ON COLUMN submission.recommender IS 'Organisations: the department that recommended it (3.2), where the sheet names one we know';
COMMENT ON COLUMN submission.zone IS 'Organisations: functional zone, which no credit code shows';
COMMENT ON COLUMN submission.sealed IS 'Natural persons only: name, sex, document type and number, field-encrypted (PIPL 51)';
COMMENT ON COLUMN submission.decision IS 'Adverse kinds: {type, number, authority, date, legalBasis} of the effective decision';
COMMENT ON COLUMN submission.remarks IS 'What had to be normalised; null when nothing';
CREATE INDEX submission_by_row ON submission (batch_id, row_number);
CREATE INDEX submission_by_competence ON submission (competent_department, batch_id);
COMMENT ON INDEX submission_by_competence IS 'Cases of a department by batch, counted from the index alone; few distinct keys, so it stays small';
ALTER TABLE submission ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_jurisdiction ON submission
  USING ((SELECT sees_every_department()) OR competent_department = ANY ((SELECT departments_seen())::text[]) OR reporting_department = ANY ((SELECT departments_seen())::text[]))
  WITH CHECK ((SELECT sees_every_department()) OR reporting_department = ANY ((SELECT departments_seen())::text[]));
CREATE POLICY own_data ON submission FOR SELECT USING (subject_key = ANY ((SELECT subjects_seen())::uuid[]));
-- An applicant reports about themself, as themself, nothing adverse.
CREATE POLICY own_report ON submission FOR INSERT WITH CHECK (
  subject_key = ANY ((SELECT subjects_seen())::uuid[]) AND reporter_id = subject_key AND subject_type = 'person'
  AND verdict = 'accepted' AND decision IS NULL AND batch_state(batch_id) = 'completed');
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON submission EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_but_seal BEFORE UPDATE ON submission FOR EACH ROW EXECUTE FUNCTION refuse_change_but_of_seal();
CREATE TRIGGER catalogue_only AFTER INSERT ON submission REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION submission_kind_enacted();
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

CREATE SEQUENCE directory_revision;
GRANT USAGE ON SEQUENCE directory_revision TO xinheng_platform;

CREATE TABLE organisation_directory (
  uscc              text PRIMARY KEY,
  name              text NOT NULL,
  comparison_name   text NOT NULL,
  registered_on     date,
  organisation_type text,
  area              text,
  zone              text,
  verdict           text NOT NULL CHECK (verdict IN ('valid', 'suspect')),
  source            text NOT NULL,
  imported_at       timestamptz NOT NULL,
  revision          bigint NOT NULL DEFAULT nextval('directory_revision')
);
COMMENT ON TABLE organisation_directory IS 'Registry copy: which name belongs to which code. Reports are matched by code only, never by name; a differing name makes a report suspect';
COMMENT ON COLUMN organisation_directory.comparison_name IS 'Name in the form used for comparison (NFKC, brackets and spaces folded)';
COMMENT ON COLUMN organisation_directory.revision IS 'Grows with every change of the row; imports take turns, so it also grows in the order of their commits. The site is sent what lies above the last piece';
CREATE INDEX organisation_directory_by_revision ON organisation_directory (revision);
GRANT SELECT, INSERT, UPDATE ON organisation_directory TO xinheng_platform;

-- What is written here stands in the digests of its log entry (054).
SELECT keep_in_log('submission', left_out => '{sealed}');
SELECT keep_in_log('batch_finding');
