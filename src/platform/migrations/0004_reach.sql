-- Nobody reaches themself: who gave whom which role, and what neither an administrator nor a direct statement may do.
-- The rules are src/platform/access/rules.ts; this is the second line. The application's login is bound; the owner of the tables sets
-- an installation up and is not. Who acts is the officer of the transaction's claim: with none, nothing is given.

CREATE TABLE role_given (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  officer_id uuid NOT NULL REFERENCES officer,
  role       text NOT NULL,
  given_by   uuid REFERENCES officer,
  given_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT role_given_not_to_oneself CHECK (given_by <> officer_id)
);
COMMENT ON TABLE role_given IS 'Who gave an officer which role, one row each time a role is added; the newest of a role counts. Only the owner writes it, through the register''s own trigger, so that a role cannot come back to whom it came from';
COMMENT ON COLUMN role_given.given_by IS 'NULL: set up with the installation (the first administrator, or before givers were noted)';
COMMENT ON COLUMN role_given.given_at IS 'By the database''s own clock';
CREATE INDEX role_given_newest ON role_given (officer_id, role, id DESC);
-- The right to write givers is the owner's alone, and the register's trigger runs with it: a trigger of the login's own on a temporary
-- table could run deep enough to pass for the register's.
GRANT SELECT ON role_given TO xinheng_platform;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON role_given EXECUTE FUNCTION refuse_change();

CREATE FUNCTION acting_officer() RETURNS uuid LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT nullif((claim())[1], '')::uuid
$$;
COMMENT ON FUNCTION acting_officer IS 'Whose transaction this is, by its claim; NULL for background work, for a system of a department and for a statement that has entered by no session';

CREATE FUNCTION is_bound(relation oid) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT NOT pg_has_role(current_user, c.relowner, 'USAGE') FROM pg_class c WHERE c.oid = relation
$$;
COMMENT ON FUNCTION is_bound IS 'Whether the speaker is anybody but the owner of the table';

CREATE FUNCTION is_credit_office(department text) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM department d WHERE d.id = department
    AND (d.credit_office OR (d.level = 'city' AND NOT EXISTS (SELECT FROM department x WHERE x.credit_office))))
$$;
COMMENT ON FUNCTION is_credit_office IS 'Whether administrators of this body appoint in the whole city';

CREATE FUNCTION administers(administrator uuid, department text) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  WITH RECURSIVE above (id) AS (
    SELECT $2 UNION SELECT d.parent_id FROM above JOIN department d USING (id) WHERE d.parent_id IS NOT NULL
  )
  SELECT EXISTS (SELECT FROM officer o WHERE o.id = $1 AND 'administrator' = ANY (o.roles) AND o.active_until IS NULL
    AND (is_credit_office(o.department_id) OR o.department_id IN (SELECT id FROM above)))
$$;
COMMENT ON FUNCTION administers IS 'Whether this officer is an administrator of the department or of one above it, by the own post and not by what else the officer may see';

CREATE FUNCTION role_came_from(officer uuid, held text) RETURNS SETOF uuid LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  WITH RECURSIVE giver (id) AS (
    SELECT newest.given_by FROM (SELECT g.given_by FROM role_given g WHERE g.officer_id = $1 AND g.role = $2 ORDER BY g.id DESC LIMIT 1) newest
    WHERE newest.given_by IS NOT NULL
    UNION
    SELECT newest.given_by FROM giver CROSS JOIN LATERAL
      (SELECT g.given_by FROM role_given g WHERE g.officer_id = giver.id AND g.role = 'administrator' ORDER BY g.id DESC LIMIT 1) newest
    WHERE newest.given_by IS NOT NULL
  )
  SELECT id FROM giver
$$;
COMMENT ON FUNCTION role_came_from IS 'Who gave the officer this role, who made the giver an administrator, and so on to the installation: none of them may get a role through this one';

CREATE FUNCTION requires_city(given text, department text) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT given IN ('credit-office', 'auditor', 'assistant') OR (given = 'administrator' AND is_credit_office(department))
$$;
COMMENT ON FUNCTION requires_city IS 'Roles that reach the whole city; only an administrator of the credit office gives them. The same table as in src/platform/access/rules.ts';

GRANT EXECUTE ON FUNCTION acting_officer, is_bound, is_credit_office, administers, role_came_from, requires_city TO xinheng_platform;

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

