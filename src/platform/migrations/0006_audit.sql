-- The log of who did and who looked, the digests of what was written with each entry, and the tree heads over both by which an auditor
-- sees that nothing was changed, removed or put in (054).

CREATE SEQUENCE audit_entry_number AS bigint;

CREATE FUNCTION begin_log_entry() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE number bigint;
BEGIN
  -- first the sign that somebody is about to take a number, then the number, then the sign which: whoever seals the log sees one of both
  PERFORM pg_advisory_xact_lock_shared(4611686018427387904);
  number := nextval('audit_entry_number');
  PERFORM pg_advisory_xact_lock_shared(4611686018427387904 + number);
  PERFORM set_config('xinheng.log_entry', number::text, true);
  RETURN number;
END $$;
COMMENT ON FUNCTION begin_log_entry IS 'Allots the number of this transaction''s log entry, once. The two advisory locks say, until the transaction ends, that and which number is still to come: the log is sealed up to before it';

CREATE FUNCTION this_log_entry() RETURNS bigint LANGUAGE sql VOLATILE
  RETURN coalesce(nullif(current_setting('xinheng.log_entry', true), '')::bigint, begin_log_entry());
COMMENT ON FUNCTION this_log_entry IS 'The number of the log entry of this transaction, written or still to be written. A setting that somebody forges gains nothing: only an entry of the same transaction satisfies logged_with_rows';

CREATE FUNCTION next_log_entry() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE number text := current_setting('xinheng.log_entry', true);
BEGIN
  IF coalesce(number, '') = '' THEN
    number := begin_log_entry();
  ELSIF current_setting('xinheng.log_entry_taken', true) = number THEN
    RETURN nextval('audit_entry_number');
  END IF;
  PERFORM set_config('xinheng.log_entry_taken', number, true);
  RETURN number;
END $$;
COMMENT ON FUNCTION next_log_entry IS 'The first entry of a transaction takes the number its rows bear; further ones the next';
GRANT EXECUTE ON FUNCTION begin_log_entry, this_log_entry, next_log_entry TO xinheng_platform, xinheng_platform_sign_in;

