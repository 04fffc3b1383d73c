-- Nobody reaches themself: who gave whom which role, and what neither an administrator nor a direct statement may do.
-- The rules are src/platform/access/rules.ts; this is the second line. The application's login is bound; the owner of the tables sets
-- an installation up and is not. Who acts is the officer of the transaction's claim: with none, nothing is given.

CREATE FUNCTION acting_officer() RETURNS uuid LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT nullif((claim())[1], '')::uuid
$$;
COMMENT ON FUNCTION acting_officer IS 'Whose transaction this is, by its claim; NULL for background work, for a system of a department and for a statement that has entered by no session';

CREATE FUNCTION is_bound(relation oid) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT NOT pg_has_role(current_user, c.relowner, 'USAGE') FROM pg_class c WHERE c.oid = relation
$$;
COMMENT ON FUNCTION is_bound IS 'Whether the speaker is anybody but the owner of the table';

CREATE FUNCTION holds_role(officer uuid, role text, department text DEFAULT NULL) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM officer_role r JOIN officer o ON o.id = r.officer_id
    WHERE r.officer_id = $1 AND r.role = $2 AND ($3 IS NULL OR r.department_id = $3)
      AND r.ended_at IS NULL AND (r.held_until IS NULL OR r.held_until > now()) AND o.active_until IS NULL)
$$;
COMMENT ON FUNCTION holds_role IS 'Whether an active officer holds the role, in this department or in any';

CREATE FUNCTION administers(administrator uuid, department text) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  WITH RECURSIVE above (id) AS (
    SELECT $2 UNION SELECT d.parent_id FROM above JOIN department d USING (id) WHERE d.parent_id IS NOT NULL
  )
  SELECT EXISTS (SELECT FROM department d WHERE (is_credit_office(d.id) OR d.id IN (SELECT id FROM above))
    AND holds_role($1, 'administrator', d.id))
$$;
COMMENT ON FUNCTION administers IS 'Whether this officer is an administrator of the department or of one above it, by the own post and not by what else the officer may see';

CREATE FUNCTION administers_city(administrator uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM department d WHERE is_credit_office(d.id) AND holds_role($1, 'administrator', d.id))
$$;
COMMENT ON FUNCTION administers_city IS 'Whether this officer is an administrator of the credit office';

CREATE FUNCTION role_givers(officer uuid, held text) RETURNS SETOF uuid LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT giver.id FROM (
    SELECT DISTINCT ON (r.department_id) r.proposed_by, r.confirmed_by FROM officer_role r
    WHERE r.officer_id = $1 AND r.role = $2 ORDER BY r.department_id, r.id DESC
  ) newest CROSS JOIN LATERAL (VALUES (newest.proposed_by), (newest.confirmed_by)) giver (id) WHERE giver.id IS NOT NULL
$$;
COMMENT ON FUNCTION role_givers IS 'Who gave the officer this role when it was given last, in whatever department';

CREATE FUNCTION role_came_from(officer uuid, held text) RETURNS SETOF uuid LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  WITH RECURSIVE giver (id) AS (
    SELECT role_givers($1, $2)
    UNION
    SELECT above.id FROM giver CROSS JOIN LATERAL role_givers(giver.id, 'administrator') AS above (id)
  )
  SELECT id FROM giver
$$;
COMMENT ON FUNCTION role_came_from IS 'Who gave the officer this role, who made the giver an administrator, and so on to the installation: none of them may get a role through this one';

CREATE FUNCTION requires_city(given text, department text) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT given IN ('credit-office', 'auditor', 'assistant') OR (given = 'administrator' AND is_credit_office(department))
$$;
COMMENT ON FUNCTION requires_city IS 'Roles that reach the whole city; only an administrator of the credit office gives them. The same table as in src/platform/access/rules.ts';

GRANT EXECUTE ON FUNCTION acting_officer, is_bound, holds_role, administers, administers_city, role_givers, role_came_from, requires_city TO xinheng_platform;

