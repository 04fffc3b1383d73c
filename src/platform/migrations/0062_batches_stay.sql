-- A batch stays the file that was handed in; what became of its rows the job says, and the department takes it back (069, 091).

CREATE FUNCTION batch_stays_what_it_is() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (NEW.channel, NEW.file_kind, NEW.assumed_kind, NEW.corrects, NEW.file_sha256, NEW.file_name, NEW.file_bytes)
      IS NOT DISTINCT FROM (OLD.channel, OLD.file_kind, OLD.assumed_kind, OLD.corrects, OLD.file_sha256, OLD.file_name, OLD.file_bytes)
    AND (by_task() OR ((NEW.format, NEW.encoding, NEW.header, NEW.cut_numbers_last, NEW.rows_done, NEW.bytes_done, NEW.accepted, NEW.duplicate, NEW.suspect, NEW.rejected)
        IS NOT DISTINCT FROM (OLD.format, OLD.encoding, OLD.header, OLD.cut_numbers_last, OLD.rows_done, OLD.bytes_done, OLD.accepted, OLD.duplicate, OLD.suspect, OLD.rejected)
      AND (NEW.state = OLD.state OR (OLD.state = 'refused' AND NEW.state = 'received') OR (NEW.state = 'withdrawn' AND claim() IS NOT NULL AND subjects_seen() IS NULL)))) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'own-jurisdiction: a batch stays the file that was handed in, is read by its job, and is taken back by the department'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_stays';
END $$;
COMMENT ON FUNCTION batch_stays_what_it_is IS 'own-jurisdiction: nobody of a department puts another file in the place of what somebody handed in or says it was read';
CREATE TRIGGER stays BEFORE UPDATE ON batch FOR EACH ROW WHEN (by_application()) EXECUTE FUNCTION batch_stays_what_it_is();
