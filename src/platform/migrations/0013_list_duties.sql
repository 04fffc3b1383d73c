-- Lists: who fixes what the public is shown is not who publishes it, and who brings a doubt forward does not settle it.

CREATE FUNCTION publisher_did_not_open() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF EXISTS (SELECT FROM list_round r WHERE r.id = NEW.round_id AND r.opened_by = NEW.published_by) THEN
    RAISE EXCEPTION 'four-eyes: who opened round % cannot publish it', NEW.round_id USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_four_eyes';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION publisher_did_not_open IS 'four-eyes: an edition needs two officers of the credit office. The opener of a round never changes, so it holds whatever happens at the same instant';
CREATE TRIGGER four_eyes BEFORE INSERT ON edition FOR EACH ROW EXECUTE FUNCTION publisher_did_not_open();

CREATE FUNCTION decider_stands_apart() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NEW.decision NOT IN ('kept', 'struck') THEN
    RETURN NEW;
  END IF;
  IF EXISTS (
    SELECT FROM list_entry_decision d JOIN list_round r ON r.id = d.round_id
    WHERE d.subject_key = NEW.subject_key AND d.round_id = NEW.round_id AND d.record_id = NEW.record_id
      AND d.actor_id = NEW.actor_id AND d.sequence < NEW.sequence
      AND (d.decision = 'objection' OR (d.decision = 'conflict-found' AND d.at <> r.opened_at))) THEN
    RAISE EXCEPTION 'four-eyes: who recorded a doubt about an entry cannot decide on it' USING ERRCODE = 'check_violation', CONSTRAINT = 'list_decision_four_eyes';
  END IF;
  IF EXISTS (
    SELECT FROM nomination n JOIN list_round r ON r.id = NEW.round_id AND r.list = n.list
    WHERE n.subject_key = NEW.subject_key AND n.record_id = NEW.record_id AND n.nominated_by = NEW.actor_id) THEN
    RAISE EXCEPTION 'four-eyes: who nominated an entry cannot decide on it' USING ERRCODE = 'check_violation', CONSTRAINT = 'list_decision_four_eyes';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION decider_stands_apart IS 'four-eyes: what the platform itself found when the round was opened is nobody''s own doubt, though the opener''s name stands beside it. Two lines of one entry meet at its primary key, so a doubt and a decision cannot slip past each other';
CREATE TRIGGER four_eyes BEFORE INSERT ON list_entry_decision FOR EACH ROW EXECUTE FUNCTION decider_stands_apart();
