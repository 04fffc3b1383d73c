-- What the site can show, also for a statement that came past the rules of the application (069).

CREATE FUNCTION adverse_entry_has_document() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM list l WHERE l.id = NEW.list AND l.polarity = 'adverse' AND NEW.document_number IS NULL;
  IF FOUND THEN
    RAISE EXCEPTION 'black-list-needs-basis: an entry of an adverse list names its decision' USING ERRCODE = 'check_violation', CONSTRAINT = 'adverse_entry_document';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION adverse_entry_has_document IS 'black-list-needs-basis: nobody is shown on an adverse list without the decision it rests on';
CREATE TRIGGER has_document BEFORE INSERT ON edition_entry FOR EACH ROW EXECUTE FUNCTION adverse_entry_has_document();
