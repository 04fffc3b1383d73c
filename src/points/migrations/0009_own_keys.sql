-- People are known here by keys of this system's own (decision 057). In an installation whose systems once shared a keyring the first start
-- moves them, as the owner of the tables: what hangs on a receipt or an account follows its key.

ALTER TABLE account DROP CONSTRAINT account_subject_key_receipt_id_fkey,
  ADD CONSTRAINT account_subject_key_receipt_id_fkey FOREIGN KEY (subject_key, receipt_id)
    REFERENCES consent_receipt (subject_key, receipt_id) ON UPDATE CASCADE;
ALTER TABLE contribution DROP CONSTRAINT contribution_subject_key_fkey,
  ADD CONSTRAINT contribution_subject_key_fkey FOREIGN KEY (subject_key) REFERENCES account ON UPDATE CASCADE;
ALTER TABLE account_notice DROP CONSTRAINT account_notice_subject_key_fkey,
  ADD CONSTRAINT account_notice_subject_key_fkey FOREIGN KEY (subject_key) REFERENCES account ON UPDATE CASCADE;
ALTER TABLE benefit_code DROP CONSTRAINT benefit_code_subject_key_fkey,
  ADD CONSTRAINT benefit_code_subject_key_fkey FOREIGN KEY (subject_key) REFERENCES account ON UPDATE CASCADE;
ALTER TABLE verification DROP CONSTRAINT verification_subject_key_fkey,
  ADD CONSTRAINT verification_subject_key_fkey FOREIGN KEY (subject_key) REFERENCES account ON UPDATE CASCADE;

COMMENT ON COLUMN consent_receipt.subject_key IS 'Made from the pairing''s pseudonym under a key of this system alone: the platform knows the same person by another, and neither stores the pseudonym';
COMMENT ON COLUMN installation.fingerprint IS 'Made from the keyring''s subject key and the pairing by HMAC; tells nothing about the keys. Processes that share them are one installation';
