-- What is begun for somebody at a counter waits for their word too: an objection, repair, relief (093). And the paper by which somebody acts
-- for an organisation there leaves a row of evidence with the act.

-- Acts of before the change were done at once: the condition is for new ones, and they keep what they are.
ALTER TABLE counter_act DROP CONSTRAINT counter_act_waits;
ALTER TABLE counter_act ADD CONSTRAINT counter_act_waits CHECK (
  (kind IN ('objection', 'repair', 'relief', 'withdraw', 'respond', 'full-report', 'see-held')) = (expires_at IS NOT NULL)) NOT VALID;

ALTER TABLE rights_request ADD COLUMN counter_act uuid, ADD CONSTRAINT rights_request_counter_act UNIQUE (subject_key, counter_act);
COMMENT ON COLUMN rights_request.counter_act IS 'assisted: the act at the counter that was prepared, confirmed by the person or a second officer, and carried out here, once; NULL for requests asked at a counter before acts of asking waited';
SELECT keep_in_log('rights_request');

CREATE OR REPLACE FUNCTION party_asks() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (SELECT pg_has_role(session_user, c.relowner, 'USAGE') FROM pg_class c WHERE c.oid = TG_RELID) THEN NULL;
  ELSIF NEW.channel = 'assisted' THEN
    PERFORM counter_act_fits(NEW.subject_key, NEW.counter_act, NEW.kind, NEW.fact_key, NEW.asked_by, jsonb_build_object('statement', NEW.statement) || NEW.wanted);
  ELSIF NEW.counter_act IS NOT NULL OR NOT (CASE NEW.channel
      WHEN 'own' THEN counter_officer() IS NULL AND coalesce(NEW.subject_key = ANY (subjects_seen()) AND NEW.asked_by = ANY (subjects_seen()), false)
      ELSE counter_officer() IS NULL AND subjects_seen() IS NULL END) THEN
    RAISE EXCEPTION 'counter: who asked is not who this transaction is' USING ERRCODE = 'check_violation', CONSTRAINT = 'counter_confirmed';
  END IF;
  IF NEW.channel = 'assisted' THEN PERFORM take_counter_part(NEW.subject_key, NEW.fact_key, NULL, NEW.asked_by); END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION party_asks IS 'A request says truly whether the applicant asked alone or at the counter; there it is what was prepared and confirmed, word for word, and whoever typed it has had a part in the case too';

CREATE FUNCTION counter_act_has_authority() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM evidence_owner o JOIN evidence e ON e.subject_key = o.subject_key AND e.evidence_id = o.evidence_id
    WHERE o.subject_key = NEW.subject_key AND o.owner_kind = 'counter-act' AND o.owner_id = NEW.act_id::text
      AND e.kind = NEW.authority_proof AND e.added_by_kind = 'officer' AND e.added_by = NEW.officer_id::text AND e.department_id = NEW.department_id) THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'counter: the proof of authority leaves a row of evidence' USING ERRCODE = 'check_violation', CONSTRAINT = 'counter_act_authority_kept';
END $$;
COMMENT ON FUNCTION counter_act_has_authority IS 'Whoever acts for an organisation at a counter shows a paper that stays there: which, and who vouches for it, stands in a row of evidence of the act; asked when the transaction commits';
CREATE CONSTRAINT TRIGGER authority_kept AFTER INSERT ON counter_act DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.authority_proof IS NOT NULL) EXECUTE FUNCTION counter_act_has_authority();

CREATE OR REPLACE FUNCTION asker_is_who_acts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE me uuid := coalesce(acting_officer(), counter_officer());
BEGIN
  PERFORM FROM added a WHERE a.part = 'asker' AND a.officer_id IS DISTINCT FROM me
    -- whoever prepared at the counter what was confirmed since, in a transaction that is not theirs
    AND NOT EXISTS (SELECT FROM rights_request r JOIN counter_act c ON c.subject_key = r.subject_key AND c.act_id = r.counter_act
      WHERE r.subject_key = a.subject_key AND r.request_id = a.request_id AND c.officer_id = a.officer_id) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'four-eyes: nobody is made the asker of a request but who acts' USING ERRCODE = 'check_violation', CONSTRAINT = 'acts_in_person';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION asker_is_who_acts IS 'four-eyes: an officer who is made to have asked could assess and decide no more; the party does not choose who judges it. Who prepared an act at the counter is its asker once it is confirmed';
