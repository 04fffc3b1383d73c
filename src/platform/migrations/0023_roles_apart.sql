-- Which roles never meet in one person, and where those that reach the whole city may be held. The rules are
-- src/platform/access/roles-apart.ts; this is the second line, and what jurisdiction is computed from.

ALTER TABLE department ADD COLUMN audit_office boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN department.audit_office IS 'The body whose auditors look at the whole city (the pack''s auditOffice); refreshed from the pack at start. While no body is marked, the credit office counts';
GRANT UPDATE (audit_office) ON department TO xinheng_platform_worker;

CREATE FUNCTION is_audit_office(department text) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM department d WHERE d.id = department AND d.audit_office)
    OR (is_credit_office(department) AND NOT EXISTS (SELECT FROM department x WHERE x.audit_office))
$$;
COMMENT ON FUNCTION is_audit_office IS 'Whether auditors of this body look at the whole city';

CREATE FUNCTION out_of_place(role text, department text) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT CASE role WHEN 'credit-office' THEN NOT is_credit_office(department) WHEN 'auditor' THEN NOT is_audit_office(department) ELSE false END
$$;
COMMENT ON FUNCTION out_of_place IS 'A role that sees the whole city is held in the credit office or in the audit office and nowhere else';

CREATE TABLE roles_apart (
  one   text NOT NULL CHECK (one IN ('reporter', 'reviewer', 'determiner', 'credit-office', 'auditor', 'administrator', 'assistant')),
  other text NOT NULL CHECK (other IN ('reporter', 'reviewer', 'determiner', 'credit-office', 'auditor', 'administrator', 'assistant')),
  floor boolean NOT NULL DEFAULT false,
  PRIMARY KEY (one, other),
  CHECK (one <> other)
);
COMMENT ON TABLE roles_apart IS 'Pairs of roles that never meet in one person, each pair once. Those of the floor are the product''s and stay; a policy pack may add others';
COMMENT ON COLUMN roles_apart.floor IS 'Not the pack''s: nothing takes it away';
INSERT INTO roles_apart (one, other, floor)
  SELECT 'administrator', role, true FROM unnest(ARRAY['reporter', 'reviewer', 'determiner', 'credit-office', 'auditor', 'assistant']) role
  UNION ALL SELECT 'auditor', role, true FROM unnest(ARRAY['reporter', 'reviewer', 'determiner', 'credit-office', 'assistant']) role
  UNION ALL VALUES ('assistant', 'reviewer', true), ('assistant', 'determiner', true)
  UNION ALL VALUES ('credit-office', 'reviewer', true), ('credit-office', 'determiner', true);
GRANT SELECT ON roles_apart TO xinheng_platform, xinheng_platform_sign_in;

CREATE FUNCTION roles_apart_floor() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' OR OLD.floor OR TG_OP = 'UPDATE' THEN
    RAISE EXCEPTION 'roles apart: the floor stays' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN OLD;
END $$;
COMMENT ON FUNCTION roles_apart_floor IS 'A pack adds pairs and takes its own back; those of the floor it never removes';
CREATE TRIGGER floor_stays BEFORE UPDATE OR DELETE ON roles_apart FOR EACH ROW EXECUTE FUNCTION roles_apart_floor();
CREATE TRIGGER floor_stays_whole BEFORE TRUNCATE ON roles_apart EXECUTE FUNCTION roles_apart_floor();

CREATE FUNCTION are_apart(a text, b text) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM roles_apart r WHERE (r.one = a AND r.other = b) OR (r.one = b AND r.other = a))
$$;
COMMENT ON FUNCTION are_apart IS 'Whether two roles never meet in one person';

CREATE FUNCTION is_session_bound(relation oid) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT NOT pg_has_role(session_user, c.relowner, 'USAGE') FROM pg_class c WHERE c.oid = relation
$$;
COMMENT ON FUNCTION is_session_bound IS 'As is_bound, by who is connected: true also within a function that runs with the owner''s rights';
GRANT EXECUTE ON FUNCTION is_audit_office, out_of_place, are_apart, is_session_bound TO xinheng_platform, xinheng_platform_sign_in;

