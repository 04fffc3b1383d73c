-- People and representatives of organisations who act for themselves: their sessions, and what of the register is theirs to see.

CREATE FUNCTION subjects_seen() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT string_to_array(nullif(current_setting('xinheng.subjects', true), ''), ',')::uuid[]
$$;
COMMENT ON FUNCTION subjects_seen IS 'The subjects an applicant acts for, named in the transaction''s setting xinheng.subjects: the person and the organisations the sign-in vouches for; empty for officers. Policies ask as (SELECT subjects_seen())';

CREATE POLICY own_data ON submission FOR SELECT USING (subject_key = ANY ((SELECT subjects_seen())::uuid[]));
CREATE POLICY own_data ON case_state FOR SELECT USING (subject_key = ANY ((SELECT subjects_seen())::uuid[]));
CREATE POLICY own_data ON record FOR SELECT USING (subject_key = ANY ((SELECT subjects_seen())::uuid[]));
COMMENT ON POLICY own_data ON record IS '个人信息保护法 45: everybody may see what is held about them. Case actions and record changes follow their case and record';

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