CREATE TABLE audit_entry (
  id            bigint NOT NULL DEFAULT next_log_entry(),
  at            timestamptz NOT NULL,
  actor_kind    text NOT NULL CHECK (actor_kind IN ('officer', 'machine', 'system', 'citizen', 'anonymous')),
  actor_id      text NOT NULL,
  department_id text,
  action        text NOT NULL,
  look          boolean NOT NULL,
  purpose       text,
  subject_key   uuid,
  object_type   text NOT NULL,
  object_id     text NOT NULL,
  detail        jsonb NOT NULL DEFAULT '{}',
  request_id    text,
  PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
COMMENT ON TABLE audit_entry IS 'looked-is-logged: written in the same transaction as the change, and before the data of a look is returned. Kept at least 5 years';
COMMENT ON COLUMN audit_entry.id IS 'Given by the database; numbers may be missing where a transaction was rolled back';
COMMENT ON COLUMN audit_entry.look IS 'Somebody else than the subject was shown what is held about them: what 谁看过 tells the subject';
COMMENT ON COLUMN audit_entry.purpose IS 'Why a person''s data was looked at; required by the application for every look';
COMMENT ON COLUMN audit_entry.detail IS 'Never a name or document number: subjects appear by subject_key only';
CREATE INDEX audit_entry_by_subject ON audit_entry (subject_key, id) WHERE subject_key IS NOT NULL;
CREATE INDEX audit_entry_by_actor ON audit_entry (actor_id, id);
CREATE INDEX audit_entry_by_time ON audit_entry (at);
CREATE INDEX audit_entry_of_batch ON audit_entry (object_id, id) WHERE object_type = 'batch';
COMMENT ON INDEX audit_entry_of_batch IS 'Looks at a whole sheet belong to the log of everybody who has a row in it';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry EXECUTE FUNCTION refuse_change();
GRANT SELECT ON audit_entry TO xinheng_platform;
GRANT SELECT (id) ON audit_entry TO xinheng_platform_sign_in;
GRANT INSERT (at, actor_kind, actor_id, department_id, action, look, purpose, subject_key, object_type, object_id, detail, request_id)
  ON audit_entry TO xinheng_platform, xinheng_platform_sign_in;

CREATE TABLE audit_digest_format (
  format      integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  table_name  text NOT NULL,
  columns     text[] NOT NULL,
  key_columns text[] NOT NULL
);
COMMENT ON TABLE audit_digest_format IS 'append-only. Which columns of a table the digests of its rows cover, in order. A column that is added begins a new format; digests of the old one stay what they are';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_digest_format EXECUTE FUNCTION refuse_change();
GRANT SELECT ON audit_digest_format TO xinheng_platform;

CREATE TABLE audit_digest (
  audit_id bigint NOT NULL,
  id       bigint GENERATED ALWAYS AS IDENTITY,
  format   integer NOT NULL,
  rows     integer NOT NULL CHECK (rows > 0),
  digests  bytea NOT NULL CHECK (octet_length(digests) = 32 * rows),
  keys     text[] CHECK (cardinality(keys) = rows),
  PRIMARY KEY (audit_id, id)
);
COMMENT ON TABLE audit_digest IS 'append-only. What one statement wrote into one table, as SHA-256 of each row: written by the tables'' own triggers, covered by the leaf of the log entry audit_id';
COMMENT ON COLUMN audit_digest.digests IS 'Sorted digests of the rows, 32 bytes each: SHA-256 of the binary form of the format''s columns. Sealed columns are left out, so that keys can rotate; their associated data binds them';
COMMENT ON COLUMN audit_digest.keys IS 'Keys of the rows in the order of digests, never a name or document number; NULL where a statement wrote more than 1000 rows';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_digest EXECUTE FUNCTION refuse_change();
GRANT SELECT ON audit_digest TO xinheng_platform;

CREATE FUNCTION written_here(row_xmin xid) RETURNS boolean LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
  -- a row that is seen although its transaction is not over is one's own, also where a savepoint gave it a number of its own
  SELECT row_xmin = mine::xid OR coalesce(pg_xact_status((mine::text::bigint
      + ((row_xmin::text::bigint - (mine::text::bigint & 4294967295) + 2147483648) & 4294967295) - 2147483648)::text::xid8) = 'in progress', false)
  FROM pg_current_xact_id() mine
$$;
COMMENT ON FUNCTION written_here IS 'Whether a visible row was written by this transaction or within one of its savepoints';
GRANT EXECUTE ON FUNCTION written_here TO xinheng_platform, xinheng_platform_sign_in;

CREATE FUNCTION logged_with_rows() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- whoever may act as the owner sets the tables up; verification finds rows of theirs that nobody logged
  IF (SELECT pg_has_role(session_user, c.relowner, 'USAGE') FROM pg_class c WHERE c.oid = TG_RELID) THEN RETURN NULL; END IF;
  IF NOT EXISTS (SELECT FROM audit_entry e WHERE e.id = NEW.audit_id AND written_here(e.xmin)) THEN
    RAISE EXCEPTION 'looked-is-logged: rows were written without an entry in the log in the same transaction'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'logged_with_rows', TABLE = (SELECT f.table_name FROM audit_digest_format f WHERE f.format = NEW.format);
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION logged_with_rows IS 'No change without its entry, whoever writes it: asked when the transaction commits';
CREATE CONSTRAINT TRIGGER logged_with_rows AFTER INSERT ON audit_digest DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION logged_with_rows();

CREATE FUNCTION row_digest(columns text[]) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT 'sha256(record_send(ROW(' || string_agg(format('r.%I', name), ', ' ORDER BY place) || ')))' FROM unnest(columns) WITH ORDINALITY c (name, place)
$$;
COMMENT ON FUNCTION row_digest IS 'The expression of a row''s digest: the binary form names each column''s type and length, so no two rows share one, and depends on no setting';

CREATE FUNCTION row_key(columns text[]) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT 'concat_ws('' '', ' || string_agg(format('r.%I', name), ', ' ORDER BY place) || ')' FROM unnest(columns) WITH ORDINALITY c (name, place)
$$;
COMMENT ON FUNCTION row_key IS 'The expression by which a row is named to people';

CREATE FUNCTION keep_in_log(relation regclass, left_out text[] DEFAULT '{}') RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  name text := (SELECT c.relname FROM pg_class c WHERE c.oid = relation);
  covered text[];
  keys text[];
  number integer;
BEGIN
  EXECUTE format('ALTER TABLE %s ADD COLUMN IF NOT EXISTS audit_id bigint NOT NULL DEFAULT this_log_entry()', relation);
  EXECUTE format('COMMENT ON COLUMN %s.audit_id IS %L', relation, 'The log entry of the transaction that wrote the row; its digests cover the row (audit_digest)');
  IF EXISTS (SELECT FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    WHERE a.attrelid = relation AND a.attnum > 0 AND NOT a.attisdropped AND t.typnamespace <> 'pg_catalog'::regnamespace) THEN
    RAISE EXCEPTION '% has a column of a type of its own: its number would differ in another database, and so would the digests', name;
  END IF;
  SELECT array_agg(a.attname::text ORDER BY a.attnum) INTO covered FROM pg_attribute a
    WHERE a.attrelid = relation AND a.attnum > 0 AND NOT a.attisdropped AND a.attname::text <> ALL (left_out);
  SELECT array_agg(a.attname::text ORDER BY k.place) INTO keys FROM pg_index i
    CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY k (attnum, place) JOIN pg_attribute a ON a.attrelid = relation AND a.attnum = k.attnum
    WHERE i.indrelid = relation AND i.indisprimary;
  INSERT INTO audit_digest_format (table_name, columns, key_columns) VALUES (name, covered, keys) RETURNING format INTO number;
  EXECUTE format($body$
    CREATE OR REPLACE FUNCTION public.%1$I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $f$
    BEGIN
      IF (SELECT count(*) FROM (SELECT FROM added LIMIT 1001) more) > 1000 THEN
        INSERT INTO audit_digest (audit_id, format, rows, digests)
        SELECT w.audit_id, %2$s, count(*), string_agg(w.d, '' ORDER BY w.d) FROM (SELECT r.audit_id, %3$s AS d FROM added r) w GROUP BY 1;
      ELSE
        INSERT INTO audit_digest (audit_id, format, rows, digests, keys)
        SELECT w.audit_id, %2$s, count(*), string_agg(w.d, '' ORDER BY w.d), array_agg(w.k ORDER BY w.d)
        FROM (SELECT r.audit_id, %3$s AS d, %4$s AS k FROM added r) w GROUP BY 1;
      END IF;
      RETURN NULL;
    END $f$ $body$, name || '_in_log', number, row_digest(covered), row_key(keys));
  EXECUTE format('COMMENT ON FUNCTION %I IS %L', name || '_in_log', 'Writes the digests of what a statement added to ' || name || '; made by keep_in_log');
  EXECUTE format('CREATE OR REPLACE TRIGGER in_log AFTER INSERT ON %s REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION %I()', relation, name || '_in_log');
END $$;
COMMENT ON FUNCTION keep_in_log IS 'Puts a table under the log: a column audit_id, and a trigger that writes the digests of its rows. Called again after columns were added. Sealed columns are left out by name';

CREATE FUNCTION of_format(asked integer) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT CASE WHEN count(*) = 1 THEN 'true'
    WHEN max(f.format) = asked THEN format('r.audit_id NOT IN (SELECT d.audit_id FROM audit_digest d WHERE d.format = ANY (%L::integer[]))', array_agg(f.format) FILTER (WHERE f.format <> asked))
    ELSE format('r.audit_id IN (SELECT d.audit_id FROM audit_digest d WHERE d.format = %s)', asked) END
  FROM audit_digest_format f WHERE f.table_name = (SELECT a.table_name FROM audit_digest_format a WHERE a.format = asked)
$$;
COMMENT ON FUNCTION of_format IS 'The condition for rows written under a format; rows that no digest speaks of are looked for under the newest';

CREATE FUNCTION rows_as_written(asked integer) RETURNS TABLE (audit_id bigint, rows integer, digests bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY EXECUTE (SELECT format('SELECT r.audit_id, count(*)::integer, string_agg(r.d, '''' ORDER BY r.d) FROM (SELECT r.audit_id, %s AS d FROM %I r WHERE %s) r GROUP BY 1 ORDER BY 1',
    row_digest(f.columns), f.table_name, of_format(asked)) FROM audit_digest_format f WHERE f.format = asked);
END $$;
COMMENT ON FUNCTION rows_as_written IS 'For verification: the digests of the rows as they stand, by log entry. Digests only, so that row-level security need not be opened for the auditor';

CREATE FUNCTION rows_of_entry(asked integer, entry bigint) RETURNS TABLE (key text, digest bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY EXECUTE (SELECT format('SELECT %s, %s FROM %I r WHERE r.audit_id = $1', row_key(f.key_columns), row_digest(f.columns), f.table_name)
    FROM audit_digest_format f WHERE f.format = asked) USING entry;
END $$;
COMMENT ON FUNCTION rows_of_entry IS 'For verification: which rows bear the number of an entry, by key and digest';

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
GRANT EXECUTE ON FUNCTION rows_as_written, rows_of_entry TO xinheng_platform;
