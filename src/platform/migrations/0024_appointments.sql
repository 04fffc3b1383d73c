-- Appointing takes two people: one administrator proposes, another confirms, and only the confirmation gives anything. Ending takes one.
-- The rules are src/platform/access/appointment-rules.ts; this is the second line. No login of the application writes an officer, a role or
-- a system of a department any more: a confirmation carries itself out, by a trigger with the owner's rights.

CREATE TABLE appointment_proposal (
  proposal_id   uuid PRIMARY KEY,
  kind          text NOT NULL CHECK (kind IN ('officer', 'roles', 'machine')),
  officer_id    uuid NOT NULL,
  department_id text NOT NULL REFERENCES department,
  roles         text[] NOT NULL CONSTRAINT appointment_roles_known CHECK (cardinality(roles) > 0
                AND roles <@ ARRAY['reporter', 'reviewer', 'determiner', 'credit-office', 'auditor', 'administrator', 'assistant']),
  issuer        text,
  external_id   text,
  name          text,
  client_id     text,
  client_name   text,
  proposed_by   uuid NOT NULL REFERENCES officer,
  proposed_at   timestamptz NOT NULL,
  noted_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK ((kind = 'roles') = (issuer IS NULL) AND (issuer IS NULL) = (external_id IS NULL) AND (issuer IS NULL) = (name IS NULL)),
  CHECK ((kind = 'machine') = (client_id IS NOT NULL) AND (client_id IS NULL) = (client_name IS NULL)),
  CONSTRAINT appointment_not_to_oneself CHECK (proposed_by <> officer_id)
);
COMMENT ON TABLE appointment_proposal IS 'append-only. What one administrator wants given: a new officer (kind officer), roles to an officer there is (roles), a department''s system (machine). It gives nothing until another administrator confirms it';
COMMENT ON COLUMN appointment_proposal.officer_id IS 'Of somebody new: the id the officer will have';
COMMENT ON COLUMN appointment_proposal.department_id IS 'Where the roles will be held; somebody new is registered there';
COMMENT ON COLUMN appointment_proposal.noted_at IS 'By the database''s own clock: two weeks later the proposal has lapsed';
CREATE INDEX appointment_proposal_by_officer ON appointment_proposal (officer_id);
CREATE INDEX appointment_proposal_by_time ON appointment_proposal (proposed_at DESC, proposal_id DESC);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON appointment_proposal EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_retired BEFORE INSERT ON appointment_proposal FOR EACH ROW EXECUTE FUNCTION refuse_retired();
GRANT SELECT, INSERT (proposal_id, kind, officer_id, department_id, roles, issuer, external_id, name, client_id, client_name, proposed_by, proposed_at)
  ON appointment_proposal TO xinheng_platform;

CREATE TABLE appointment_decision (
  proposal_id uuid CONSTRAINT appointment_decided_once PRIMARY KEY REFERENCES appointment_proposal,
  decision    text NOT NULL CHECK (decision IN ('confirmed', 'declined', 'withdrawn')),
  decided_by  uuid REFERENCES officer,
  decided_at  timestamptz NOT NULL,
  CHECK (decided_by IS NOT NULL OR decision = 'confirmed')
);
COMMENT ON TABLE appointment_decision IS 'append-only. How a proposal ended, once: confirmed by another administrator, declined by one, or withdrawn by whoever proposed it';
COMMENT ON COLUMN appointment_decision.decided_by IS 'NULL: confirmed on the host, while fewer than two administrators of the city were in office';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON appointment_decision EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT (proposal_id, decision, decided_by, decided_at) ON appointment_decision TO xinheng_platform;

ALTER TABLE machine_client ADD COLUMN confirmed_by uuid REFERENCES officer;
ALTER TABLE machine_client ADD CONSTRAINT machine_two_people CHECK (confirmed_by <> registered_by);
COMMENT ON COLUMN machine_client.confirmed_by IS 'The second officer; NULL: set up with the installation, or before two people were asked for';

CREATE FUNCTION active_administrators() RETURNS bigint LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT count(*) FROM officer o WHERE o.active_until IS NULL AND holds_role(o.id, 'administrator')
$$;
COMMENT ON FUNCTION active_administrators IS 'While there are fewer than two, nothing is proposed but another administrator';
CREATE FUNCTION administrators_of_city() RETURNS bigint LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT count(*) FROM officer o WHERE o.active_until IS NULL AND administers_city(o.id)
$$;
COMMENT ON FUNCTION administrators_of_city IS 'While there are fewer than two, one more is confirmed on the host';
GRANT EXECUTE ON FUNCTION active_administrators, administrators_of_city TO xinheng_platform;

DROP TRIGGER within_reach ON officer_role;
DROP FUNCTION role_within_reach();
DROP FUNCTION why_not_give(uuid, officer_role);

CREATE FUNCTION why_not_appoint(giver uuid, p appointment_proposal) RETURNS text LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  given text;
  receiver officer;
