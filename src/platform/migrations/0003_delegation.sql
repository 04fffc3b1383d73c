-- Delegations for absence (代理): who takes over whose role in a department, from when until when.

CREATE TABLE delegation (
  id            uuid PRIMARY KEY,
  department_id text NOT NULL REFERENCES department,
  from_officer  uuid NOT NULL REFERENCES officer,
  to_officer    uuid NOT NULL REFERENCES officer,
  role          text NOT NULL CHECK (role IN ('reporter', 'reviewer', 'determiner', 'credit-office', 'assistant')),
  starts_on     date NOT NULL,
  ends_on       date NOT NULL,
  reason        text NOT NULL,
  given_by      uuid NOT NULL,
  given_at      timestamptz NOT NULL,
  revoked_by    uuid,
  revoked_at    timestamptz,
  CHECK (from_officer <> to_officer),
  CHECK (ends_on >= starts_on),
  CHECK ((revoked_by IS NULL) = (revoked_at IS NULL)),
  CONSTRAINT delegation_not_to_oneself CHECK (given_by <> to_officer)
);
COMMENT ON TABLE delegation IS 'An absent officer''s role, taken over by a colleague of the same department. Asked at every request together with the register of officers, so an end, a revocation or a dismissal works at once';
COMMENT ON COLUMN delegation.role IS 'Auditing and administration are nobody''s to hand on: who watches and who appoints is decided by appointment';
COMMENT ON COLUMN delegation.ends_on IS 'Last day, by the city''s clock';
COMMENT ON COLUMN delegation.given_by IS 'The absent officer, or an administrator for them';
COMMENT ON COLUMN delegation.revoked_at IS 'Early end. Nothing else of a delegation ever changes';
COMMENT ON CONSTRAINT delegation_not_to_oneself ON delegation IS 'Who registers a colleague''s absence is not the one who stands in';
CREATE INDEX delegation_received ON delegation (to_officer, ends_on) WHERE revoked_at IS NULL;
CREATE INDEX delegation_given ON delegation (from_officer, ends_on);
GRANT SELECT, INSERT, UPDATE (revoked_by, revoked_at) ON delegation TO xinheng_platform;
GRANT SELECT ON delegation TO xinheng_platform_sign_in;

CREATE FUNCTION belongs_to(officer uuid, department text) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM officer o WHERE o.id = $1 AND o.department_id = $2)
    OR EXISTS (SELECT FROM officer_role r WHERE r.officer_id = $1 AND r.department_id = $2 AND r.ended_at IS NULL)
$$;
COMMENT ON FUNCTION belongs_to IS 'Whether the officer is registered in the department or holds a role there';
GRANT EXECUTE ON FUNCTION belongs_to TO xinheng_platform, xinheng_platform_sign_in;

CREATE FUNCTION delegation_within_department() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- one delegation of a department at a time: two that each look allowed must not make a circle together
  PERFORM pg_advisory_xact_lock(20200302, hashtext(NEW.department_id));
  IF NOT (belongs_to(NEW.from_officer, NEW.department_id) AND belongs_to(NEW.to_officer, NEW.department_id)) THEN
    RAISE EXCEPTION 'delegation: both officers belong to the department' USING ERRCODE = 'check_violation', CONSTRAINT = 'delegation_department';
  END IF;
  IF EXISTS (
    SELECT FROM delegation d WHERE d.revoked_at IS NULL AND d.starts_on <= NEW.ends_on AND d.ends_on >= NEW.starts_on
      AND (d.from_officer = NEW.to_officer OR d.to_officer = NEW.from_officer
        OR (d.from_officer = NEW.from_officer AND d.role = NEW.role))) THEN
    RAISE EXCEPTION 'delegation: no chains, no circles, one delegate per role' USING ERRCODE = 'check_violation', CONSTRAINT = 'delegation_chain';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION delegation_within_department IS 'Who is absent stands in for nobody, and who stands in hands nothing on: so chains and circles cannot arise, whatever two officers do at the same instant';
CREATE TRIGGER within_department BEFORE INSERT ON delegation FOR EACH ROW EXECUTE FUNCTION delegation_within_department();

-- What an officer may do, and where: asked at every request. The rules of the application and of the database ask the same function.
-- In plpgsql a connection plans them once; in sql it would at every request.
CREATE FUNCTION roles_held(officer uuid, at timestamptz) RETURNS TABLE (role text, department_id text, delegation_id uuid)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT r.role, r.department_id, NULL::uuid FROM officer_role r JOIN officer o ON o.id = r.officer_id
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
      AND r.held_from <= $2 AND (r.held_until IS NULL OR r.held_until > $2) AND r.ended_at IS NULL);
END $$;
COMMENT ON FUNCTION roles_held IS 'The roles an officer acts in at an instant, each with the department it is held in: own ones, and those taken over for an absence (with the delegation). The day is the city''s';

CREATE FUNCTION jurisdiction_of(officer uuid, at timestamptz DEFAULT now(), OUT everywhere boolean, OUT departments text[], OUT roles jsonb)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  WITH RECURSIVE held AS MATERIALIZED (
    SELECT h.role, h.department_id, h.delegation_id FROM roles_held($1, $2) h
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
COMMENT ON FUNCTION jurisdiction_of IS 'own-jurisdiction: what an officer sees, computed from where roles are held: the departments of the roles and all below them, or everything; and the roles. Nothing for who is not active';
GRANT EXECUTE ON FUNCTION roles_held, jurisdiction_of TO xinheng_platform, xinheng_platform_sign_in;
