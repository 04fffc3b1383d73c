-- The points system: people who asked for an account, what the platform told us about them, and nothing about anybody else.
-- No name and no document number is stored here at all: a person is a subject key, computed at sign-in.
-- This file runs as the administrator; all that follow run as xinheng_points_owner, which cannot log in and is no superuser.

-- What answering requests and doing the jobs have in common, and what each kind of login may beyond it (decision 055).
DO $$ DECLARE role text; BEGIN
  FOREACH role IN ARRAY ARRAY['xinheng_points', 'xinheng_points_web', 'xinheng_points_worker', 'xinheng_points_sign_in'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END LOOP;
END $$;
GRANT USAGE ON SCHEMA public TO xinheng_points, xinheng_points_web, xinheng_points_worker, xinheng_points_sign_in;

-- Nobody calls a function of ours without having been let.
ALTER DEFAULT PRIVILEGES FOR ROLE xinheng_points_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
