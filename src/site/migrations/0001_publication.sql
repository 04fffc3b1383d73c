DO $$ BEGIN
  CREATE ROLE xinheng_site NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT USAGE ON SCHEMA public TO xinheng_site;
