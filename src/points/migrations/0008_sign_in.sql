-- Sessions of citizens and of providers' staff. Sign-in itself happens at the OpenID Connect provider; nothing here is a password.
-- Only the sign-in login reaches these tables.

CREATE TABLE sign_in_attempt (
  token_hash    bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  state         text NOT NULL,
  nonce         text NOT NULL,
  code_verifier text NOT NULL,
  return_to     text NOT NULL,
  started_at    timestamptz NOT NULL
);
COMMENT ON TABLE sign_in_attempt IS 'A browser on its way to the provider and back; taken out when it returns, so an answer works once, in the browser that asked';
GRANT SELECT, INSERT, DELETE ON sign_in_attempt TO xinheng_points_sign_in;

CREATE TABLE session (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  holder     bytea NOT NULL,
  started_at timestamptz NOT NULL,
  seen_at    timestamptz NOT NULL
);
COMMENT ON TABLE session IS 'Who is signed in. Sign-out deletes the row';
COMMENT ON COLUMN session.token_hash IS 'SHA-256 of the random token in the cookie: a copy of this table opens no session';
COMMENT ON COLUMN session.holder IS 'Name, document and birth date as the provider vouched for them, sealed under a key derived from the token itself: without the citizen''s own cookie nobody can read them, this system included';
CREATE INDEX session_by_seen ON session (seen_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON session TO xinheng_points_sign_in;

CREATE TABLE provider_session (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  holder     bytea NOT NULL,
  started_at timestamptz NOT NULL,
  seen_at    timestamptz NOT NULL
);
COMMENT ON TABLE provider_session IS 'Sessions of providers'' staff, apart from the citizens'': neither cookie opens the other''s routes';
CREATE INDEX provider_session_by_seen ON provider_session (seen_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON provider_session TO xinheng_points_sign_in;
