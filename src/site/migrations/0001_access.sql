-- The public site: published lists of organisations. Every column is listed in src/site/no-person-in-public.pg.test.ts with what it
-- holds; there is none in which a natural person could be stored, no jsonb and no free document.
-- This file runs as the administrator; all that follow run as xinheng_site_owner, which cannot log in and is no superuser.

-- What answering requests and doing the jobs have in common, and what each kind of login may beyond it (decision 055).
DO $$ DECLARE role text; BEGIN
  FOREACH role IN ARRAY ARRAY['xinheng_site', 'xinheng_site_web', 'xinheng_site_worker'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END LOOP;
END $$;
GRANT USAGE ON SCHEMA public TO xinheng_site, xinheng_site_web, xinheng_site_worker;

-- Nobody calls a function of ours without having been let.
ALTER DEFAULT PRIVILEGES FOR ROLE xinheng_site_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