-- Which body is below which, and which is the credit office, decides who may give what: a statement that names an officer as acting
-- could move another body below the own one, or call the own one the credit office. The start brings the pack's, and acts as nobody.
CREATE FUNCTION department_from_pack() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF is_bound(TG_RELID) AND acting_officer() IS NOT NULL THEN
    RAISE EXCEPTION 'departments come from the policy pack at start, from no officer' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION department_from_pack IS 'An officer''s reach is measured by the departments: no transaction of an officer changes them';
CREATE TRIGGER from_pack BEFORE INSERT OR UPDATE ON department FOR EACH STATEMENT EXECUTE FUNCTION department_from_pack();

CREATE FUNCTION any_administrator() RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM officer_role r WHERE r.role = 'administrator' AND holds_role(r.officer_id, r.role, r.department_id))
$$;
COMMENT ON FUNCTION any_administrator IS 'While there is none, the installation itself appoints the first';
GRANT EXECUTE ON FUNCTION any_administrator TO xinheng_platform;

CREATE FUNCTION appointment_within_reach() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE giver uuid := acting_officer();
BEGIN
  IF NOT is_bound(TG_RELID) THEN RETURN NEW; END IF;
  -- one appointment at a time: two that each look allowed must not give each other something
  PERFORM pg_advisory_xact_lock(20200303);
  IF TG_OP = 'UPDATE' THEN
    IF OLD.active_until IS NOT NULL AND NEW.active_until IS DISTINCT FROM OLD.active_until THEN
      RAISE EXCEPTION 'appointment: what has ended is not taken up again' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_ended';
    END IF;
  ELSIF NOT coalesce(administers(giver, NEW.department_id), false)
    AND (giver IS NOT NULL OR NOT is_credit_office(NEW.department_id) OR any_administrator()) THEN
    RAISE EXCEPTION 'appointment: an officer is registered by an administrator of the department'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_reach';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION appointment_within_reach IS 'Who is registered, and that what has ended stays so; what an officer may do is given by role (role_within_reach)';
CREATE TRIGGER within_reach BEFORE INSERT OR UPDATE ON officer FOR EACH ROW EXECUTE FUNCTION appointment_within_reach();

CREATE FUNCTION why_not_give(giver uuid, given officer_role) RETURNS text LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE receiver officer;
BEGIN
  SELECT * INTO receiver FROM officer o WHERE o.id = given.officer_id;
  IF receiver.active_until IS NOT NULL THEN
    RETURN 'the officer is dismissed';
  ELSIF receiver.external_id LIKE 'client:%' AND (given.role <> 'reporter' OR given.department_id <> receiver.department_id) THEN
    RETURN 'a department''s system reports for it and holds no other role';
  ELSIF given.proposed_by IS DISTINCT FROM giver THEN
    RETURN 'given under another name than the one who acts';
  ELSIF giver IS NULL THEN
    IF given.role = 'administrator' AND is_credit_office(given.department_id) AND receiver.department_id = given.department_id
      AND NOT EXISTS (SELECT FROM officer_role r WHERE r.officer_id = receiver.id) AND NOT any_administrator() THEN RETURN NULL; END IF;
    RETURN 'nobody is named who gives this role';
  ELSIF giver = given.officer_id THEN
    RETURN 'nobody gives a role to themself';
  ELSIF NOT administers(giver, given.department_id) THEN
    RETURN 'the giver does not administer this department';
  ELSIF requires_city(given.role, given.department_id) AND NOT administers_city(giver) THEN
    RETURN 'a role that reaches the whole city is given by the credit office''s administrator';
  ELSIF given.officer_id IN (SELECT role_came_from(giver, 'administrator')) THEN
    RETURN 'the giver''s own post came from this officer';
  ELSIF EXISTS (SELECT FROM delegation d WHERE d.from_officer = given.officer_id AND d.to_officer = giver AND d.revoked_at IS NULL AND d.role = given.role) THEN
    RETURN 'the role would come to the giver by an earlier delegation';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION why_not_give IS 'Nobody appoints, widens or restores themself, directly or through somebody whose post came from them; a district gives no role that reaches the city';
GRANT EXECUTE ON FUNCTION why_not_give TO xinheng_platform;

