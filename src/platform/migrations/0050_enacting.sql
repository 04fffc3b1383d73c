-- Enacting is an act (082): one officer of the credit office proposes what the folder says, another confirms what they saw, and the version
-- runs from its day. The confirmation carries itself out, as an appointment does (0024): no login of the application writes enactment.

CREATE TABLE enactment_proposal (
  proposal_id uuid PRIMARY KEY,
  kind        text NOT NULL CHECK (kind IN ('enact', 'repeal')),
  from_day    date NOT NULL,
  items       jsonb NOT NULL CHECK (jsonb_typeof(items) = 'array' AND jsonb_array_length(items) > 0),
  rehearsal   jsonb NOT NULL CHECK (jsonb_typeof(rehearsal) = 'object'),
  digest      text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
  proposed_by uuid NOT NULL REFERENCES officer,
  proposed_at timestamptz NOT NULL,
  CONSTRAINT enactment_not_in_the_past CHECK (from_day > ((proposed_at AT TIME ZONE 'UTC') + interval '8 hours')::date)
);
COMMENT ON TABLE enactment_proposal IS 'append-only. New versions of the rules, or the repeal of a notice, as one officer of the credit office wants them. Nothing is in force until another confirms it';
COMMENT ON COLUMN enactment_proposal.from_day IS 'First day of the versions; of a repeal the first day without the notice. Not before tomorrow, so that every process knows it when it begins';
COMMENT ON COLUMN enactment_proposal.items IS 'Each with scope, version, digest, compiled rules, what the database is to know of them (noted), difference in words; of a repeal the scope alone';
COMMENT ON COLUMN enactment_proposal.rehearsal IS 'What would change, by name and number; never a person''s name';
COMMENT ON COLUMN enactment_proposal.digest IS 'SHA-256 over items, day and rehearsal: whoever confirms names what they saw';
CREATE INDEX enactment_proposal_by_time ON enactment_proposal (proposed_at DESC, proposal_id DESC);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON enactment_proposal EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT (proposal_id, kind, from_day, items, rehearsal, digest, proposed_by, proposed_at) ON enactment_proposal TO xinheng_platform;

CREATE TABLE enactment_decision (
  proposal_id uuid CONSTRAINT enactment_decided_once PRIMARY KEY REFERENCES enactment_proposal,
  decision    text NOT NULL CHECK (decision IN ('confirmed', 'declined', 'withdrawn')),
  decided_by  uuid NOT NULL REFERENCES officer,
  decided_at  timestamptz NOT NULL
);
COMMENT ON TABLE enactment_decision IS 'append-only. How a proposal ended, once: confirmed or declined by another officer of the credit office, or withdrawn by whoever proposed it';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON enactment_decision EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT (proposal_id, decision, decided_by, decided_at) ON enactment_decision TO xinheng_platform;

CREATE TABLE enactment_repeal (
  scope        text PRIMARY KEY CHECK (scope ~ '^[a-z0-9][a-z0-9-]{0,31}$'),
  until_day    date NOT NULL,
  proposed_by  uuid NOT NULL REFERENCES officer,
  confirmed_by uuid NOT NULL REFERENCES officer,
  CONSTRAINT repealed_by_two CHECK (confirmed_by <> proposed_by)
);
COMMENT ON TABLE enactment_repeal IS 'append-only. Notices whose rules end: their kinds take no new reports after the day, what was recorded stays readable';
COMMENT ON COLUMN enactment_repeal.scope IS 'The notice''s id; a repealed notice is not enacted again';
COMMENT ON COLUMN enactment_repeal.until_day IS 'The last day on which it is in force';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON enactment_repeal EXECUTE FUNCTION refuse_change();
GRANT SELECT ON enactment_repeal TO xinheng_platform;

CREATE TABLE enactment_noted (
  scope   text NOT NULL,
  version integer NOT NULL,
  noted   jsonb NOT NULL CHECK (jsonb_typeof(noted) = 'object'),
  PRIMARY KEY (scope, version),
  FOREIGN KEY (scope, version) REFERENCES enactment
);
COMMENT ON TABLE enactment_noted IS 'append-only. What the database is to know of a version that two officers enacted: kinds, periods, grounds, competences at once, titles of lists and roles apart from its day on. Of the installation''s own enactments the start notes it';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON enactment_noted EXECUTE FUNCTION refuse_change();
GRANT SELECT ON enactment_noted TO xinheng_platform;

CREATE TABLE enactment_acknowledged (
  scope      text NOT NULL,
  version    integer NOT NULL,
  officer_id uuid NOT NULL REFERENCES officer,
  at         timestamptz NOT NULL,
  PRIMARY KEY (scope, version, officer_id),
  FOREIGN KEY (scope, version) REFERENCES enactment
);
COMMENT ON TABLE enactment_acknowledged IS 'append-only. The installation enacts first, and nobody confirmed it: two administrators of the credit office say afterwards that these are the rules. Until then it is shown as unconfirmed';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON enactment_acknowledged EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT (scope, version, officer_id, at) ON enactment_acknowledged TO xinheng_platform;

