-- The log says what was done, and no longer whose account it was: which entries are about whom stands beside it and leaves with the account
-- (个人信息保护法 47; decision 070). What is left of a closed account is its receipts, and nothing joins them to what was asked or shown.

CREATE TABLE account_trail (
  subject_key uuid NOT NULL REFERENCES account ON UPDATE CASCADE,
  entry_id    bigint NOT NULL REFERENCES audit_entry,
  PRIMARY KEY (subject_key, entry_id)
);
COMMENT ON TABLE account_trail IS 'points-opt-in: which entries of the log are about an account holder, for them to read; gone with the account, so that the entries are about nobody afterwards';
GRANT SELECT, INSERT, DELETE ON account_trail TO xinheng_points;

INSERT INTO account_trail (subject_key, entry_id)
  SELECT a.subject_key, e.id FROM account a JOIN audit_entry e ON e.account_id = a.account_id;

-- Entries of before named the account, and that of its opening the receipt, which the closing receipt names beside the person. Both leave
-- the entries, once and here; what was done, when and by whom (a provider, a job) stays as it was.
ALTER TABLE audit_entry DISABLE TRIGGER append_only;
UPDATE audit_entry SET detail = detail - 'receiptId', actor_id = CASE actor_kind WHEN 'citizen' THEN 'holder' ELSE actor_id END
  WHERE account_id IS NOT NULL;
ALTER TABLE audit_entry ENABLE TRIGGER append_only;
ALTER TABLE audit_entry DROP COLUMN account_id;
ALTER TABLE account DROP COLUMN account_id;
COMMENT ON TABLE audit_entry IS 'looked-is-logged: in the transaction of the change, and before the data of a look is returned. Names neither people nor accounts, and no value in it stands in a row that does once the account is closed';
COMMENT ON COLUMN audit_entry.actor_id IS 'A provider''s id or a job''s name; of people only that it was an account holder (holder) or somebody at the door (unknown)';
ALTER TABLE audit_entry ADD CONSTRAINT citizens_have_no_name CHECK (actor_kind <> 'citizen' OR actor_id IN ('holder', 'unknown'));

-- Up to whom the holders were told of new rules is a key of somebody, who may close the account; it is needed while they are told and no longer.
UPDATE rules_enactment SET told_until = NULL WHERE finished_at IS NOT NULL;
ALTER TABLE rules_enactment ADD CONSTRAINT told_while_telling CHECK (finished_at IS NULL OR told_until IS NULL);

-- Everybody sees in which browsers they are signed in, and ends there what they do not know or no longer need.
ALTER TABLE session ADD COLUMN whose bytea CHECK (octet_length(whose) = 32), ADD COLUMN browser text CHECK (length(browser) <= 40);
ALTER TABLE provider_session ADD COLUMN whose bytea CHECK (octet_length(whose) = 32), ADD COLUMN browser text CHECK (length(browser) <= 40);
CREATE INDEX session_by_whose ON session (whose);
CREATE INDEX provider_session_by_whose ON provider_session (whose);
COMMENT ON COLUMN session.whose IS 'Keyed digest of the document, the same for all sessions of one person and in no other table: by it somebody finds their own. Null in sessions of before';
COMMENT ON COLUMN provider_session.whose IS 'Keyed digest of the account, the same for all its sessions: by it somebody finds their own. Null in sessions of before';
COMMENT ON COLUMN session.browser IS 'Kind of browser and system, as that browser says; no version, no address';
COMMENT ON COLUMN provider_session.browser IS 'Kind of browser and system, as that browser says; no version, no address';
