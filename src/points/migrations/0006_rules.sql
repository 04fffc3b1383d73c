-- Which points rules are in force, and what account holders are told when they change. No total is ever stored for an account as such.

CREATE TABLE rules_enactment (
  sequence    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  digest      text NOT NULL,
  rules       jsonb NOT NULL,
  enacted_at  timestamptz NOT NULL,
  told_until  uuid,
  accounts    bigint NOT NULL DEFAULT 0,
  noticed     bigint NOT NULL DEFAULT 0,
  finished_at timestamptz
);
COMMENT ON TABLE rules_enactment IS 'Each change of the points rules, found at start by their digest. Telling the holders is a resumable job over all accounts';
COMMENT ON COLUMN rules_enactment.rules IS 'The rules as data, so that the next change can be compared with them';
COMMENT ON COLUMN rules_enactment.told_until IS 'Checkpoint: accounts up to this key are done; moved in the transaction that writes their notices, and only from where the chunk began';
GRANT SELECT, INSERT, UPDATE (told_until, accounts, noticed, finished_at) ON rules_enactment TO xinheng_points;

CREATE TABLE account_notice (
  subject_key  uuid NOT NULL REFERENCES account,
  notice_id    uuid NOT NULL,
  enactment    bigint NOT NULL REFERENCES rules_enactment,
  at           timestamptz NOT NULL,
  read_at      timestamptz,
  PRIMARY KEY (subject_key, notice_id),
  UNIQUE (subject_key, enactment)
);
COMMENT ON TABLE account_notice IS 'points-opt-in: that a change of the rules concerns a holder. What it changes is computed when they read it, so no figure is stored; the reference to account keeps everybody else out, and it goes with the account';
COMMENT ON COLUMN account_notice.enactment IS 'One notice per change, however often the job runs';
GRANT SELECT, INSERT, UPDATE (read_at), DELETE ON account_notice TO xinheng_points;
