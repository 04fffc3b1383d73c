-- Organisations to be found: good records that everybody may see, the directory of registered organisations, and the index a
-- search by two characters needs. Still no column in which a natural person could be stored.

CREATE DOMAIN business_code AS organisation_code CHECK (VALUE !~ '^92');
COMMENT ON DOMAIN business_code IS 'organisation_code without sole traders (authority 9, class 2): they are natural persons and come onto the site only on a signed list';

CREATE TABLE good_record (
  uscc           business_code NOT NULL,
  record_id      uuid NOT NULL,
  position       bigint NOT NULL,
  name           text NOT NULL,
  kind           text NOT NULL,
  clause         text NOT NULL,
  title          text NOT NULL,
  matter         text NOT NULL,
  department     text NOT NULL,
  area           text,
  occurred_on    date NOT NULL,
  determined_on  date NOT NULL,
  valid_from     date NOT NULL,
  valid_until    date,
  objection_open boolean NOT NULL,
  PRIMARY KEY (uscc, record_id)
);
COMMENT ON TABLE good_record IS 'Good information of organisations whose kind the catalogue discloses to the public. Replaced by a newer word about it, deleted when withdrawn; past valid_until no longer shown';
COMMENT ON COLUMN good_record.position IS 'Of the newest message about it: an older one changes nothing';
COMMENT ON COLUMN good_record.area IS 'Id of a functional zone or division code of the policy pack';
CREATE INDEX good_record_by_record ON good_record (record_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON good_record TO xinheng_site;

CREATE TABLE withdrawn_record (
  record_id    uuid PRIMARY KEY,
  position     bigint NOT NULL,
  effective_on date NOT NULL
);
COMMENT ON TABLE withdrawn_record IS 'Which good records have left: what was sent before the withdrawal and arrives after it must not show them. No name, no code, no reason';
GRANT SELECT, INSERT, UPDATE ON withdrawn_record TO xinheng_site;

CREATE TABLE organisation (
  uscc          organisation_code PRIMARY KEY,
  name          text NOT NULL,
  search_name   text NOT NULL,
  initials      text NOT NULL,
  area          text,
  registered_on date,
  registered    boolean NOT NULL,
  noted         boolean NOT NULL,
  position      bigint NOT NULL,
  CHECK (registered OR noted),
  CHECK (NOT registered OR uscc !~ '^92')
);
COMMENT ON TABLE organisation IS 'Everything a search can find: the directory of registered organisations, and those of lists and records that are not in it. One of the latter is deleted with its last entry and record';
COMMENT ON COLUMN organisation.search_name IS 'Name without brackets, blanks and marks, full width folded, upper case; computed when stored';
COMMENT ON COLUMN organisation.initials IS 'First letters of the pinyin of search_name, as people type them; Latin letters and digits stay';
COMMENT ON COLUMN organisation.area IS 'Id of a functional zone or division code of the policy pack';
COMMENT ON COLUMN organisation.registered IS 'In the directory; else known from a list entry or record only';
COMMENT ON COLUMN organisation.noted IS 'Has list entries or good records; whether they are shown today, dates decide when asked';
COMMENT ON COLUMN organisation.position IS 'Of the newest directory message about it; 0 for one not in the directory';
GRANT SELECT, INSERT, UPDATE, DELETE ON organisation TO xinheng_site;

CREATE FUNCTION bigrams(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$
  SELECT coalesce(array_agg(DISTINCT substr($1, place, 2)), '{}') FROM generate_series(1, length($1) - 1) AS place
$$;
COMMENT ON FUNCTION bigrams IS 'Every two neighbouring characters: a Chinese word of two characters has no trigram, but it is one bigram. Its cost is set high so that the planner always takes the index, never a walk over every name';
GRANT EXECUTE ON FUNCTION bigrams TO xinheng_site;

CREATE INDEX organisation_by_name ON organisation USING gin (bigrams(search_name)) WITH (gin_pending_list_limit = 1024);
CREATE INDEX organisation_by_initials ON organisation USING gin (bigrams(initials)) WITH (gin_pending_list_limit = 1024);
CREATE INDEX organisation_by_beginning ON organisation (search_name COLLATE "C");
CREATE INDEX organisation_noted ON organisation (uscc) WHERE noted;
CREATE INDEX organisation_noted_by_name ON organisation USING gin (bigrams(search_name)) WHERE noted;
CREATE INDEX organisation_noted_by_initials ON organisation USING gin (bigrams(initials)) WHERE noted;

-- A share of the organisations, about an eighth, with indexes of its own: what many names hold is found there in an eighth of the time,
-- and only who is not found often enough there is sought among all. The check character falls evenly, whatever the name or the district.
CREATE INDEX organisation_eighth_by_name ON organisation USING gin (bigrams(search_name)) WITH (gin_pending_list_limit = 1024)
  WHERE right(uscc, 1) = ANY (ARRAY['0', '1', '2', '3']);
CREATE INDEX organisation_eighth_by_initials ON organisation USING gin (bigrams(initials)) WITH (gin_pending_list_limit = 1024)
  WHERE right(uscc, 1) = ANY (ARRAY['0', '1', '2', '3']);