BEGIN
  IF giver IS NULL THEN
    RETURN 'nobody is named who gives this';
  ELSIF giver = p.officer_id THEN
    RETURN 'nobody gives a role to themself';
  ELSIF NOT administers(giver, p.department_id) THEN
    RETURN 'the giver does not administer this department';
  ELSIF p.officer_id IN (SELECT role_came_from(giver, 'administrator')) THEN
    RETURN 'the giver''s own post came from this officer';
  ELSIF p.external_id IS NOT NULL AND EXISTS (SELECT FROM officer o WHERE o.external_id = p.external_id
    AND (o.id = giver OR o.id IN (SELECT role_came_from(giver, 'administrator')))) THEN
    RETURN 'the account is the giver''s own, or of whom the giver''s post came from';
  ELSIF EXISTS (SELECT FROM delegation d WHERE d.from_officer = p.officer_id AND d.to_officer = giver AND d.revoked_at IS NULL AND d.role = ANY (p.roles)) THEN
    RETURN 'the role would come to the giver by an earlier delegation';
  END IF;
  FOREACH given IN ARRAY p.roles LOOP
    IF requires_city(given, p.department_id) AND NOT administers_city(giver) THEN
      RETURN 'a role that reaches the whole city is given by the credit office''s administrator';
    END IF;
    IF EXISTS (SELECT FROM unnest(p.roles) other WHERE are_apart(given, other)) THEN
      RETURN 'roles that never meet in one person';
    END IF;
  END LOOP;
  SELECT * INTO receiver FROM officer o WHERE o.id = p.officer_id;
  IF p.kind = 'roles' AND (receiver.id IS NULL OR receiver.active_until IS NOT NULL OR receiver.external_id LIKE 'client:%') THEN
    RETURN 'there is no such officer, the officer is dismissed, or it is a department''s system';
  ELSIF p.kind = 'machine' AND (p.roles <> ARRAY['reporter'] OR p.external_id <> 'client:' || p.client_id) THEN
    RETURN 'a department''s system reports for it under an account of its own, and does nothing else';
  ELSIF p.kind = 'officer' AND p.external_id LIKE 'client:%' THEN
    RETURN 'the account is one of departments'' systems';
  ELSIF p.kind <> 'roles' AND receiver.id IS NOT NULL THEN
    RETURN 'the officer is there already';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION why_not_appoint IS 'Nobody appoints, widens or restores themself, directly or through somebody whose post came from them; a district gives no role that reaches the city. Asked of who proposes and of who confirms';

CREATE FUNCTION appointment_proposed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  said text;
  given text;
BEGIN
  IF NOT is_session_bound(TG_RELID) THEN RETURN NEW; END IF;
  PERFORM pg_advisory_xact_lock(20200303);
  IF NEW.proposed_by IS DISTINCT FROM acting_officer() THEN
    said := 'proposed under another name than the one who acts';
  ELSE
    said := why_not_appoint(NEW.proposed_by, NEW);
  END IF;
  IF said IS NOT NULL THEN
    RAISE EXCEPTION 'appointment: %', said USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_reach';
  END IF;
  FOREACH given IN ARRAY NEW.roles LOOP
    said := why_not_hold(NEW.officer_id, given, NEW.department_id);
    IF said IS NOT NULL THEN
      RAISE EXCEPTION 'roles apart: %', said USING ERRCODE = 'check_violation', CONSTRAINT = 'roles_apart';
    END IF;
  END LOOP;
  IF NEW.roles <> ARRAY['administrator'] AND active_administrators() < 2 THEN
    RAISE EXCEPTION 'appointment: with fewer than two administrators only another one is proposed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_two_administrators';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION appointment_proposed IS 'A proposal is made in the own name, within the own reach';
CREATE TRIGGER within_reach BEFORE INSERT ON appointment_proposal FOR EACH ROW EXECUTE FUNCTION appointment_proposed();

CREATE FUNCTION appointment_decided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  p appointment_proposal;
  said text;
