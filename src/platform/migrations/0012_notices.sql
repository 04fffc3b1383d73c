-- What a subject is told of what concerns it.

CREATE TABLE subject_notice (
  subject_key uuid NOT NULL,
  notice_id   uuid NOT NULL,
  at          timestamptz NOT NULL,
  kind        text NOT NULL,
  title       text NOT NULL,
  text        text NOT NULL,
  about_type  text CHECK (about_type IN ('case', 'request', 'report')),
  about_id    text,
  read_at     timestamptz,
  PRIMARY KEY (subject_key, notice_id),
  CHECK ((about_type IS NULL) = (about_id IS NULL))
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE subject_notice IS 'What a subject is told (/my), written in the transaction of what it tells of. Names nobody';
CREATE TRIGGER no_deletion BEFORE DELETE OR TRUNCATE ON subject_notice EXECUTE FUNCTION refuse_change();
ALTER TABLE subject_notice ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_data ON subject_notice FOR SELECT USING (subject_key = ANY ((SELECT subjects_seen())::uuid[]));
CREATE POLICY own_reading ON subject_notice FOR UPDATE USING (subject_key = ANY ((SELECT subjects_seen())::uuid[]));
CREATE POLICY anybody_tells ON subject_notice FOR INSERT WITH CHECK (true);
GRANT SELECT, INSERT ON subject_notice TO xinheng_platform;
GRANT UPDATE (read_at) ON subject_notice TO xinheng_platform;