CREATE FUNCTION role_within_reach() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE said text;
BEGIN
  IF NOT is_bound(TG_RELID) THEN RETURN NEW; END IF;
  PERFORM pg_advisory_xact_lock(20200303);
  IF TG_OP = 'INSERT' THEN
    said := why_not_give(acting_officer(), NEW);
  ELSIF NEW.ended_by IS NULL OR NEW.ended_by IS DISTINCT FROM acting_officer() THEN
    said := 'ended under another name than the one who acts';
  END IF;
  IF said IS NOT NULL THEN
    RAISE EXCEPTION 'appointment: %', said USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_reach';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION role_within_reach IS 'A role is given within the giver''s reach, and ended by who says so. Taking roles away is always possible';
CREATE TRIGGER within_reach BEFORE INSERT OR UPDATE ON officer_role FOR EACH ROW EXECUTE FUNCTION role_within_reach();

CREATE FUNCTION delegation_within_reach() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE said text;
BEGIN
  IF NOT is_bound(TG_RELID) THEN RETURN NEW; END IF;
  PERFORM pg_advisory_xact_lock(20200303);
  IF NEW.given_by IS DISTINCT FROM acting_officer() THEN
    said := 'registered under another name than the one who acts';
  ELSIF NOT holds_role(NEW.from_officer, NEW.role, NEW.department_id) THEN
    said := 'the absent officer does not hold the role';
  ELSIF NEW.given_by <> NEW.from_officer AND NOT administers(NEW.given_by, NEW.department_id) THEN
    said := 'an administrator of the department registers it for others';
  ELSIF NEW.given_by <> NEW.from_officer AND requires_city(NEW.role, NEW.department_id) AND NOT administers_city(NEW.given_by) THEN
    said := 'a role that reaches the whole city is handed on by its holder or the credit office''s administrator';
  ELSIF NEW.to_officer IN (SELECT role_came_from(NEW.from_officer, NEW.role))
    OR (NEW.given_by <> NEW.from_officer AND NEW.to_officer IN (SELECT role_came_from(NEW.given_by, 'administrator'))) THEN
    said := 'the role came from the one who would stand in';
  END IF;
  IF said IS NOT NULL THEN
    RAISE EXCEPTION 'delegation: %', said USING ERRCODE = 'check_violation', CONSTRAINT = 'delegation_reach';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION delegation_within_reach IS 'No delegation brings its giver, or whom the role came from, a role they did not have';
CREATE TRIGGER within_reach BEFORE INSERT ON delegation FOR EACH ROW EXECUTE FUNCTION delegation_within_reach();

-- An ended delegation taken up again would come past everything that is asked of a new one.
CREATE FUNCTION delegation_ends_once() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF is_bound(TG_RELID) AND OLD.revoked_at IS NOT NULL AND NEW IS DISTINCT FROM OLD THEN
    RAISE EXCEPTION 'delegation: what has ended is not taken up again' USING ERRCODE = 'check_violation', CONSTRAINT = 'delegation_reach';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION delegation_ends_once IS 'A delegation that has ended stays as it ended; whoever stands in again is registered anew';
CREATE TRIGGER ends_once BEFORE UPDATE ON delegation FOR EACH ROW EXECUTE FUNCTION delegation_ends_once();

CREATE FUNCTION machine_within_reach() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT is_bound(TG_RELID) THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.active_until IS NULL OR NEW.active_until IS NOT DISTINCT FROM OLD.active_until THEN RETURN NEW; END IF;
  ELSIF NEW.registered_by IS NOT DISTINCT FROM acting_officer() AND administers(NEW.registered_by, NEW.department_id)
    AND EXISTS (SELECT FROM officer o WHERE o.id = NEW.officer_id AND o.external_id = 'client:' || NEW.client_id
      AND o.issuer = NEW.issuer AND o.department_id = NEW.department_id) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'machine client: registered by an administrator of the department, with an entry of its own, and not taken up again'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'machine_reach';
END $$;
COMMENT ON FUNCTION machine_within_reach IS 'A department''s system acts as an entry of its own, never as a person''s';
CREATE TRIGGER within_reach BEFORE INSERT OR UPDATE ON machine_client FOR EACH ROW EXECUTE FUNCTION machine_within_reach();