CREATE FUNCTION why_not_hold(officer uuid, role text, department text) RETURNS text LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE meets text;
BEGIN
  IF out_of_place($2, $3) THEN RETURN 'a role that sees the whole city is held in the credit office or the audit office'; END IF;
  SELECT held.role INTO meets FROM (
    SELECT r.role FROM officer_role r WHERE r.officer_id = $1 AND r.ended_at IS NULL AND (r.held_until IS NULL OR r.held_until > now())
    UNION ALL
    SELECT d.role FROM delegation d WHERE d.to_officer = $1 AND d.revoked_at IS NULL AND d.ends_on >= ((now() + (SELECT c.shift FROM clock_shift c)) AT TIME ZONE 'Asia/Shanghai')::date
  ) held WHERE are_apart(held.role, $2) LIMIT 1;
  IF meets IS NOT NULL THEN RETURN format('%s and %s never meet in one person', $2, meets); END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION why_not_hold IS 'What stands against one more role of an officer: where it would be held, and what the officer holds or has taken over besides';
GRANT EXECUTE ON FUNCTION why_not_hold TO xinheng_platform;

CREATE FUNCTION role_apart() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE said text;
BEGIN
  IF NOT is_session_bound(TG_RELID) THEN RETURN NEW; END IF;
  PERFORM pg_advisory_xact_lock(20200303);
  said := why_not_hold(NEW.officer_id, NEW.role, NEW.department_id);
  IF said IS NOT NULL THEN
    RAISE EXCEPTION 'roles apart: %', said USING ERRCODE = 'check_violation', CONSTRAINT = 'roles_apart';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION role_apart IS 'Roles that never meet in one person do not, whoever gives them; and none that sees the whole city is held outside the offices for it';
CREATE TRIGGER apart BEFORE INSERT ON officer_role FOR EACH ROW EXECUTE FUNCTION role_apart();

CREATE FUNCTION delegation_apart() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE said text;
BEGIN
  IF NOT is_session_bound(TG_RELID) THEN RETURN NEW; END IF;
  PERFORM pg_advisory_xact_lock(20200303);
  said := why_not_hold(NEW.to_officer, NEW.role, NEW.department_id);
  IF said IS NOT NULL THEN
    RAISE EXCEPTION 'roles apart: %', said USING ERRCODE = 'check_violation', CONSTRAINT = 'roles_apart';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION delegation_apart IS 'Own roles and those taken over never add up to what one person may not hold';
CREATE TRIGGER apart BEFORE INSERT ON delegation FOR EACH ROW EXECUTE FUNCTION delegation_apart();

-- Rows from before may collide. Nothing of them is lost: the roles that collide rest, all of them, until one is ended; what is taken over
-- rests beside an own role. Jurisdiction, claims and the application ask this function, so that nobody acts in a role that rests.
CREATE OR REPLACE FUNCTION roles_held(officer uuid, at timestamptz) RETURNS TABLE (role text, department_id text, delegation_id uuid)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH held AS MATERIALIZED (
    SELECT r.role, r.department_id, NULL::uuid AS delegation_id FROM officer_role r JOIN officer o ON o.id = r.officer_id
    WHERE r.officer_id = $1 AND r.held_from <= $2 AND (r.held_until IS NULL OR r.held_until > $2) AND r.ended_at IS NULL
      AND o.active_from <= $2 AND (o.active_until IS NULL OR o.active_until > $2)
    UNION ALL
    SELECT d.role, d.department_id, d.id FROM delegation d JOIN officer o ON o.id = d.to_officer JOIN officer absent ON absent.id = d.from_officer
    WHERE d.to_officer = $1 AND d.revoked_at IS NULL
      AND o.active_from <= $2 AND (o.active_until IS NULL OR o.active_until > $2)
      AND absent.active_from <= $2 AND (absent.active_until IS NULL OR absent.active_until > $2)
      AND (($2 AT TIME ZONE 'UTC') + interval '8 hours')::date BETWEEN d.starts_on AND d.ends_on
      AND belongs_to($1, d.department_id)
      AND EXISTS (SELECT FROM officer_role r WHERE r.officer_id = d.from_officer AND r.role = d.role AND r.department_id = d.department_id
        AND r.held_from <= $2 AND (r.held_until IS NULL OR r.held_until > $2) AND r.ended_at IS NULL)
      AND NOT EXISTS (SELECT FROM officer_role r WHERE r.officer_id = $1 AND r.role = d.role AND r.department_id = d.department_id
        AND r.held_from <= $2 AND (r.held_until IS NULL OR r.held_until > $2) AND r.ended_at IS NULL)
  )
  SELECT h.role, h.department_id, h.delegation_id FROM held h
  WHERE NOT out_of_place(h.role, h.department_id)
    AND NOT EXISTS (SELECT FROM held x WHERE are_apart(x.role, h.role) AND (x.delegation_id IS NULL OR h.delegation_id IS NOT NULL));
