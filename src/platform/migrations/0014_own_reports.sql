-- Own reports (clause 5.2): what a person tells about themself. A draft is the person's alone; once handed in it is a submission like any other.

CREATE TABLE own_report_draft (
  subject_key uuid NOT NULL,
  report_id   uuid NOT NULL,
  version     integer NOT NULL CHECK (version > 0),
  save_key    text NOT NULL,
  sealed      bytea NOT NULL,
  started_at  timestamptz NOT NULL,
  saved_at    timestamptz NOT NULL,
  expires_on  date NOT NULL,
  PRIMARY KEY (subject_key, report_id)
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE own_report_draft IS 'Begun and not handed in: no officer sees it, also none with the whole city in view. Deleted at will, when handed in, or after expires_on';
COMMENT ON COLUMN own_report_draft.report_id IS 'Chosen by the device, so that a first save repeated on a bad connection makes one draft';
COMMENT ON COLUMN own_report_draft.version IS 'Raised by every save; a save names the version it was made from, so that the later of two devices is told of the other';
COMMENT ON COLUMN own_report_draft.save_key IS 'Idempotency key of the newest save: the same save again answers as the first time';
COMMENT ON COLUMN own_report_draft.sealed IS 'What was entered, field-encrypted and bound to the subject (PIPL 51)';
COMMENT ON COLUMN own_report_draft.expires_on IS 'Last day it is kept when nobody goes on with it (timer own-report-draft)';
CREATE INDEX own_report_draft_by_end ON own_report_draft (expires_on);
ALTER TABLE own_report_draft ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_data ON own_report_draft USING (subject_key = ANY ((SELECT subjects_seen())::uuid[]));
GRANT SELECT, INSERT, UPDATE, DELETE ON own_report_draft TO xinheng_platform;

CREATE FUNCTION delete_expired_drafts(today date) RETURNS TABLE (subject_key uuid, report_id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DELETE FROM own_report_draft d WHERE d.expires_on < today RETURNING d.subject_key, d.report_id
$$;
COMMENT ON FUNCTION delete_expired_drafts IS 'The only thing background work can do to drafts: end those whose time is over, unread';
GRANT EXECUTE ON FUNCTION delete_expired_drafts TO xinheng_platform_worker;

CREATE SEQUENCE own_report_row AS integer;
COMMENT ON SEQUENCE own_report_row IS 'Row numbers of own reports, running over all batches: nobody waits for another''s report to be through';
GRANT USAGE ON SEQUENCE own_report_row TO xinheng_platform;

CREATE FUNCTION own_upload_batch(department text, of_notice text, day bytea, at timestamptz) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE found_id bigint;
BEGIN
  IF subjects_seen() IS NULL THEN
    RAISE EXCEPTION 'an own report is made by an applicant' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT b.id INTO found_id FROM batch b WHERE b.channel = 'own-upload' AND b.department_id = department AND b.notice = of_notice AND b.file_sha256 = day;
  IF found_id IS NULL THEN
    INSERT INTO batch (notice, file_kind, file_sha256, file_name, file_bytes, department_id, received_at, state, completed_at, channel)
    VALUES (of_notice, 'individuals', day, '', 0, department, at, 'completed', at, 'own-upload')
    ON CONFLICT DO NOTHING RETURNING id INTO found_id;
  END IF;
  IF found_id IS NULL THEN
    SELECT b.id INTO found_id FROM batch b WHERE b.channel = 'own-upload' AND b.department_id = department AND b.notice = of_notice AND b.file_sha256 = day;
  END IF;
  RETURN found_id;
END $$;
COMMENT ON FUNCTION own_upload_batch IS 'The batch of a department''s own reports of a day, made when first asked for: the only batch an applicant can make';
GRANT EXECUTE ON FUNCTION own_upload_batch TO xinheng_platform;

CREATE TABLE own_report (
  subject_key   uuid NOT NULL,
  fact_key      uuid NOT NULL,
  report_id     uuid NOT NULL,
  batch_id      bigint NOT NULL,
  row_number    integer NOT NULL,
  department_id text NOT NULL,
  place         text NOT NULL,
  statements    jsonb NOT NULL,
  submitted_at  timestamptz NOT NULL,
  assisted_by   uuid REFERENCES officer,
  PRIMARY KEY (subject_key, fact_key),
  UNIQUE (subject_key, report_id),
  FOREIGN KEY (subject_key, fact_key) REFERENCES submission
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE own_report IS 'append-only. That a case was reported by the person themself: what they stated, where it happened, whether somebody at a counter worked the keys';
COMMENT ON COLUMN own_report.report_id IS 'Of the draft: handing it in twice is one report';
COMMENT ON COLUMN own_report.department_id IS 'The competent department: it sees the report, and no other does';
COMMENT ON COLUMN own_report.place IS 'Department of the district or zone the person named; the way to the competent department started there';
COMMENT ON COLUMN own_report.statements IS '[{id, version}]: which statements, in which words (5.2: resident, full civil capacity); made at submitted_at';
COMMENT ON COLUMN own_report.assisted_by IS 'Officer at the counter, who thereby has the reporter''s part (case_participant)';
CREATE INDEX own_report_by_report ON own_report (report_id);
CREATE INDEX own_report_by_batch ON own_report (batch_id, row_number);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON own_report EXECUTE FUNCTION refuse_change();
ALTER TABLE own_report ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_jurisdiction ON own_report FOR SELECT
  USING ((SELECT sees_every_department()) OR department_id = ANY ((SELECT departments_seen())::text[]));
CREATE POLICY own_data ON own_report USING (subject_key = ANY ((SELECT subjects_seen())::uuid[]));
GRANT SELECT, INSERT ON own_report TO xinheng_platform;

-- What is written here stands in the digests of its log entry (054).
SELECT keep_in_log('own_report');
