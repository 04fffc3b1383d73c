-- The log of who did and who looked, and the tree heads over it by which an auditor sees that it is whole.

CREATE TABLE audit_entry (
  id            bigint GENERATED ALWAYS AS IDENTITY,
  at            timestamptz NOT NULL,
  actor_kind    text NOT NULL CHECK (actor_kind IN ('officer', 'machine', 'system', 'citizen', 'anonymous')),
  actor_id      text NOT NULL,
  department_id text,
  action        text NOT NULL,
  purpose       text,
  subject_key   uuid,
  object_type   text NOT NULL,
  object_id     text NOT NULL,
  detail        jsonb NOT NULL DEFAULT '{}',
  request_id    text,
  PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
COMMENT ON TABLE audit_entry IS 'looked-is-logged: written in the same transaction as the change, and before the data of a look is returned. Kept at least 5 years';
COMMENT ON COLUMN audit_entry.purpose IS 'Why a person''s data was looked at; required by the application for every look';
COMMENT ON COLUMN audit_entry.detail IS 'Never a name or document number: subjects appear by subject_key only';
CREATE INDEX audit_entry_by_subject ON audit_entry (subject_key, id) WHERE subject_key IS NOT NULL;
CREATE INDEX audit_entry_by_actor ON audit_entry (actor_id, id);
CREATE INDEX audit_entry_by_time ON audit_entry (at);
CREATE INDEX audit_entry_of_batch ON audit_entry (object_id, id) WHERE object_type = 'batch';
COMMENT ON INDEX audit_entry_of_batch IS 'Looks at a whole sheet belong to the log of everybody who has a row in it';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON audit_entry TO xinheng_platform;
GRANT SELECT (id), INSERT ON audit_entry TO xinheng_platform_sign_in;

CREATE TABLE audit_entry_rest PARTITION OF audit_entry DEFAULT;
COMMENT ON TABLE audit_entry_rest IS 'Entries of months that were not made ahead: nothing is lost for want of a table';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry_rest EXECUTE FUNCTION refuse_change();

CREATE FUNCTION prepare_log_months(today date) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  month timestamp;
  name text;
  made integer := 0;
BEGIN
  IF today BETWEEN now()::date - 3653 AND now()::date + 3653 THEN
    PERFORM pg_advisory_xact_lock(hashtext('prepare_log_months'));
    FOR month IN SELECT date_trunc('month', today::timestamp) + make_interval(months => ahead) FROM generate_series(0, 3) ahead LOOP
      name := 'audit_entry_' || to_char(month, 'YYYY_MM');
      CONTINUE WHEN to_regclass('public.' || name) IS NOT NULL OR EXISTS (SELECT FROM public.audit_entry_rest r
        WHERE r.at >= month AT TIME ZONE 'Asia/Shanghai' AND r.at < (month + interval '1 month') AT TIME ZONE 'Asia/Shanghai');
      PERFORM set_config('lock_timeout', '2s', true);
      EXECUTE format('CREATE TABLE public.%I (LIKE public.audit_entry INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)', name);
      EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public.%I EXECUTE FUNCTION public.refuse_change()', name);
      EXECUTE format('ALTER TABLE public.audit_entry ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', name,
        month AT TIME ZONE 'Asia/Shanghai', (month + interval '1 month') AT TIME ZONE 'Asia/Shanghai');
      made := made + 1;
    END LOOP;
  END IF;
  RETURN made;
EXCEPTION WHEN lock_not_available THEN
  RETURN 0;
END $$;
COMMENT ON FUNCTION prepare_log_months IS 'Tables of the log for the month of that day and the three after it; answers how many were missing. A month that already has entries in audit_entry_rest stays there. A day ten years off is somebody''s mistake: nothing is made. Attached, so that who writes the log does not wait; while entries go to audit_entry_rest it is left for the next time';
GRANT EXECUTE ON FUNCTION prepare_log_months TO xinheng_platform;

CREATE TABLE audit_checkpoint (
  size        bigint PRIMARY KEY CHECK (size > 0),
  first_entry bigint NOT NULL,
  last_entry  bigint NOT NULL CHECK (last_entry >= first_entry),
  entry_ids   bigint[] NOT NULL,
  leaves      bytea NOT NULL CHECK (octet_length(leaves) = 32 * cardinality(entry_ids)),
  peaks       bytea NOT NULL CHECK (octet_length(peaks) % 32 = 0),
  root        bytea NOT NULL CHECK (octet_length(root) = 32),
  key_version integer NOT NULL,
  seal        bytea NOT NULL CHECK (octet_length(seal) = 32),
  at          timestamptz NOT NULL
);
COMMENT ON TABLE audit_checkpoint IS 'append-only. A hash tree (RFC 6962) over audit_entry: each row adds the entries since the row before and states the root over all of them';
COMMENT ON COLUMN audit_checkpoint.size IS 'Number of entries the root stands for';
COMMENT ON COLUMN audit_checkpoint.entry_ids IS 'The entries this row added, in order; numbers may be missing from the sequence where a transaction was rolled back';
COMMENT ON COLUMN audit_checkpoint.leaves IS 'SHA-256 leaf hashes of those entries, 32 bytes each: with them the very entry that was altered can be named';
COMMENT ON COLUMN audit_checkpoint.peaks IS 'Roots of the full subtrees from left to right, so that adding an entry costs a few hashes';
COMMENT ON COLUMN audit_checkpoint.seal IS 'HMAC-SHA-256 over size and root under a key the database does not hold: who can alter the tables still cannot make a new head';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoint EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON audit_checkpoint TO xinheng_platform;
