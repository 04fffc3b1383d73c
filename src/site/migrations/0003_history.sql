-- What nobody changes afterwards, and which messages were taken.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
COMMENT ON FUNCTION refuse_change IS 'append-only: second line behind the missing grants; also stops the owner of the tables from changing history by accident';

CREATE TABLE inbox_message (
  message_id  text PRIMARY KEY,
  type        text NOT NULL,
  position    bigint NOT NULL,
  received_at timestamptz NOT NULL
);
COMMENT ON TABLE inbox_message IS 'append-only. Every message taken, so that a second delivery of it does nothing';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON inbox_message EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON inbox_message TO xinheng_site;