CREATE FUNCTION enactment_proposed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF is_session_bound(TG_RELID) AND (NEW.proposed_by IS DISTINCT FROM acting_officer() OR NOT holds_role(NEW.proposed_by, 'credit-office')) THEN
    RAISE EXCEPTION 'enactment: proposed by an officer of the credit office, in their own name' USING ERRCODE = 'check_violation', CONSTRAINT = 'enactment_reach';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION enactment_proposed IS 'A proposal is made in the own name, by the credit office';
CREATE TRIGGER within_reach BEFORE INSERT ON enactment_proposal FOR EACH ROW EXECUTE FUNCTION enactment_proposed();

CREATE FUNCTION enactment_decided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE p enactment_proposal;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('enactment', 0));
  SELECT * INTO p FROM enactment_proposal a WHERE a.proposal_id = NEW.proposal_id;
  IF EXISTS (SELECT FROM enactment_decision d WHERE d.proposal_id = NEW.proposal_id) THEN
    RAISE EXCEPTION 'enactment: decided already' USING ERRCODE = 'unique_violation', CONSTRAINT = 'enactment_decided_once';
  END IF;
  IF (NEW.decision = 'withdrawn') IS DISTINCT FROM (NEW.decided_by = p.proposed_by) THEN
    RAISE EXCEPTION 'four-eyes: who proposed an enactment withdraws it, and another confirms or declines it'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'enactment_four_eyes';
  END IF;
  IF is_session_bound(TG_RELID) AND (NEW.decided_by IS DISTINCT FROM acting_officer() OR NOT holds_role(NEW.decided_by, 'credit-office')
    OR (NEW.decision = 'confirmed' AND NOT holds_role(p.proposed_by, 'credit-office'))) THEN
    RAISE EXCEPTION 'enactment: decided by an officer of the credit office, in their own name' USING ERRCODE = 'check_violation', CONSTRAINT = 'enactment_reach';
  END IF;
  IF NEW.decision = 'confirmed' AND p.from_day <= ((NEW.decided_at AT TIME ZONE 'UTC') + interval '8 hours')::date THEN
    RAISE EXCEPTION 'enactment: its day has come already' USING ERRCODE = 'check_violation', CONSTRAINT = 'enactment_not_in_the_past';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION enactment_decided IS 'four-eyes: never who proposed it; one after the other, while both still hold the office, before the day has come';
CREATE TRIGGER four_eyes BEFORE INSERT ON enactment_decision FOR EACH ROW EXECUTE FUNCTION enactment_decided();

CREATE FUNCTION note_enacted(notice text, of_version integer, noted jsonb) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO enacted_kind (kind, version, subject_type, polarity, fact_basis)
    SELECT k.kind, of_version, k.subject_type, k.polarity, k.fact_basis
    FROM jsonb_to_recordset(noted->'kinds') k (kind text, subject_type text, polarity text, fact_basis text);
  INSERT INTO list (id, notice, polarity, title, title_en, plain_title, plain_title_en, legal_basis, gate_event, notice_days, basis_from, basis_until)
    SELECT l.id, note_enacted.notice, l.polarity, l.title, l.title_en, l.plain_title, l.plain_title_en, l.legal_basis, l.gate_event, l.notice_days, l.basis_from, l.basis_until
    FROM jsonb_populate_recordset(NULL::list, noted->'lists') l ON CONFLICT (id) DO NOTHING;
  INSERT INTO enacted_period (notice, version, timer, least_days)
    SELECT note_enacted.notice, of_version, p.timer, p.least_days FROM jsonb_to_recordset(noted->'periods') p (timer text, least_days integer);
  INSERT INTO enacted_document_type (kind, version, type)
    SELECT DISTINCT t.kind, of_version, t.type FROM jsonb_to_recordset(noted->'types') t (kind text, type text);
  INSERT INTO enacted_ground (kind, version, list, ground)
    SELECT g.kind, of_version, g.list, g.ground FROM jsonb_to_recordset(noted->'grounds') g (kind text, list text, ground text);
  INSERT INTO enacted_competence (kind, version, department)
    SELECT c.kind, of_version, c.department FROM jsonb_to_recordset(noted->'competences') c (kind text, department text);
  INSERT INTO enacted_public_kind (kind, version)
    SELECT p.kind, of_version FROM jsonb_to_recordset(noted->'publicKinds') p (kind text);
END $$;
COMMENT ON FUNCTION note_enacted IS 'What triggers hold statements to, for a version that was just enacted; of lists that are there titles and basis follow on the version''s day';

CREATE FUNCTION enactment_carried_out() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  p enactment_proposal;
  item jsonb;
