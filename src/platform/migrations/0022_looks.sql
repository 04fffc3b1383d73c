-- Whose data was looked at, and why: a look names both, and a look at a file is told to everybody named in it.

-- of looks written from now on: what was written before stays what it is
ALTER TABLE audit_entry ADD CONSTRAINT look_says_why CHECK (NOT look OR char_length(btrim(coalesce(purpose, ''))) >= 2) NOT VALID;
ALTER TABLE audit_entry ADD CONSTRAINT look_names_whose CHECK (NOT look OR subject_key IS NOT NULL OR object_type IN ('batch', 'audit')) NOT VALID;

CREATE TABLE batch_mention (
  subject_key uuid NOT NULL,
  batch_id    bigint NOT NULL,
  PRIMARY KEY (subject_key, batch_id)
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE batch_mention IS 'append-only. Who is named in the file of a batch by a row that became no submission, since the fact was known already: whoever opens the file looks at them as well (looked-is-logged)';
ALTER TABLE batch_mention ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_data ON batch_mention FOR SELECT USING (subject_key = ANY ((SELECT subjects_seen())::uuid[]));
CREATE POLICY whole_city ON batch_mention USING ((SELECT sees_every_department())) WITH CHECK ((SELECT sees_every_department()));
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON batch_mention EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON batch_mention TO xinheng_platform;
SELECT keep_in_log('batch_mention');
