-- Which department is competent, and what everybody may see, as the notices in force say, also for a statement that came past the rules of
-- the application (069).

CREATE TABLE enacted_competence (
  kind       text NOT NULL,
  version    integer NOT NULL,
  department text NOT NULL,
  PRIMARY KEY (kind, version, department),
  FOREIGN KEY (kind, version) REFERENCES enacted_kind
);
COMMENT ON TABLE enacted_competence IS 'append-only. Which departments may determine a kind, by the functions the catalogue names';

CREATE TABLE enacted_public_kind (
  kind    text NOT NULL,
  version integer NOT NULL,
  PRIMARY KEY (kind, version),
  FOREIGN KEY (kind, version) REFERENCES enacted_kind
);
COMMENT ON TABLE enacted_public_kind IS 'append-only. Good information of organisations that the catalogue discloses to everybody (6.2)';
DO $$ DECLARE noted text; BEGIN
  FOREACH noted IN ARRAY ARRAY['enacted_competence', 'enacted_public_kind'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I EXECUTE FUNCTION refuse_change()', noted);
    EXECUTE format('GRANT SELECT ON %I TO xinheng_platform', noted);
  END LOOP;
END $$;

CREATE FUNCTION competence_is_enacted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE other text;
BEGIN
  SELECT one.competent_department INTO other
  FROM (SELECT DISTINCT a.kind, a.version, a.reporting_department, a.competent_department, a.recommender FROM added a) one
  CROSS JOIN LATERAL (SELECT bodies_over(one.reporting_department) AS bodies) near
  WHERE NOT EXISTS (SELECT FROM enacted_competence c WHERE c.kind = one.kind AND c.version = one.version AND c.department = one.competent_department)
    OR NOT (one.competent_department = ANY (near.bodies) OR one.competent_department IS NOT DISTINCT FROM one.recommender
      OR NOT EXISTS (SELECT FROM enacted_competence c WHERE c.kind = one.kind AND c.version = one.version AND c.department = ANY (near.bodies)))
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'own-jurisdiction: % is not competent for what was reported', other USING ERRCODE = 'check_violation', CONSTRAINT = 'competence_enacted';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION competence_is_enacted IS 'own-jurisdiction: whoever reports does not choose who reviews and determines. A body the catalogue names for the kind: of the reporter and the bodies above it where there is one, or the department that recommended (3.2); else another of the city. Looked at once a statement, for each combination once';
CREATE TRIGGER of_competence AFTER INSERT ON submission REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION competence_is_enacted();

CREATE FUNCTION only_public_is_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE said text;
BEGIN
  SELECT judged.why INTO said FROM (
    SELECT CASE
        WHEN NOT EXISTS (SELECT FROM enacted_public_kind p WHERE p.kind = r.kind
          AND p.version = (SELECT max(k.version) FROM enacted_kind k WHERE k.kind = r.kind)) THEN 'only kinds that the catalogue discloses'
        WHEN m->>'kind' IS DISTINCT FROM r.kind OR m->>'name' IS DISTINCT FROM coalesce(f.payload->>'organisationName', r.organisation_name)
          OR (m->>'matter' IS DISTINCT FROM coalesce(f.payload->>'matter', r.matter) AND m->>'matter' <> '（内容涉及个人信息，不予公开）')
          THEN 'what the record says'
      END AS why
    FROM added o CROSS JOIN LATERAL jsonb_array_elements(o.data->'records') m
    JOIN record r ON r.uscc = m->>'uscc' AND r.record_id = (m->>'recordId')::uuid
    LEFT JOIN LATERAL (SELECT c.payload FROM record_change c WHERE c.subject_key = r.subject_key AND c.record_id = r.record_id
      AND c.change = 'corrected' ORDER BY c.sequence DESC LIMIT 1) f ON true
    WHERE o.type = 'xinheng.organisation-records.published'
    UNION ALL
    SELECT CASE WHEN m->>'uscc' LIKE '92%' OR NOT EXISTS (SELECT FROM organisation_directory d WHERE d.uscc = m->>'uscc' AND d.name = m->>'name')
      THEN 'organisations of the directory, and no sole trader' END
    FROM added o CROSS JOIN LATERAL jsonb_array_elements(o.data->'organisations') m WHERE o.type = 'xinheng.directory.published'
    UNION ALL
    SELECT CASE WHEN NOT EXISTS (SELECT FROM department d WHERE d.name = m->>'department') THEN 'bodies of the city' END
    FROM added o CROSS JOIN LATERAL jsonb_array_elements(o.data->'counts') m
    WHERE o.type = 'xinheng.punctuality.published' AND m->>'department' IS NOT NULL
  ) judged WHERE judged.why IS NOT NULL LIMIT 1;
  IF said IS NOT NULL THEN
    RAISE EXCEPTION 'no-person-in-public: the site is told of %', said USING ERRCODE = 'check_violation', CONSTRAINT = 'only_public_told';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION only_public_is_told IS 'no-person-in-public, catalogue-only: what leaves for the site is of a kind that everybody may see, and says what the record, the directory and the register of departments say. That a record stands, told_as_it_stands holds';
CREATE TRIGGER only_public AFTER INSERT ON outbox REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION only_public_is_told();
