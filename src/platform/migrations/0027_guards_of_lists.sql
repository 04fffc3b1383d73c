-- What a list may hold and a message may say, also for a statement that came past the rules of the application (069).

ALTER TABLE list ADD COLUMN legal_basis text;
ALTER TABLE list ADD COLUMN gate_event text;
ALTER TABLE list ADD COLUMN notice_days integer NOT NULL DEFAULT 0 CHECK (notice_days >= 0);
COMMENT ON COLUMN list.legal_basis IS 'The law or local regulation an adverse list rests on, where the pack records one (国办发〔2020〕49号). Null: none is on record, and no edition of it can be made';
COMMENT ON COLUMN list.gate_event IS 'The event without which no edition of it is published';
COMMENT ON COLUMN list.notice_days IS 'Days its public notice lasts at the very least';

CREATE FUNCTION acts_in_own_name() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  said jsonb := to_jsonb(NEW);
  me uuid := acting_officer();
BEGIN
  IF (said->>TG_ARGV[0])::uuid IS DISTINCT FROM me OR (TG_ARGV[1] <> '' AND NOT EXISTS (
    SELECT FROM roles_held(me, (said->>TG_ARGV[2])::timestamptz) h WHERE h.role = TG_ARGV[1])) THEN
    RAISE EXCEPTION 'four-eyes: % of % is who acts, in the role it needs', TG_ARGV[0], TG_TABLE_NAME
      USING ERRCODE = 'check_violation', CONSTRAINT = 'acts_in_own_name';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION acts_in_own_name IS 'four-eyes: column, role and column of the instant; a job is no officer, and nobody proposes, signs or publishes under another name';
CREATE TRIGGER in_person BEFORE INSERT ON declared_event FOR EACH ROW WHEN (by_application()) EXECUTE FUNCTION acts_in_own_name('declared_by', 'credit-office', 'at');
CREATE TRIGGER in_person BEFORE INSERT ON list_round FOR EACH ROW WHEN (by_application()) EXECUTE FUNCTION acts_in_own_name('opened_by', 'credit-office', 'opened_at');
CREATE TRIGGER in_person BEFORE INSERT ON list_sign_off FOR EACH ROW WHEN (by_application()) EXECUTE FUNCTION acts_in_own_name('officer_id', '', 'at');
CREATE TRIGGER in_person BEFORE INSERT ON edition FOR EACH ROW WHEN (by_application()) EXECUTE FUNCTION acts_in_own_name('published_by', 'credit-office', 'published_at');
CREATE TRIGGER in_person BEFORE INSERT ON provider_proposal FOR EACH ROW WHEN (by_application()) EXECUTE FUNCTION acts_in_own_name('proposed_by', 'credit-office', 'proposed_at');
CREATE TRIGGER in_person BEFORE INSERT ON provider_decision FOR EACH ROW WHEN (by_application()) EXECUTE FUNCTION acts_in_own_name('decided_by', 'credit-office', 'decided_at');

CREATE FUNCTION not_withdrawn(of_subject uuid, of_record uuid, today date) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT NOT EXISTS (SELECT FROM record_change c WHERE c.subject_key = $1 AND c.record_id = $2 AND c.change IN ('repaired', 'revoked') AND c.effective_on <= today)
    AND NOT coalesce((SELECT c.change = 'held' AND (c.payload->>'until' IS NULL OR (c.payload->>'until')::date >= today) FROM record_change c
      WHERE c.subject_key = $1 AND c.record_id = $2 AND c.change IN ('held', 'released') AND c.effective_on <= today ORDER BY c.sequence DESC LIMIT 1), false)
    AND NOT EXISTS (SELECT FROM record r JOIN relief_hold h ON h.subject_key = r.subject_key AND h.fact_key = r.case_key AND h.held_until >= today
      WHERE r.subject_key = $1 AND r.record_id = $2
        AND NOT EXISTS (SELECT FROM record_change c WHERE c.subject_key = $1 AND c.record_id = $2 AND c.change IN ('held', 'released')))
$$;
COMMENT ON FUNCTION not_withdrawn IS 'relief-hidden, withdrawal-everywhere: neither repaired nor revoked nor under a hold that still runs, granted relief included that the record was not marked with';

-- Nomination, round, edition ------------------------------------------------------------------------------------------------------------

CREATE FUNCTION nomination_is_departments() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  me uuid := acting_officer();
  said text;
