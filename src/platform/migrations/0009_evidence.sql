-- Evidence: files (or paper a department keeps) that prove a claim, an own report, an objection, a repair or a relief request.

CREATE TABLE evidence (
  subject_key   uuid NOT NULL,
  evidence_id   uuid NOT NULL,
  kind          text,
  note          text,
  form          text NOT NULL CHECK (form IN ('file', 'paper')),
  media_type    text CHECK (media_type IN ('image/jpeg', 'application/pdf')),
  sha256        bytea CHECK (octet_length(sha256) = 32),
  bytes         integer CHECK (bytes > 0),
  pages         integer CHECK (pages > 0),
  added_at      timestamptz NOT NULL,
  added_by_kind text NOT NULL CHECK (added_by_kind IN ('officer', 'machine', 'citizen')),
  added_by      text NOT NULL,
  department_id text,
  PRIMARY KEY (subject_key, evidence_id),
  CHECK ((form = 'file') = (sha256 IS NOT NULL)),
  CHECK ((sha256 IS NULL) = (media_type IS NULL) AND (sha256 IS NULL) = (bytes IS NULL) AND (sha256 IS NULL) = (pages IS NULL)),
  CHECK (form = 'file' OR (kind IS NOT NULL AND department_id IS NOT NULL AND added_by_kind = 'officer'))
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE evidence IS 'append-only. That there was a piece of evidence, what it was, who added it and when; stays when the file itself is deleted. No file name: names of files hold names and numbers of people';
COMMENT ON COLUMN evidence.kind IS 'Evidence kind of the catalogue for the information kind it proves; null: other';
COMMENT ON COLUMN evidence.note IS 'Free text of who added it, screened for what is never collected and for identity numbers';
COMMENT ON COLUMN evidence.form IS 'paper: an officer vouches that the department keeps it on paper; the platform holds no file';
COMMENT ON COLUMN evidence.sha256 IS 'Digest and name of the sealed file, of the content as it was re-encoded (pictures without metadata, PDF without anything that acts), not as it was sent';
COMMENT ON COLUMN evidence.added_by IS 'Officer id; for a citizen the subject key';
CREATE INDEX evidence_by_file ON evidence (sha256) WHERE sha256 IS NOT NULL;
COMMENT ON INDEX evidence_by_file IS 'One file may be evidence of several things; it is deleted when none of them needs it';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence EXECUTE FUNCTION refuse_change();

CREATE TABLE evidence_owner (
  subject_key uuid NOT NULL,
  owner_kind  text NOT NULL CHECK (owner_kind IN ('case', 'own-report', 'request')),
  owner_id    text NOT NULL,
  evidence_id uuid NOT NULL,
  departments text[] NOT NULL,
  PRIMARY KEY (subject_key, owner_kind, owner_id, evidence_id),
  FOREIGN KEY (subject_key, evidence_id) REFERENCES evidence
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE evidence_owner IS 'append-only. What the evidence belongs to. A citizen''s report that becomes a case hands its evidence on to it: then there are two rows';
COMMENT ON COLUMN evidence_owner.owner_id IS 'Case number, id of the own report, id of the request';
COMMENT ON COLUMN evidence_owner.departments IS 'own-jurisdiction: the departments whose matter it is; empty while only the person themself sees it (a draft)';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence_owner EXECUTE FUNCTION refuse_change();
ALTER TABLE evidence_owner ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_jurisdiction ON evidence_owner
  USING ((SELECT sees_every_department()) OR departments && (SELECT departments_seen())::text[]);
CREATE POLICY own_data ON evidence_owner USING (subject_key = ANY ((SELECT subjects_seen())::uuid[]));
GRANT SELECT, INSERT ON evidence_owner TO xinheng_platform;

ALTER TABLE evidence ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_jurisdiction ON evidence
  USING (EXISTS (SELECT FROM evidence_owner o WHERE o.subject_key = evidence.subject_key AND o.evidence_id = evidence.evidence_id))
  WITH CHECK ((SELECT sees_every_department()) OR department_id = ANY ((SELECT departments_seen())::text[]));
CREATE POLICY own_data ON evidence USING (subject_key = ANY ((SELECT subjects_seen())::uuid[]));
COMMENT ON POLICY own_jurisdiction ON evidence IS 'Seen through what it belongs to; added by officers in the name of their own department only';
GRANT SELECT, INSERT ON evidence TO xinheng_platform;

CREATE TABLE evidence_withdrawal (
  subject_key uuid NOT NULL,
  evidence_id uuid NOT NULL,
  at          timestamptz NOT NULL,
  by_kind     text NOT NULL CHECK (by_kind IN ('officer', 'machine', 'citizen', 'system')),
  by_id       text NOT NULL,
  reason      text NOT NULL,
  PRIMARY KEY (subject_key, evidence_id),
  FOREIGN KEY (subject_key, evidence_id) REFERENCES evidence
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE evidence_withdrawal IS 'append-only. Evidence its uploader took back before anybody reviewed it; the file goes with the next sweep';
COMMENT ON COLUMN evidence_withdrawal.by_kind IS 'system: the draft it was handed in with expired';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence_withdrawal EXECUTE FUNCTION refuse_change();
ALTER TABLE evidence_withdrawal ENABLE ROW LEVEL SECURITY;
CREATE POLICY as_evidence ON evidence_withdrawal
  USING (EXISTS (SELECT FROM evidence e WHERE e.subject_key = evidence_withdrawal.subject_key AND e.evidence_id = evidence_withdrawal.evidence_id));
GRANT SELECT, INSERT ON evidence_withdrawal TO xinheng_platform;

CREATE TABLE evidence_deletion (
  subject_key uuid NOT NULL,
  evidence_id uuid NOT NULL,
  at          timestamptz NOT NULL,
  because     text NOT NULL CHECK (because IN ('retention', 'withdrawn')),
  PRIMARY KEY (subject_key, evidence_id),
  FOREIGN KEY (subject_key, evidence_id) REFERENCES evidence
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE evidence_deletion IS 'append-only. From here on the file is nobody''s and is removed from the disk (minimum retention, 个人信息保护法 19); written by the sweep only';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence_deletion EXECUTE FUNCTION refuse_change();
ALTER TABLE evidence_deletion ENABLE ROW LEVEL SECURITY;
CREATE POLICY as_evidence ON evidence_deletion
  USING (EXISTS (SELECT FROM evidence e WHERE e.subject_key = evidence_deletion.subject_key AND e.evidence_id = evidence_deletion.evidence_id))
  WITH CHECK ((SELECT sees_every_department()));
GRANT SELECT, INSERT ON evidence_deletion TO xinheng_platform;

-- What is written here stands in the digests of its log entry (054).
SELECT keep_in_log('evidence');
SELECT keep_in_log('evidence_owner');
SELECT keep_in_log('evidence_withdrawal');
SELECT keep_in_log('evidence_deletion');
