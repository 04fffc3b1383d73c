-- Sessions of officers and of applicants. Sign-in itself happens at the OpenID Connect provider; nothing here is a password.

CREATE TABLE sign_in_attempt (
  token_hash    bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  state         text NOT NULL,
  nonce         text NOT NULL,
  code_verifier text NOT NULL,
  return_to     text NOT NULL,
  started_at    timestamptz NOT NULL
);
COMMENT ON TABLE sign_in_attempt IS 'A browser on its way to the provider and back; taken out when it returns, so an answer works once, in the browser that asked';
GRANT SELECT, INSERT, DELETE ON sign_in_attempt TO xinheng_platform;

CREATE TABLE session (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  officer_id uuid NOT NULL REFERENCES officer,
  holder     bytea NOT NULL,
  started_at timestamptz NOT NULL,
  seen_at    timestamptz NOT NULL
);
COMMENT ON TABLE session IS 'Who is signed in. Sign-out deletes the row; the audit keeps the history';
COMMENT ON COLUMN session.token_hash IS 'SHA-256 of the random token in the cookie: a copy of this table opens no session';
COMMENT ON COLUMN session.officer_id IS 'Whose session it is, so that an administrator can end it; opens nothing by itself';
COMMENT ON COLUMN session.holder IS 'JSON naming the officer, sealed under a key derived from the token itself';
CREATE INDEX session_by_seen ON session (seen_at);
CREATE INDEX session_by_officer ON session (officer_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON session TO xinheng_platform;

CREATE TABLE applicant_session (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  holder     bytea NOT NULL,
  started_at timestamptz NOT NULL,
  seen_at    timestamptz NOT NULL
);
COMMENT ON TABLE applicant_session IS 'Citizens and representatives who are signed in. Sign-out deletes the row';
COMMENT ON COLUMN applicant_session.token_hash IS 'SHA-256 of the random token in the cookie: a copy of this table opens no session';
COMMENT ON COLUMN applicant_session.holder IS 'Name, document and organisations as the provider vouched for them, sealed under a key derived from the token itself: without the person''s own cookie nobody can read them';
CREATE INDEX applicant_session_by_seen ON applicant_session (seen_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON applicant_session TO xinheng_platform;