BEGIN
  SELECT judged.why INTO said FROM (
    SELECT CASE
        WHEN n.nominated_by IS DISTINCT FROM me OR n.department_id <> r.determining_department
          OR NOT EXISTS (SELECT FROM roles_held(me, n.at) h WHERE h.role IN ('reviewer', 'determiner') AND h.department_id = ANY (bodies_over(n.department_id)))
          THEN 'a reviewing or determining officer of the department that determined it nominates'
        WHEN NOT EXISTS (SELECT FROM enacted_ground g WHERE g.kind = r.kind AND g.version = r.version AND g.list = n.list AND g.ground = n.ground)
          THEN 'the catalogue names kind, list and ground together'
        WHEN NOT not_withdrawn(n.subject_key, n.record_id, (n.at AT TIME ZONE 'Asia/Shanghai')::date) THEN 'the record is neither ended nor held'
      END AS why
    FROM added n JOIN record r ON r.subject_key = n.subject_key AND r.record_id = n.record_id
  ) judged WHERE judged.why IS NOT NULL LIMIT 1;
  IF said IS NOT NULL THEN
    RAISE EXCEPTION 'nomination: %', said USING ERRCODE = 'check_violation', CONSTRAINT = 'nomination_of_department';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION nomination_is_departments IS 'own-jurisdiction, catalogue-only, relief-hidden: who nominates what for which ground';
CREATE TRIGGER of_department AFTER INSERT ON nomination REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION nomination_is_departments();

CREATE FUNCTION list_rests_on_basis() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM list l WHERE l.id = NEW.list AND l.polarity = 'adverse' AND l.legal_basis IS NULL;
  IF FOUND THEN
    RAISE EXCEPTION 'black-list-needs-basis: no law or regulation is on record for list %', NEW.list USING ERRCODE = 'check_violation', CONSTRAINT = 'list_needs_basis';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION list_rests_on_basis IS 'black-list-needs-basis: whoever writes it, the owner included';
CREATE TRIGGER needs_basis BEFORE INSERT ON edition FOR EACH ROW EXECUTE FUNCTION list_rests_on_basis();
CREATE TRIGGER needs_basis BEFORE INSERT ON list_round FOR EACH ROW EXECUTE FUNCTION list_rests_on_basis();

CREATE FUNCTION round_lasts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM list l WHERE l.id = NEW.list AND NEW.notice_until - NEW.notice_from >= l.notice_days
    AND NEW.notice_from >= (NEW.opened_at AT TIME ZONE 'Asia/Shanghai')::date;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'list: a public notice begins when it is opened and lasts as long as the notice in force says'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'round_lasts';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION round_lasts IS 'The public notice of a list (3.2; 河南省社会信用条例 28) is never shorter than the pack gives';
CREATE TRIGGER lasts BEFORE INSERT ON list_round FOR EACH ROW WHEN (by_application()) EXECUTE FUNCTION round_lasts();

CREATE FUNCTION round_holds_nominated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM added e JOIN list_round o ON o.id = e.round_id
  WHERE NOT EXISTS (SELECT FROM nomination n JOIN record r ON r.subject_key = n.subject_key AND r.record_id = n.record_id
    WHERE n.subject_key = e.subject_key AND n.record_id = e.record_id AND n.list = o.list AND n.ground = e.ground AND n.department_id = e.department_id
      AND r.uscc = e.uscc AND r.subject_type = 'organisation' AND not_withdrawn(e.subject_key, e.record_id, o.notice_from))
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'list: a round proposes what was nominated for it, neither ended nor held' USING ERRCODE = 'check_violation', CONSTRAINT = 'round_of_nominated';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION round_holds_nominated IS 'no-person-in-public, relief-hidden: nobody is proposed whom no department nominated';
CREATE TRIGGER of_nominated AFTER INSERT ON list_entry REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION round_holds_nominated();

CREATE FUNCTION entry_decided_in_person() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE me uuid := acting_officer();
BEGIN
  IF NEW.actor_id IS NOT DISTINCT FROM me OR (me IS NULL AND NEW.actor_id = ANY (subjects_seen()) AND NEW.decision IN ('objection', 'kept')) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'four-eyes: a doubt about an entry is recorded, and decided on, by who acts' USING ERRCODE = 'check_violation', CONSTRAINT = 'acts_in_own_name';
END $$;
COMMENT ON FUNCTION entry_decided_in_person IS 'four-eyes: the organisation itself objects, and takes its objection back; everything else is an officer''s, under the own name';
CREATE TRIGGER in_person BEFORE INSERT ON list_entry_decision FOR EACH ROW WHEN (by_application()) EXECUTE FUNCTION entry_decided_in_person();

