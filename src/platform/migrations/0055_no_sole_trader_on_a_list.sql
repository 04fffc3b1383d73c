-- no-person-in-public: sole traders (credit codes of authority 9, class 2) are natural persons, and lists hold organisations.

CREATE OR REPLACE FUNCTION fits_its_list() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM record r JOIN list l ON l.id = NEW.list
  WHERE r.subject_key = NEW.subject_key AND r.record_id = NEW.record_id AND r.subject_type = 'organisation' AND r.polarity = l.polarity
    AND r.uscc NOT LIKE '92%';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'list %: holds organisations only, no sole trader among them, each by a record of the list''s own polarity', NEW.list
      USING ERRCODE = 'check_violation', CONSTRAINT = 'fits_its_list';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION fits_its_list IS 'no-person-in-public: nobody is nominated or listed but an organisation, by a record of the list''s own polarity; a sole trader is a natural person';

-- What stands there from before stays as it was written; nothing new comes.
ALTER TABLE list_entry ADD CONSTRAINT list_entry_no_sole_trader CHECK (uscc NOT LIKE '92%') NOT VALID;
ALTER TABLE entry ADD CONSTRAINT entry_no_sole_trader CHECK (uscc NOT LIKE '92%') NOT VALID;