CREATE FUNCTION appointment_within_reach() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  giver uuid := acting_officer();
  added text[];
  said text;
BEGIN
  IF NOT is_bound(TG_RELID) THEN RETURN NEW; END IF;
  -- one appointment at a time: two that each look allowed must not give each other something
  PERFORM pg_advisory_xact_lock(20200303);
  IF TG_OP = 'UPDATE' AND OLD.active_until IS NOT NULL AND NEW.active_until IS DISTINCT FROM OLD.active_until THEN
    RAISE EXCEPTION 'appointment: what has ended is not taken up again' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_ended';
  END IF;
  SELECT coalesce(array_agg(r), '{}') INTO added FROM unnest(NEW.roles) r WHERE TG_OP = 'INSERT' OR r <> ALL (OLD.roles);
  IF added = '{}' THEN RETURN NEW; END IF;
  IF NEW.external_id LIKE 'client:%' AND NOT NEW.roles <@ ARRAY['reporter'] THEN
    said := 'a department''s system reports and holds no other role';
  ELSIF giver IS NULL THEN
    IF TG_OP = 'INSERT' AND NEW.roles = ARRAY['administrator'] AND is_credit_office(NEW.department_id)
      AND NOT EXISTS (SELECT FROM officer o WHERE 'administrator' = ANY (o.roles) AND o.active_until IS NULL) THEN RETURN NEW; END IF;
    said := 'nobody is named who gives these roles';
  ELSIF giver = NEW.id THEN
    said := 'nobody gives a role to themself';
  ELSIF NOT administers(giver, NEW.department_id) THEN
    said := 'the giver does not administer this department';
  ELSIF EXISTS (SELECT FROM unnest(added) r WHERE requires_city(r, NEW.department_id))
    AND NOT EXISTS (SELECT FROM officer o WHERE o.id = giver AND is_credit_office(o.department_id)) THEN
    said := 'a role that reaches the whole city is given by the credit office''s administrator';
  ELSIF NEW.id IN (SELECT role_came_from(giver, 'administrator')) THEN
    said := 'the giver''s own post came from this officer';
  ELSIF EXISTS (SELECT FROM delegation d WHERE d.from_officer = NEW.id AND d.to_officer = giver AND d.revoked_at IS NULL AND d.role = ANY (added)) THEN
    said := 'the role would come to the giver by an earlier delegation';
  END IF;
  IF said IS NOT NULL THEN
    RAISE EXCEPTION 'appointment: %', said USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_reach';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION appointment_within_reach IS 'Nobody appoints, widens or restores themself, directly or through somebody whose post came from them; a district gives no role that reaches the city. Taking roles away is always possible';
CREATE TRIGGER within_reach BEFORE INSERT OR UPDATE ON officer FOR EACH ROW EXECUTE FUNCTION appointment_within_reach();

CREATE FUNCTION note_roles_given() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO role_given (officer_id, role, given_by)
  SELECT NEW.id, r, nullif(acting_officer(), NEW.id) FROM unnest(NEW.roles) r WHERE TG_OP = 'INSERT' OR r <> ALL (OLD.roles);
  RETURN NULL;
END $$;
COMMENT ON FUNCTION note_roles_given IS 'Keeps role_given in step with the register, whoever writes it';
CREATE TRIGGER note_givers AFTER INSERT OR UPDATE OF roles ON officer FOR EACH ROW EXECUTE FUNCTION note_roles_given();

CREATE FUNCTION delegation_within_reach() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE said text;
BEGIN
  IF NOT is_bound(TG_RELID) THEN RETURN NEW; END IF;
  PERFORM pg_advisory_xact_lock(20200303);
  IF NEW.given_by IS DISTINCT FROM acting_officer() THEN
    said := 'registered under another name than the one who acts';
  ELSIF NOT EXISTS (SELECT FROM officer o WHERE o.id = NEW.from_officer AND NEW.role = ANY (o.roles) AND o.active_until IS NULL) THEN
    said := 'the absent officer does not hold the role';
  ELSIF NEW.given_by <> NEW.from_officer AND NOT administers(NEW.given_by, NEW.department_id) THEN
    said := 'an administrator of the department registers it for others';
  ELSIF NEW.given_by <> NEW.from_officer AND requires_city(NEW.role, NEW.department_id)
    AND NOT EXISTS (SELECT FROM officer o WHERE o.id = NEW.given_by AND is_credit_office(o.department_id)) THEN
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
