-- The roles the application's logins are members of. xinheng_platform: what answering requests and doing the jobs have in common, which is to
-- read, and to add to the append-only tables. Beyond it the web login may enter by somebody's session, the worker login by a task's name; the
-- sign-in login has sessions to itself and next to nothing else (decision 055).
-- Run as the administrator, who may make roles; everything after this file is run, and owned, by xinheng_platform_owner.

DO $$ DECLARE role text; BEGIN
  FOREACH role IN ARRAY ARRAY['xinheng_platform', 'xinheng_platform_web', 'xinheng_platform_worker', 'xinheng_platform_sign_in'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END LOOP;
END $$;
GRANT USAGE ON SCHEMA public TO xinheng_platform, xinheng_platform_web, xinheng_platform_worker, xinheng_platform_sign_in;
