-- What nobody changes afterwards, and the log of who did and looked at what.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
COMMENT ON FUNCTION refuse_change IS 'append-only: second line behind the missing grants; also stops the owner of the tables from changing history by accident';

CREATE TABLE audit_entry (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at         timestamptz NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('citizen', 'provider', 'system')),
  actor_id   text NOT NULL,
  action     text NOT NULL,
  purpose    text,
  account_id uuid,
  detail     jsonb NOT NULL DEFAULT '{}',
  request_id text
);
COMMENT ON TABLE audit_entry IS 'looked-is-logged: in the transaction of the change, and before the data of a look is returned. Names accounts, never people; no foreign key, so it outlives them as a log about nobody';
CREATE INDEX audit_entry_by_account ON audit_entry (account_id, id) WHERE account_id IS NOT NULL;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON audit_entry TO xinheng_points;
