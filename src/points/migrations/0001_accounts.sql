DO $$ BEGIN
  CREATE ROLE xinheng_points NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT USAGE ON SCHEMA public TO xinheng_points;
