-- The public site: published lists of organisations. Every column is listed in src/site/no-person-in-public.pg.test.ts with what it
-- holds; there is none in which a natural person could be stored, no jsonb and no free document.
-- This file runs as the administrator; all that follow run as xinheng_site_owner, which cannot log in and is no superuser.

DO $$ BEGIN
  CREATE ROLE xinheng_site NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT USAGE ON SCHEMA public TO xinheng_site;

-- Nobody calls a function of ours without having been let.
ALTER DEFAULT PRIVILEGES FOR ROLE xinheng_site_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
