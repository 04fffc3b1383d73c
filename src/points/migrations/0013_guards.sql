-- What the points system can say and offer, also for a statement that came past the rules of the application (069).

ALTER TABLE outbox ADD CONSTRAINT outbox_says_what_was_agreed CHECK (type IN ('xinheng.account.opened', 'xinheng.account.closed')) NOT VALID;
COMMENT ON CONSTRAINT outbox_says_what_was_agreed ON outbox IS 'points-only-unlock: the platform learns that an account was opened or closed, and nothing else; no figure has a way out';

CREATE TABLE enacted_benefit (
  benefit text PRIMARY KEY
);
COMMENT ON TABLE enacted_benefit IS 'append-only. listed-measures-only: the benefits that the notice names (4.1), noted by the installation from the compiled pack; the application can read them and never add one';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON enacted_benefit EXECUTE FUNCTION refuse_change();
GRANT SELECT ON enacted_benefit TO xinheng_points;

CREATE FUNCTION benefit_is_enacted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM enacted_benefit e WHERE e.benefit = NEW.benefit;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'listed-measures-only: no notice in force names the benefit %', NEW.benefit USING ERRCODE = 'check_violation', CONSTRAINT = 'listed_benefits_only';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION benefit_is_enacted IS 'listed-measures-only: nothing is offered, asked for or answered but what the notice names';
CREATE TRIGGER listed_only BEFORE INSERT OR UPDATE OF benefit ON benefit_offer FOR EACH ROW EXECUTE FUNCTION benefit_is_enacted();
CREATE TRIGGER listed_only BEFORE INSERT OR UPDATE OF benefit ON benefit_code FOR EACH ROW EXECUTE FUNCTION benefit_is_enacted();
CREATE TRIGGER listed_only BEFORE INSERT ON verification FOR EACH ROW EXECUTE FUNCTION benefit_is_enacted();