END $$;
COMMENT ON FUNCTION roles_held IS 'The roles an officer acts in at an instant, each with the department it is held in: own ones, and those taken over for an absence (with the delegation). The day is the city''s. Roles that never meet in one person rest where they do, and so does one held out of its place';

CREATE OR REPLACE FUNCTION holds_role(officer uuid, role text, department text DEFAULT NULL) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM officer_role r JOIN officer o ON o.id = r.officer_id
    WHERE r.officer_id = $1 AND r.role = $2 AND ($3 IS NULL OR r.department_id = $3)
      AND r.ended_at IS NULL AND (r.held_until IS NULL OR r.held_until > now()) AND o.active_until IS NULL
      AND NOT out_of_place(r.role, r.department_id)
      AND NOT EXISTS (SELECT FROM officer_role x WHERE x.officer_id = $1 AND x.ended_at IS NULL AND (x.held_until IS NULL OR x.held_until > now())
        AND are_apart(x.role, r.role)))
$$;
COMMENT ON FUNCTION holds_role IS 'Whether an active officer holds the role, in this department or in any, and it does not rest';

-- What is asked of an officer in some roles sees what those roles see, and nothing of what another role of theirs does: the application says
-- after it has entered in which roles the endpoint is used. It narrows and never widens, so that nothing has to be believed.
CREATE FUNCTION jurisdiction_in(officer uuid, at timestamptz, acting text[], OUT everywhere boolean, OUT departments text[], OUT roles jsonb)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  WITH RECURSIVE held AS MATERIALIZED (
    SELECT h.role, h.department_id, h.delegation_id FROM roles_held($1, $2) h WHERE $3 IS NULL OR h.role = ANY ($3)
  ), under (id) AS (
    SELECT held.department_id FROM held UNION SELECT d.id FROM under JOIN department d ON d.parent_id = under.id
  )
  SELECT
    EXISTS (SELECT FROM held WHERE held.role IN ('credit-office', 'auditor') OR (held.role = 'administrator' AND is_credit_office(held.department_id))),
    ARRAY(SELECT under.id FROM under ORDER BY under.id),
    (SELECT coalesce(jsonb_agg(jsonb_build_object('role', held.role, 'department', held.department_id, 'delegation', held.delegation_id)
      ORDER BY held.delegation_id NULLS FIRST, held.department_id, held.role), '[]') FROM held)
  INTO everywhere, departments, roles;
END $$;
COMMENT ON FUNCTION jurisdiction_in IS 'As jurisdiction_of, by some of the officer''s roles; NULL: by all';

CREATE OR REPLACE FUNCTION jurisdiction_of(officer uuid, at timestamptz DEFAULT now(), OUT everywhere boolean, OUT departments text[], OUT roles jsonb)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT j.everywhere, j.departments, j.roles FROM jurisdiction_in($1, $2, NULL) j
$$;
GRANT EXECUTE ON FUNCTION jurisdiction_in TO xinheng_platform, xinheng_platform_sign_in;

