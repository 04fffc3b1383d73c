-- Three ways round the second line of 0045, each by a direct statement of the application's login.

-- A trigger of the login's own on a temporary table ran deep enough to pass for the register's trigger. Now the right to write givers is
-- the owner's alone, and the register's trigger runs with it.
ALTER FUNCTION note_roles_given() SECURITY DEFINER;
REVOKE INSERT ON role_given FROM xinheng_platform;
DROP TRIGGER by_register ON role_given;
DROP FUNCTION role_given_by_register();
COMMENT ON TABLE role_given IS 'Who gave an officer which role, one row each time a role is added; the newest of a role counts. Only the owner writes it, through the register''s own trigger, so that a role cannot come back to whom it came from';

-- Which body is below which, and which is the credit office, decides who may give what: a statement that names an officer as acting
-- could move another body below the own one, or call the own one the credit office. The start brings the pack's, and acts as nobody.
REVOKE UPDATE ON department FROM xinheng_platform;
GRANT UPDATE (name, parent_id, level, functions, division, zone, credit_office) ON department TO xinheng_platform;
CREATE FUNCTION department_from_pack() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF is_bound(TG_RELID) AND acting_officer() IS NOT NULL THEN
    RAISE EXCEPTION 'departments come from the policy pack at start, from no officer' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION department_from_pack IS 'An officer''s reach is measured by the departments: no transaction of an officer changes them';
REVOKE ALL ON FUNCTION department_from_pack() FROM PUBLIC;
CREATE TRIGGER from_pack BEFORE INSERT OR UPDATE ON department FOR EACH STATEMENT EXECUTE FUNCTION department_from_pack();

-- An ended delegation could be taken up again, past everything that is asked of a new one.
CREATE FUNCTION delegation_ends_once() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF is_bound(TG_RELID) AND OLD.revoked_at IS NOT NULL AND NEW IS DISTINCT FROM OLD THEN
    RAISE EXCEPTION 'delegation: what has ended is not taken up again' USING ERRCODE = 'check_violation', CONSTRAINT = 'delegation_reach';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION delegation_ends_once IS 'A delegation that has ended stays as it ended; whoever stands in again is registered anew';
REVOKE ALL ON FUNCTION delegation_ends_once() FROM PUBLIC;
CREATE TRIGGER ends_once BEFORE UPDATE ON delegation FOR EACH ROW EXECUTE FUNCTION delegation_ends_once();
