-- Accounts: consent is the only way in, and what is kept of a closed account is that it was agreed to and withdrawn.

CREATE TABLE consent_text (
  version text PRIMARY KEY,
  text    text NOT NULL,
  digest  text NOT NULL
);
COMMENT ON TABLE consent_text IS 'append-only. Every text anybody ever agreed to, word for word';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON consent_text EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON consent_text TO xinheng_points;

CREATE TABLE consent_receipt (
  receipt_id   text PRIMARY KEY,
  subject_key  uuid NOT NULL UNIQUE,
  text_version text NOT NULL REFERENCES consent_text,
  given_at     timestamptz NOT NULL,
  UNIQUE (subject_key, receipt_id)
);
COMMENT ON TABLE consent_receipt IS 'points-opt-in: the separate consent (个人信息保护法 14, 29) that is the only way in; leaves with the account';
GRANT SELECT, INSERT, DELETE ON consent_receipt TO xinheng_points;

CREATE TABLE account (
  subject_key uuid PRIMARY KEY,
  account_id  uuid NOT NULL UNIQUE,
  receipt_id  text NOT NULL,
  opened_at   timestamptz NOT NULL,
  FOREIGN KEY (subject_key, receipt_id) REFERENCES consent_receipt (subject_key, receipt_id)
);
COMMENT ON TABLE account IS 'points-opt-in: no account without a consent receipt of the same person. Holds no points: the account is computed when it is read';
COMMENT ON COLUMN account.account_id IS 'Random. Log entries name it instead of the person, so nothing ties them to anybody once the account is deleted';
GRANT SELECT, INSERT, DELETE ON account TO xinheng_points;

CREATE TABLE contribution (
  subject_key    uuid NOT NULL REFERENCES account,
  record_id      uuid NOT NULL,
  position       bigint NOT NULL,
  received_at    timestamptz NOT NULL,
  kind           text,
  clause         text,
  title          text,
  matter         text,
  polarity       text CHECK (polarity IN ('good', 'adverse')),
  department     text,
  occurred_on    date,
  determined_on  date,
  valid_from     date,
  valid_until    date,
  objection_open boolean,
  PRIMARY KEY (subject_key, record_id),
  CONSTRAINT withdrawn_says_nothing CHECK (
    num_nulls(kind, clause, title, matter, polarity, department, occurred_on, determined_on, valid_from, objection_open) IN (0, 10)
    AND (kind IS NOT NULL OR valid_until IS NULL))
);
COMMENT ON TABLE contribution IS 'points-opt-in: what the platform told us about an account holder; the reference to account keeps everybody else out';
COMMENT ON COLUMN contribution.position IS 'Of the newest message taken: an older one changes nothing';
COMMENT ON COLUMN contribution.kind IS 'Null with all the rest once the record is withdrawn: only its id and position remain, so that a late older message cannot bring it back';
GRANT SELECT, INSERT, UPDATE, DELETE ON contribution TO xinheng_points;

CREATE TABLE closing_receipt (
  receipt_id         text PRIMARY KEY,
  subject_key        uuid NOT NULL,
  consent_receipt_id text NOT NULL UNIQUE,
  text_version       text NOT NULL REFERENCES consent_text,
  consented_at       timestamptz NOT NULL,
  closed_at          timestamptz NOT NULL
);
COMMENT ON TABLE closing_receipt IS 'append-only. The one thing kept of a closed account: that it was agreed to, when, and when it was withdrawn (个人信息保护法 15, 47)';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON closing_receipt EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON closing_receipt TO xinheng_points;