BEGIN
  PERFORM pg_advisory_xact_lock(20200303);
  SELECT * INTO p FROM appointment_proposal a WHERE a.proposal_id = NEW.proposal_id;
  IF EXISTS (SELECT FROM appointment_decision d WHERE d.proposal_id = NEW.proposal_id) THEN
    RAISE EXCEPTION 'appointment: decided already' USING ERRCODE = 'unique_violation', CONSTRAINT = 'appointment_decided_once';
  END IF;
  IF NEW.decision = 'confirmed' AND p.noted_at < now() - interval '14 days' THEN
    RAISE EXCEPTION 'appointment: the proposal has lapsed' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_lapsed';
  END IF;
  IF NEW.decision = 'confirmed' AND NEW.decided_by = p.proposed_by THEN
    RAISE EXCEPTION 'four-eyes: who proposed an appointment cannot confirm it' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_four_eyes';
  END IF;
  IF NOT is_session_bound(TG_RELID) THEN
    IF NEW.decided_by IS NULL AND NOT (p.roles = ARRAY['administrator'] AND is_credit_office(p.department_id) AND administrators_of_city() < 2) THEN
      said := 'on the host only one more administrator of the city is confirmed, while there are fewer than two';
    END IF;
  ELSIF NEW.decided_by IS NULL OR NEW.decided_by IS DISTINCT FROM acting_officer() THEN
    said := 'decided under another name than the one who acts';
  ELSIF NEW.decision = 'withdrawn' THEN
    IF NEW.decided_by <> p.proposed_by THEN said := 'withdrawn by who did not propose it'; END IF;
  ELSIF NEW.decision = 'declined' THEN
    IF NEW.decided_by = p.officer_id OR NOT administers(NEW.decided_by, p.department_id) THEN said := 'declined by who could not give it'; END IF;
  ELSIF active_administrators() < 2 THEN
    said := 'with fewer than two administrators confirmation is on the host';
  ELSE
    said := coalesce(why_not_appoint(NEW.decided_by, p), why_not_appoint(p.proposed_by, p));
  END IF;
  IF said IS NOT NULL THEN
    RAISE EXCEPTION 'appointment: %', said USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_reach';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION appointment_decided IS 'four-eyes: another administrator who could give it themself confirms, while whoever proposed it still could; on the host only one more administrator of the city';
CREATE TRIGGER four_eyes BEFORE INSERT ON appointment_decision FOR EACH ROW EXECUTE FUNCTION appointment_decided();

CREATE FUNCTION appointment_carried_out() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE p appointment_proposal;
BEGIN
  IF NEW.decision <> 'confirmed' THEN RETURN NULL; END IF;
  SELECT * INTO p FROM appointment_proposal a WHERE a.proposal_id = NEW.proposal_id;
  IF p.kind <> 'roles' THEN
    INSERT INTO officer (id, issuer, external_id, name, department_id, active_from)
    VALUES (p.officer_id, p.issuer, p.external_id, p.name, p.department_id, NEW.decided_at);
  END IF;
  INSERT INTO officer_role (officer_id, department_id, role, held_from, proposed_by, confirmed_by)
  SELECT p.officer_id, p.department_id, given, NEW.decided_at, p.proposed_by, NEW.decided_by FROM unnest(p.roles) given;
  IF p.kind = 'machine' THEN
    INSERT INTO machine_client (client_id, issuer, name, department_id, officer_id, scopes, registered_by, confirmed_by)
    VALUES (p.client_id, p.issuer, p.client_name, p.department_id, p.officer_id, p.roles, p.proposed_by, NEW.decided_by);
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION appointment_carried_out IS 'A confirmation is the appointment: nothing else writes officers, roles and systems but the owner of the tables';
CREATE TRIGGER carried_out AFTER INSERT ON appointment_decision FOR EACH ROW EXECUTE FUNCTION appointment_carried_out();

-- What is written here stands in the digests of its log entry (054).
SELECT keep_in_log('appointment_proposal');
SELECT keep_in_log('appointment_decision');

-- Nobody gives by hand what is given by confirmation.
REVOKE INSERT ON officer, officer_role, machine_client FROM xinheng_platform;

CREATE FUNCTION role_ended_by() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF is_bound(TG_RELID) AND (NEW.ended_by IS NULL OR NEW.ended_by IS DISTINCT FROM acting_officer()
    OR NOT administers(NEW.ended_by, NEW.department_id)) THEN
    RAISE EXCEPTION 'appointment: ended under another name than the one who acts, or out of reach'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_reach';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION role_ended_by IS 'Taking a role away is one administrator''s act, at once, under their name';
CREATE TRIGGER within_reach BEFORE UPDATE ON officer_role FOR EACH ROW EXECUTE FUNCTION role_ended_by();

CREATE OR REPLACE FUNCTION appointment_within_reach() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT is_bound(TG_RELID) THEN RETURN NEW; END IF;
  PERFORM pg_advisory_xact_lock(20200303);
  IF TG_OP = 'INSERT' THEN
    RAISE EXCEPTION 'appointment: an officer is registered by the confirmation of a proposal'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_reach';
  ELSIF OLD.active_until IS NOT NULL AND NEW.active_until IS DISTINCT FROM OLD.active_until THEN
    RAISE EXCEPTION 'appointment: what has ended is not taken up again' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_ended';
  ELSIF NEW.active_until IS NOT NULL AND (acting_officer() IS NULL OR acting_officer() = NEW.id OR NOT administers(acting_officer(), NEW.department_id)) THEN
    RAISE EXCEPTION 'appointment: an officer is dismissed by another, an administrator of the department'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_reach';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION appointment_within_reach IS 'Who is registered, and that what has ended stays so; dismissing is one administrator''s act, at once';
GRANT EXECUTE ON FUNCTION why_not_appoint TO xinheng_platform;

-- The host: a connection of the tables' owner, which confirms one more administrator (`xinheng administrator confirm`).
INSERT INTO task_claim (task, every_department) VALUES ('access.host', false);
