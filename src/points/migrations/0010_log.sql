-- The points system's log carries what is written with its entries, as the platform's does (054, 072): digests of the rows, and tree heads over
-- both. What is kept in it is what is never deleted. What belongs to an account (its receipt of consent, records, verifications, which entries are
-- whose) leaves with the account and is in no digest, so that closing breaks nothing and the log says nothing of anybody who has gone.

CREATE SEQUENCE audit_entry_number AS bigint;
SELECT setval('audit_entry_number', coalesce(max(id), 0) + 1, false) FROM audit_entry;

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
GRANT EXECUTE ON FUNCTION begin_log_entry, this_log_entry, next_log_entry TO xinheng_points;

-- entries take their numbers from the log from now on; there is no other door to them
ALTER TABLE audit_entry ALTER COLUMN id DROP IDENTITY;
ALTER TABLE audit_entry ALTER COLUMN id SET DEFAULT next_log_entry(), ADD COLUMN look boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN audit_entry.id IS 'Given by the database; numbers may be missing where a transaction was rolled back';
COMMENT ON COLUMN audit_entry.look IS 'Somebody else than the holder was told something about them: a provider, yes or not confirmed';
ALTER TABLE audit_entry DISABLE TRIGGER append_only;
UPDATE audit_entry SET look = true WHERE action = 'benefit.verified';
ALTER TABLE audit_entry ENABLE TRIGGER append_only;
ALTER TABLE audit_entry ALTER COLUMN look DROP DEFAULT;
REVOKE INSERT ON audit_entry FROM xinheng_points;
GRANT INSERT (at, actor_kind, actor_id, action, look, purpose, detail, request_id) ON audit_entry TO xinheng_points;

CREATE TABLE audit_digest_format (
  format      integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  table_name  text NOT NULL,
  columns     text[] NOT NULL,
  key_columns text[] NOT NULL
);
COMMENT ON TABLE audit_digest_format IS 'append-only. Which columns of a table the digests of its rows cover, in order. A column that is added begins a new format; digests of the old one stay what they are';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_digest_format EXECUTE FUNCTION refuse_change();
GRANT SELECT ON audit_digest_format TO xinheng_points;

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
GRANT SELECT ON audit_digest TO xinheng_points;

CREATE FUNCTION written_here(row_xmin xid) RETURNS boolean LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
  -- a row that is seen although its transaction is not over is one's own, also where a savepoint gave it a number of its own
  SELECT row_xmin = mine::xid OR coalesce(pg_xact_status((mine::text::bigint
      + ((row_xmin::text::bigint - (mine::text::bigint & 4294967295) + 2147483648) & 4294967295) - 2147483648)::text::xid8) = 'in progress', false)
  FROM pg_current_xact_id() mine
$$;
COMMENT ON FUNCTION written_here IS 'Whether a visible row was written by this transaction or within one of its savepoints';
GRANT EXECUTE ON FUNCTION written_here TO xinheng_points;

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
GRANT SELECT, INSERT ON audit_checkpoint TO xinheng_points;
GRANT EXECUTE ON FUNCTION rows_as_written, rows_of_entry TO xinheng_points;

SELECT keep_in_log('consent_text');
-- the key by which a receipt is found may be moved to another keyring once (057); what it says may not
SELECT keep_in_log('closing_receipt', '{subject_key}');
SELECT keep_in_log('outbox');

-- what was there before bears the number of an entry that says so, and is covered from here on
DO $$ DECLARE one audit_digest_format; BEGIN
  FOR one IN SELECT * FROM audit_digest_format ORDER BY format LOOP
    EXECUTE format('INSERT INTO audit_digest (audit_id, format, rows, digests)
      SELECT r.audit_id, %s, count(*), string_agg(r.d, '''' ORDER BY r.d) FROM (SELECT r.audit_id, %s AS d FROM %I r) r GROUP BY 1',
      one.format, row_digest(one.columns), one.table_name);
  END LOOP;
  IF EXISTS (SELECT FROM audit_digest) THEN
    INSERT INTO audit_entry (at, actor_kind, actor_id, action, look, detail)
      VALUES (now(), 'system', 'audit.begin', 'audit.begun', false, '{}');
  END IF;
END $$;
