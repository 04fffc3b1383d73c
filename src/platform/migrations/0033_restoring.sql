-- Restoring takes two people, as appointing does: whoever was dismissed comes back as the same officer, with the same account and history.
-- The rules are src/platform/access/appointment-rules.ts; this is the second line.

ALTER TABLE appointment_proposal ADD COLUMN dismissed_at timestamptz;
COMMENT ON COLUMN appointment_proposal.dismissed_at IS 'Of a restoration: which dismissal it takes back. Written by the trigger; after another dismissal it is another matter';
ALTER TABLE appointment_proposal
  DROP CONSTRAINT appointment_proposal_kind_check, DROP CONSTRAINT appointment_proposal_check,
  ADD CONSTRAINT appointment_kind CHECK (kind IN ('officer', 'roles', 'machine', 'restore')),
  ADD CONSTRAINT appointment_of_somebody_new CHECK ((kind IN ('roles', 'restore')) = (issuer IS NULL)
    AND (issuer IS NULL) = (external_id IS NULL) AND (issuer IS NULL) = (name IS NULL)),
  ADD CONSTRAINT appointment_restores CHECK ((kind = 'restore') = (dismissed_at IS NOT NULL));
COMMENT ON TABLE appointment_proposal IS 'append-only. What one administrator wants given: a new officer (kind officer), roles to an officer there is (roles), a department''s system (machine), a dismissed officer or system restored (restore). It gives nothing until another administrator confirms it';
SELECT keep_in_log('appointment_proposal');

CREATE OR REPLACE FUNCTION why_not_appoint(giver uuid, p appointment_proposal) RETURNS text LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  given text;
  receiver officer;
  account text;
BEGIN
  SELECT * INTO receiver FROM officer o WHERE o.id = p.officer_id;
  account := CASE WHEN p.kind = 'restore' THEN receiver.external_id ELSE p.external_id END;
  IF giver IS NULL THEN
    RETURN 'nobody is named who gives this';
  ELSIF giver = p.officer_id THEN
    RETURN 'nobody gives a role to themself';
  ELSIF NOT administers(giver, p.department_id) THEN
    RETURN 'the giver does not administer this department';
  ELSIF p.officer_id IN (SELECT role_came_from(giver, 'administrator')) THEN
    RETURN 'the giver''s own post came from this officer';
  ELSIF account IS NOT NULL AND EXISTS (SELECT FROM officer o WHERE o.external_id = account
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
  IF p.kind = 'roles' AND (receiver.id IS NULL OR receiver.active_until IS NOT NULL OR receiver.external_id LIKE 'client:%') THEN
    RETURN 'there is no such officer, the officer is dismissed, or it is a department''s system';
  ELSIF p.kind = 'restore' AND (receiver.id IS NULL OR receiver.active_until IS DISTINCT FROM p.dismissed_at OR receiver.department_id <> p.department_id
    OR (receiver.external_id LIKE 'client:%' AND p.roles <> ARRAY['reporter'])) THEN
    RETURN 'there is no such officer in this department, the officer is in office, or it is a system, which reports and does nothing else';
  ELSIF p.kind = 'machine' AND (p.roles <> ARRAY['reporter'] OR p.external_id <> 'client:' || p.client_id) THEN
    RETURN 'a department''s system reports for it under an account of its own, and does nothing else';
  ELSIF p.kind = 'officer' AND p.external_id LIKE 'client:%' THEN
    RETURN 'the account is one of departments'' systems';
  ELSIF p.kind IN ('officer', 'machine') AND receiver.id IS NOT NULL THEN
    RETURN 'the officer is there already';
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION appointment_proposed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  said text;
  given text;
BEGIN
  IF NEW.kind = 'restore' THEN
    SELECT o.active_until INTO NEW.dismissed_at FROM officer o WHERE o.id = NEW.officer_id;
  END IF;
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
    -- roles held before the dismissal end with the restoration, so that they stand against nothing
    said := CASE WHEN NEW.kind <> 'restore' THEN why_not_hold(NEW.officer_id, given, NEW.department_id)
      WHEN out_of_place(given, NEW.department_id) THEN 'a role that sees the whole city is held in the credit office or the audit office' END;
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

-- What was signed in before the dismissal opens nothing after it, and no role comes back but by name.
CREATE FUNCTION restored(p appointment_proposal, by uuid) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE officer_role r SET ended_at = p.dismissed_at, ended_by = by WHERE r.officer_id = p.officer_id AND r.ended_at IS NULL;
  DELETE FROM session s WHERE s.officer_id = p.officer_id;
  DELETE FROM machine_session s USING machine_client c WHERE c.client_id = s.client_id AND c.officer_id = p.officer_id;
  UPDATE machine_client SET active_until = NULL WHERE officer_id = p.officer_id;
  UPDATE officer SET active_until = NULL WHERE id = p.officer_id;
END $$;
COMMENT ON FUNCTION restored IS 'The same officer again: roles from before ended with the dismissal, and so did what was signed in';
REVOKE EXECUTE ON FUNCTION restored FROM PUBLIC;

CREATE OR REPLACE FUNCTION appointment_carried_out() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE p appointment_proposal;
BEGIN
  IF NEW.decision <> 'confirmed' THEN RETURN NULL; END IF;
  SELECT * INTO p FROM appointment_proposal a WHERE a.proposal_id = NEW.proposal_id;
  IF p.kind = 'restore' THEN
    PERFORM restored(p, coalesce(NEW.decided_by, p.proposed_by));
  ELSIF p.kind <> 'roles' THEN
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

-- Who administers a body, by name: whom to ask when a role rests.
CREATE FUNCTION administrators_over(department text) RETURNS SETOF uuid LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT DISTINCT r.officer_id FROM officer_role r WHERE r.role = 'administrator' AND r.ended_at IS NULL AND administers(r.officer_id, $1)
$$;
COMMENT ON FUNCTION administrators_over IS 'The officers who administer this body: its own administrators, those of bodies above it, and those of the credit office';
GRANT EXECUTE ON FUNCTION administrators_over TO xinheng_platform;
