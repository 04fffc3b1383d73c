-- black-list-needs-basis, with days: a law that has not begun or has ended carries no list (国办发〔2020〕49号).
ALTER TABLE list ADD COLUMN basis_from date, ADD COLUMN basis_until date;
COMMENT ON COLUMN list.basis_from IS 'First day of the law an adverse list rests on; null where the notice in force does not record it';
COMMENT ON COLUMN list.basis_until IS 'Its last day; null while its end is not known. No round is opened and no edition made after it';

CREATE OR REPLACE FUNCTION list_rests_on_basis() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  spoken timestamptz := coalesce(to_jsonb(NEW)->>'published_at', to_jsonb(NEW)->>'opened_at');
  today date := (spoken AT TIME ZONE 'Asia/Shanghai')::date;
BEGIN
  PERFORM FROM list l WHERE l.id = NEW.list AND l.polarity = 'adverse'
    AND (l.legal_basis IS NULL OR l.basis_from > today OR l.basis_until < today);
  IF FOUND THEN
    RAISE EXCEPTION 'black-list-needs-basis: no law or regulation in force is on record for list %', NEW.list USING ERRCODE = 'check_violation', CONSTRAINT = 'list_needs_basis';
  END IF;
  RETURN NEW;
END $$;
