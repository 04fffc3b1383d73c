-- Sessions of officers, of departments' systems and of applicants, and how a transaction enters by one. Sign-in itself happens at the
-- OpenID Connect provider; nothing here is a password. Only the sign-in login begins and ends sessions; the web login sees of them what a
-- token that it was shown opens.

CREATE TABLE sign_in_attempt (
  token_hash    bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  state         text NOT NULL,
  nonce         text NOT NULL,
  code_verifier text NOT NULL,
  return_to     text NOT NULL,
  started_at    timestamptz NOT NULL
);
COMMENT ON TABLE sign_in_attempt IS 'A browser on its way to the provider and back; taken out when it returns, so an answer works once, in the browser that asked';
GRANT SELECT, INSERT, DELETE ON sign_in_attempt TO xinheng_platform_sign_in;

CREATE TABLE session (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  officer_id uuid NOT NULL REFERENCES officer,
  holder     bytea NOT NULL,
  started_at timestamptz NOT NULL,
  seen_at    timestamptz NOT NULL,
  ends_at    timestamptz NOT NULL
);
COMMENT ON COLUMN session.ends_at IS 'When it ends unless it is used before: nobody enters by it afterwards';
COMMENT ON TABLE session IS 'Who is signed in. Sign-out deletes the row; the audit keeps the history';
COMMENT ON COLUMN session.token_hash IS 'SHA-256 of the random token in the cookie: a copy of this table opens no session';
COMMENT ON COLUMN session.officer_id IS 'Whose session it is, so that an administrator can end it; opens nothing by itself';
COMMENT ON COLUMN session.holder IS 'JSON naming the officer, sealed under a key derived from the token itself';
CREATE INDEX session_by_seen ON session (seen_at);
CREATE INDEX session_by_officer ON session (officer_id);
GRANT SELECT, INSERT, UPDATE (seen_at, ends_at), DELETE ON session TO xinheng_platform_sign_in;

CREATE TABLE machine_session (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  client_id  text NOT NULL REFERENCES machine_client,
  ends_at    timestamptz NOT NULL
);
COMMENT ON TABLE machine_session IS 'Access tokens of departments'' systems that the sign-in has verified within the last minutes';
COMMENT ON COLUMN machine_session.token_hash IS 'SHA-256 of the access token';
CREATE INDEX machine_session_by_end ON machine_session (ends_at);
GRANT SELECT, INSERT, UPDATE (ends_at), DELETE ON machine_session TO xinheng_platform_sign_in;

CREATE TABLE applicant_session (
  token_hash   bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  holder       bytea NOT NULL,
  subject_keys uuid[] NOT NULL CHECK (cardinality(subject_keys) > 0),
  started_at   timestamptz NOT NULL,
  seen_at      timestamptz NOT NULL,
  ends_at      timestamptz NOT NULL
);
COMMENT ON COLUMN applicant_session.subject_keys IS 'The person and the organisations the provider vouched for, as keyed digests: what a transaction that enters by this session sees. Written when somebody signs in and read by no login';
COMMENT ON COLUMN applicant_session.ends_at IS 'When it ends unless it is used before: nobody enters by it afterwards';
COMMENT ON TABLE applicant_session IS 'Citizens and representatives who are signed in. Sign-out deletes the row';
COMMENT ON COLUMN applicant_session.token_hash IS 'SHA-256 of the random token in the cookie: a copy of this table opens no session';
COMMENT ON COLUMN applicant_session.holder IS 'Name, document and organisations as the provider vouched for them, sealed under a key derived from the token itself: without the person''s own cookie nobody can read them';
CREATE INDEX applicant_session_by_seen ON applicant_session (seen_at);
GRANT SELECT (token_hash, holder, started_at, seen_at, ends_at), INSERT, UPDATE (seen_at, ends_at), DELETE ON applicant_session TO xinheng_platform_sign_in;

CREATE FUNCTION enter(door text, token text, assisted uuid[] DEFAULT NULL) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  digest bytea := sha256(convert_to(token, 'UTF8'));
  who uuid;
  subjects uuid[];
  sees record;
BEGIN
  IF door = 'applicant' AND assisted IS NULL THEN
    SELECT s.subject_keys INTO subjects FROM applicant_session s WHERE s.token_hash = digest AND s.ends_at > now();
  ELSIF door = 'officer' THEN
    SELECT o.id INTO who FROM session s JOIN officer o ON o.id = s.officer_id
    WHERE s.token_hash = digest AND s.ends_at > now() AND o.active_until IS NULL;
  ELSIF door = 'machine' AND assisted IS NULL THEN
    SELECT o.id INTO who FROM machine_session s JOIN machine_client c USING (client_id) JOIN officer o ON o.id = c.officer_id
    WHERE s.token_hash = digest AND s.ends_at > now() AND c.active_until IS NULL AND o.active_until IS NULL;
  END IF;
  IF who IS NULL AND subjects IS NULL THEN
    RAISE EXCEPTION 'enter: there is no such session, or it is over' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'session_over';
  END IF;
  -- some seconds ahead: the clocks of two machines differ, and what was given a moment ago counts
  IF who IS NOT NULL THEN
    SELECT j.everywhere, j.departments, j.roles INTO sees FROM jurisdiction_of(who, now() + interval '10 seconds' + (SELECT c.shift FROM clock_shift c)) j;
  END IF;
  IF subjects IS NOT NULL THEN
    PERFORM set_claim(NULL, NULL, subjects);
  ELSIF assisted IS NULL THEN
    PERFORM set_claim(CASE WHEN door = 'officer' THEN who END, CASE WHEN sees.everywhere THEN ARRAY['*'] ELSE sees.departments END, NULL);
  ELSIF sees.roles @> '[{"role": "assistant"}]' THEN
    PERFORM set_claim(NULL, NULL, assisted);
  ELSE
    RAISE EXCEPTION 'enter: only an assistant at the counter enters for somebody else' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'assisted_by';
  END IF;
END $$;
COMMENT ON FUNCTION enter IS 'This transaction is that of whose token it is shown: an officer''s or a department''s system''s, within their jurisdiction; an applicant''s, about whom the sign-in vouched for; or, by an assistant''s session, that of who stands at the counter, and nothing of the assistant''s';
GRANT EXECUTE ON FUNCTION enter TO xinheng_platform_web;

CREATE FUNCTION sessions_of(officer uuid) RETURNS TABLE (id text, started_at timestamptz, seen_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT encode(s.token_hash, 'hex'), s.started_at, s.seen_at FROM session s JOIN officer o ON o.id = s.officer_id
  WHERE s.officer_id = $1 AND administers(acting_officer(), o.department_id)
$$;
COMMENT ON FUNCTION sessions_of IS 'An officer''s sessions, for an administrator of the officer''s department; nobody else gets a row';

CREATE FUNCTION end_sessions_of(officer uuid, one bytea DEFAULT NULL) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH ended AS (
    DELETE FROM session s USING officer o
    WHERE o.id = s.officer_id AND s.officer_id = $1 AND (one IS NULL OR s.token_hash = one) AND administers(acting_officer(), o.department_id)
    RETURNING 1)
  SELECT count(*) FROM ended
$$;
COMMENT ON FUNCTION end_sessions_of IS 'Ends one of an officer''s sessions or all of them, for an administrator of the officer''s department; answers how many';
GRANT EXECUTE ON FUNCTION sessions_of, end_sessions_of TO xinheng_platform_web;
