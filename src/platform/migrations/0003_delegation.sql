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

CREATE FUNCTION delegation_within_department() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- one delegation of a department at a time: two that each look allowed must not make a circle together
  PERFORM pg_advisory_xact_lock(20200302, hashtext(NEW.department_id));
  IF EXISTS (SELECT FROM officer o WHERE o.id IN (NEW.from_officer, NEW.to_officer) AND o.department_id <> NEW.department_id) THEN
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
