-- The role the application's logins are members of: it can add to the append-only tables and read them, and changes little else.
-- Run as the administrator, who may make roles; everything after this file is run, and owned, by xinheng_platform_owner.

DO $$ BEGIN
  CREATE ROLE xinheng_platform NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT USAGE ON SCHEMA public TO xinheng_platform;