CREATE FUNCTION sign_off_is_bodys() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM list_round o WHERE o.id = NEW.round_id AND o.digest = NEW.digest AND (NEW.at AT TIME ZONE 'Asia/Shanghai')::date > o.notice_until
    AND (CASE NEW.signed_as
      WHEN 'office' THEN is_credit_office(NEW.department_id) AND EXISTS (
        SELECT FROM roles_held(NEW.officer_id, NEW.at) h WHERE h.role = 'credit-office' AND h.department_id = NEW.department_id)
      ELSE EXISTS (SELECT FROM list_entry e WHERE e.round_id = NEW.round_id AND e.department_id = NEW.department_id) AND EXISTS (
        SELECT FROM roles_held(NEW.officer_id, NEW.at) h WHERE h.role = 'determiner' AND h.department_id = ANY (bodies_over(NEW.department_id))) END);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'list: signed by the credit office and the nominating departments, each for itself, for what was shown, once it was shown'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'sign_off_of_body';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION sign_off_is_bodys IS 'Joint sign-off (3.1): a signature covers the digest that was in public notice';
CREATE TRIGGER of_body BEFORE INSERT ON list_sign_off FOR EACH ROW WHEN (by_application()) EXECUTE FUNCTION sign_off_is_bodys();

CREATE FUNCTION edition_passed_gates() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  today date := (NEW.published_at AT TIME ZONE 'Asia/Shanghai')::date;
  said text;
BEGIN
  WITH standing AS (
    SELECT e.*, (SELECT d.decision FROM list_entry_decision d WHERE d.subject_key = e.subject_key AND d.round_id = e.round_id AND d.record_id = e.record_id
      ORDER BY d.sequence DESC LIMIT 1) AS decided
    FROM list_entry e WHERE e.round_id = NEW.round_id)
  SELECT CASE
    WHEN o.list IS DISTINCT FROM NEW.list OR o.notice_until >= today THEN 'its public notice is over'
    WHEN NOT EXISTS (SELECT FROM declared_event v WHERE v.event = l.gate_event AND v.effective_on <= today) THEN 'its event is declared'
    WHEN EXISTS (SELECT FROM standing s WHERE s.decided IN ('conflict-found', 'objection')) THEN 'no doubt is open'
    WHEN NOT EXISTS (SELECT FROM list_sign_off f WHERE f.round_id = o.id AND f.signed_as = 'office' AND f.digest = o.digest)
      OR EXISTS (SELECT FROM standing s WHERE s.decided IS DISTINCT FROM 'struck' AND NOT EXISTS (
        SELECT FROM list_sign_off f WHERE f.round_id = o.id AND f.department_id = s.department_id AND f.digest = o.digest)) THEN 'everybody concerned has signed'
    WHEN EXISTS (SELECT FROM jsonb_array_elements(NEW.manifest->'entries') m WHERE NOT EXISTS (
      SELECT FROM standing s WHERE s.entry_id::text = m->>'entryId' AND s.record_id::text = m->>'recordId' AND s.uscc = m->>'uscc'
        AND s.decided IS DISTINCT FROM 'struck' AND not_withdrawn(s.subject_key, s.record_id, today))) THEN 'it holds what was shown, and nothing struck, ended or held'
  END INTO said FROM list_round o JOIN list l ON l.id = o.list WHERE o.id = NEW.round_id;
  IF said IS NOT NULL THEN
    RAISE EXCEPTION 'list: an edition is published when %', said USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_gates';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION edition_passed_gates IS 'four-eyes, relief-hidden: the gates of a list (3.1, 3.2) as the database can see them';
CREATE TRIGGER passed_gates BEFORE INSERT ON edition FOR EACH ROW WHEN (by_application()) EXECUTE FUNCTION edition_passed_gates();

CREATE FUNCTION entry_was_published() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM added n WHERE NOT EXISTS (
    SELECT FROM list_entry e JOIN edition d ON d.round_id = e.round_id AND d.list = n.list
    WHERE e.subject_key = n.subject_key AND e.record_id = n.record_id AND e.entry_id = n.entry_id AND e.uscc = n.uscc
      AND d.manifest->'entries' @> jsonb_build_array(jsonb_build_object('entryId', n.entry_id)))
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'list: an entry begins with the edition that lists it' USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_of_edition';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION entry_was_published IS 'Nobody comes onto a list but by a signed edition';
CREATE TRIGGER of_edition AFTER INSERT ON entry REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION entry_was_published();