BEGIN
  IF NEW.decision <> 'confirmed' THEN RETURN NULL; END IF;
  SELECT * INTO p FROM enactment_proposal a WHERE a.proposal_id = NEW.proposal_id;
  FOR item IN SELECT value FROM jsonb_array_elements(p.items) LOOP
    IF EXISTS (SELECT FROM enactment_repeal r WHERE r.scope = item->>'scope') THEN
      RAISE EXCEPTION 'enactment: % is repealed', item->>'scope' USING ERRCODE = 'check_violation', CONSTRAINT = 'enactment_repealed';
    END IF;
    IF p.kind = 'repeal' THEN
      INSERT INTO enactment_repeal (scope, until_day, proposed_by, confirmed_by) VALUES (item->>'scope', p.from_day - 1, p.proposed_by, NEW.decided_by);
    ELSE
      INSERT INTO enactment (scope, version, from_day, digest, compiled, source_digest, floor_digest, rehearsal, map, proposed_by, confirmed_by, at)
      VALUES (item->>'scope', (item->>'version')::integer, p.from_day, item->>'digest', item->'compiled', item->>'sourceDigest', item->>'floorDigest',
        p.rehearsal, nullif(item->'map', 'null'), p.proposed_by, NEW.decided_by, NEW.decided_at);
      IF item->>'scope' <> 'city' THEN
        INSERT INTO enactment_noted (scope, version, noted) VALUES (item->>'scope', (item->>'version')::integer, item->'noted');
        PERFORM note_enacted(item->>'scope', (item->>'version')::integer, item->'noted');
      END IF;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION enactment_carried_out IS 'A confirmation is the enactment: rows of it and what the database knows of it, in one transaction';
CREATE TRIGGER carried_out AFTER INSERT ON enactment_decision FOR EACH ROW EXECUTE FUNCTION enactment_carried_out();

CREATE FUNCTION rules_begun(today date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE pairs jsonb;
BEGIN
  UPDATE list l SET title = t.title, title_en = t.title_en, plain_title = t.plain_title, plain_title_en = t.plain_title_en, legal_basis = t.legal_basis,
      gate_event = t.gate_event, notice_days = t.notice_days, basis_from = t.basis_from, basis_until = t.basis_until
    FROM (SELECT DISTINCT ON (e.scope) e.scope, n.noted FROM enactment e LEFT JOIN enactment_noted n USING (scope, version)
      WHERE e.from_day <= today ORDER BY e.scope, e.version DESC) newest
    CROSS JOIN LATERAL jsonb_populate_recordset(NULL::list, newest.noted->'lists') t
    WHERE l.id = t.id AND l.notice = newest.scope
      AND (l.title, l.title_en, l.plain_title, l.plain_title_en, l.legal_basis, l.gate_event, l.notice_days, l.basis_from, l.basis_until)
        IS DISTINCT FROM (t.title, t.title_en, t.plain_title, t.plain_title_en, t.legal_basis, t.gate_event, t.notice_days, t.basis_from, t.basis_until);
  SELECT n.noted->'rolesApart' INTO pairs FROM enactment e LEFT JOIN enactment_noted n USING (scope, version)
    WHERE e.from_day <= today AND e.scope <> 'city' ORDER BY e.from_day DESC, e.scope DESC, e.version DESC LIMIT 1;
  IF pairs IS NOT NULL THEN
    DELETE FROM roles_apart a WHERE NOT a.floor AND NOT EXISTS (
      SELECT FROM jsonb_to_recordset(pairs) p (one text, other text) WHERE p.one = a.one AND p.other = a.other);
    INSERT INTO roles_apart (one, other) SELECT p.one, p.other FROM jsonb_to_recordset(pairs) p (one text, other text) ON CONFLICT DO NOTHING;
  END IF;
END $$;
COMMENT ON FUNCTION rules_begun IS 'When a version begins: titles and basis of its lists, and the roles its city keeps apart. Only what two officers enacted; repeating it changes nothing';
GRANT EXECUTE ON FUNCTION rules_begun TO xinheng_platform;

CREATE FUNCTION enactment_acknowledged_by() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF is_session_bound(TG_RELID) AND (NEW.officer_id IS DISTINCT FROM acting_officer() OR NOT administers_city(NEW.officer_id)) THEN
    RAISE EXCEPTION 'enactment: acknowledged by an administrator of the credit office, in their own name' USING ERRCODE = 'check_violation', CONSTRAINT = 'enactment_reach';
  END IF;
  IF NOT EXISTS (SELECT FROM enactment e WHERE e.scope = NEW.scope AND e.version = NEW.version AND e.proposed_by IS NULL) THEN
    RAISE EXCEPTION 'enactment: two officers enacted this one' USING ERRCODE = 'check_violation', CONSTRAINT = 'enactment_of_installation';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION enactment_acknowledged_by IS 'Only what the installation enacted is confirmed afterwards, and only by administrators of the credit office';
CREATE TRIGGER within_reach BEFORE INSERT ON enactment_acknowledged FOR EACH ROW EXECUTE FUNCTION enactment_acknowledged_by();

-- What is written here stands in the digests of its log entry (054).
SELECT keep_in_log('enactment_proposal');
SELECT keep_in_log('enactment_decision');
SELECT keep_in_log('enactment_acknowledged');