CREATE FUNCTION act_in(acting text[]) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  who uuid := acting_officer();
  had text[] := departments_seen();
  sees record;
BEGIN
  IF who IS NULL OR acting IS NULL THEN RETURN; END IF;
  SELECT j.everywhere, j.departments INTO sees
  FROM jurisdiction_in(who, now() + interval '10 seconds' + (SELECT c.shift FROM clock_shift c), acting) j;
  IF had = ARRAY['*'] THEN
    PERFORM set_claim(who, CASE WHEN sees.everywhere THEN ARRAY['*'] ELSE sees.departments END, NULL);
  ELSE
    PERFORM set_claim(who, ARRAY(SELECT unnest(sees.departments) INTERSECT SELECT unnest(had)), NULL);
  END IF;
END $$;
COMMENT ON FUNCTION act_in IS 'This transaction of an officer goes on in these roles only: what it sees becomes what they see, where that is less. It never becomes more';
GRANT EXECUTE ON FUNCTION act_in TO xinheng_platform_web;

-- Who stands in and who is absent count as one person in one matter: what the one did, the other does not complete.
CREATE FUNCTION counts_as(officer uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT $1 UNION
  SELECT CASE WHEN d.to_officer = $1 THEN d.from_officer ELSE d.to_officer END FROM delegation d
  WHERE $1 IN (d.from_officer, d.to_officer) AND d.revoked_at IS NULL
    AND ((now() + (SELECT c.shift FROM clock_shift c)) AT TIME ZONE 'Asia/Shanghai')::date BETWEEN d.starts_on AND d.ends_on
$$;
COMMENT ON FUNCTION counts_as IS 'The officer, and whoever stands in for them or for whom they stand in today';

CREATE FUNCTION case_counts_delegates() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM delegation d JOIN (SELECT DISTINCT a.officer_id FROM added a) a ON a.officer_id IN (d.from_officer, d.to_officer)) THEN
    RETURN NULL;
  END IF;
  PERFORM FROM added a CROSS JOIN LATERAL counts_as(a.officer_id) AS self (id) CROSS JOIN LATERAL (
    SELECT p.officer_id AS id, p.part FROM case_participant p WHERE p.subject_key = a.subject_key AND p.fact_key = a.fact_key
    UNION SELECT c.on_behalf_of, c.part FROM case_action c
      WHERE c.subject_key = a.subject_key AND c.fact_key = a.fact_key AND c.on_behalf_of IS NOT NULL AND c.part IS NOT NULL
    UNION SELECT s.reporter_id, 'reporter' FROM submission s WHERE s.subject_key = a.subject_key AND s.fact_key = a.fact_key
  ) other WHERE other.id = self.id AND other.part <> a.part LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'four-eyes: who stands in and who is absent count as one' USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes_delegate';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION case_counts_delegates IS 'four-eyes: in one case a delegate and the one they stand in for have one part between them, also after the delegation where it was used. Once per statement, and at once where nobody of it has a delegation';
CREATE TRIGGER four_eyes_delegate AFTER INSERT ON case_participant REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION case_counts_delegates();

CREATE FUNCTION rights_count_delegates() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM added a CROSS JOIN LATERAL counts_as(a.officer_id) AS self (id) CROSS JOIN LATERAL (
    SELECT p.officer_id AS id, p.part FROM rights_participant p WHERE p.subject_key = a.subject_key AND p.request_id = a.request_id
    UNION SELECT c.on_behalf_of, c.part FROM rights_action c
      WHERE c.subject_key = a.subject_key AND c.request_id = a.request_id AND c.on_behalf_of IS NOT NULL AND c.part IS NOT NULL
  ) other WHERE other.id = self.id AND other.part <> a.part LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'four-eyes: who stands in and who is absent count as one' USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes_delegate';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION rights_count_delegates IS 'four-eyes: as case_counts_delegates, for requests';
CREATE TRIGGER four_eyes_delegate AFTER INSERT ON rights_participant REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION rights_count_delegates();
