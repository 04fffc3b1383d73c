-- What the public site is told of organisations besides lists: good records that everybody may see, and the directory itself.

CREATE TABLE site_disclosure (
  subject_key uuid NOT NULL,
  record_id   uuid NOT NULL,
  at          timestamptz NOT NULL,
  PRIMARY KEY (subject_key, record_id),
  FOREIGN KEY (subject_key, record_id) REFERENCES record
);
COMMENT ON TABLE site_disclosure IS 'append-only. Organisation records of which the public site was told, in the same transaction; what was told must also be withdrawn (withdrawal-everywhere)';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON site_disclosure EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON site_disclosure TO xinheng_platform;

CREATE SEQUENCE directory_revision;
GRANT USAGE ON SEQUENCE directory_revision TO xinheng_platform;
ALTER TABLE organisation_directory ADD COLUMN revision bigint NOT NULL DEFAULT nextval('directory_revision');
COMMENT ON COLUMN organisation_directory.revision IS 'Grows with every change of the row; imports take turns, so it also grows in the order of their commits. The site is sent what lies above the last piece';
CREATE INDEX organisation_directory_by_revision ON organisation_directory (revision);

CREATE TABLE directory_piece (
  up_to         bigint PRIMARY KEY,
  outbox_id     uuid,
  organisations integer NOT NULL,
  at            timestamptz NOT NULL
);
COMMENT ON TABLE directory_piece IS 'append-only. How far the directory was handed to the site: every revision up to up_to is in this message or an earlier one';
COMMENT ON COLUMN directory_piece.outbox_id IS 'Null when the piece held nothing for the public: only sole traders, who are natural persons';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON directory_piece EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON directory_piece TO xinheng_platform;
