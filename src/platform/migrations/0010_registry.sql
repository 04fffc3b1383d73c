-- The effective records of a subject. In force is computed from dates at read time, never stored.

CREATE TABLE record (
  subject_key        uuid NOT NULL,
  record_id          uuid NOT NULL,
  case_key           uuid NOT NULL,
  subject_type       text NOT NULL CHECK (subject_type IN ('person', 'organisation')),
  polarity           text NOT NULL CHECK (polarity IN ('good', 'adverse')),
  kind               text NOT NULL,
  version            integer NOT NULL,
  clause             text NOT NULL,
  matter             text NOT NULL,
  occurred_on        date NOT NULL,
  reporting_department   text NOT NULL,
  determining_department text NOT NULL,
  determined_by      uuid NOT NULL,
  determined_at      timestamptz NOT NULL,
  valid_from         date NOT NULL,
  valid_until        date,
  disclosed_until    date,
  uscc               text,
  organisation_name  text,
  decision           jsonb,
  prior_notice       jsonb,
  batch_id           bigint NOT NULL,
  row_number         integer NOT NULL,
  PRIMARY KEY (subject_key, record_id),
  UNIQUE (subject_key, case_key),
  FOREIGN KEY (subject_key, case_key) REFERENCES submission,
  CHECK ((subject_type = 'organisation') = (uscc IS NOT NULL AND organisation_name IS NOT NULL)),
  CONSTRAINT adverse_needs_document CHECK (
    polarity = 'good' OR (
      decision IS NOT NULL AND decision ?& ARRAY['type', 'number', 'authority', 'date', 'legalBasis']
      AND prior_notice IS NOT NULL AND prior_notice ?& ARRAY['number', 'servedOn', 'serviceMethod', 'windowEndsOn']
    )
  ),
  CHECK (valid_until IS NULL OR valid_until >= valid_from)
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE record IS 'append-only. record_id is the fact''s own key: the same document about the same subject yields one record (one-fact-one-record)';
COMMENT ON COLUMN record.case_key IS 'fact_key of the case it was determined in; a case yields one record. It differs from record_id where the case was suspect, corrected or reported again';
COMMENT ON COLUMN record.version IS 'Of the notice''s rules the case was reported under';
COMMENT ON COLUMN record.subject_type IS 'Organisations'' records are shared among authorities (河南省社会信用条例 18); a person''s are seen by the departments concerned only';
COMMENT ON COLUMN record.valid_until IS 'Last day in force: by the dated rules at the time of determination, counted from the date of the decision where there is one; null when the good record stays';
COMMENT ON COLUMN record.disclosed_until IS 'Last day it may be shown, counted alike (adverse: at most 5 years, 河南省社会信用条例 19)';
COMMENT ON COLUMN record.prior_notice IS 'Adverse: {number, servedOn, serviceMethod, windowEndsOn, responseConsidered}';
CREATE INDEX record_by_uscc ON record (uscc) WHERE uscc IS NOT NULL;
CREATE INDEX record_by_end ON record (valid_until) WHERE valid_until IS NOT NULL;
CREATE INDEX record_by_last_shown ON record (disclosed_until) WHERE disclosed_until IS NOT NULL;
CREATE INDEX record_to_nominate ON record (determining_department, batch_id, row_number) WHERE subject_type = 'organisation';
COMMENT ON INDEX record_to_nominate IS 'What a department has determined about organisations, by batch';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON record EXECUTE FUNCTION refuse_change();
ALTER TABLE record ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_jurisdiction ON record
  USING (subject_type = 'organisation' OR (SELECT sees_every_department()) OR determining_department = ANY ((SELECT departments_seen())::text[]) OR reporting_department = ANY ((SELECT departments_seen())::text[]))
  WITH CHECK ((SELECT sees_every_department()) OR determining_department = ANY ((SELECT departments_seen())::text[]));
CREATE POLICY own_data ON record FOR SELECT USING (subject_key = ANY ((SELECT subjects_seen())::uuid[]));
COMMENT ON POLICY own_data ON record IS '个人信息保护法 45: everybody may see what is held about them. Case actions and record changes follow their case and record';
GRANT SELECT, INSERT ON record TO xinheng_platform;

CREATE FUNCTION adverse_needs_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM submission s
    JOIN case_action determined ON determined.subject_key = s.subject_key AND determined.fact_key = s.fact_key
      AND determined.action = 'determine' AND determined.part = 'determiner' AND determined.actor_id = NEW.determined_by
    JOIN case_action served ON served.subject_key = s.subject_key AND served.fact_key = s.fact_key
      AND served.action = 'serve-notice' AND served.part = 'reviewer' AND served.sequence < determined.sequence
  WHERE s.subject_key = NEW.subject_key AND s.fact_key = NEW.case_key;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no-derived-adverse: an adverse record needs a case in which one officer served notice and another determined'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'no_derived_adverse';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION adverse_needs_case IS 'no-derived-adverse: whatever writes it, an adverse record without the officers'' actions is refused';
CREATE TRIGGER no_derived_adverse BEFORE INSERT ON record FOR EACH ROW WHEN (NEW.polarity = 'adverse') EXECUTE FUNCTION adverse_needs_case();

CREATE FUNCTION record_kind_enacted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE other text;
BEGIN
  SELECT format('%s version %s, %s, of a %s', a.kind, a.version, a.polarity, a.subject_type) INTO other
  FROM (SELECT DISTINCT kind, version, subject_type, polarity FROM added) a
  WHERE NOT EXISTS (SELECT FROM enacted_kind e
    WHERE e.kind = a.kind AND e.version = a.version AND e.subject_type = a.subject_type AND e.polarity = a.polarity)
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'catalogue-only: no notice in force names %', other USING ERRCODE = 'check_violation', CONSTRAINT = 'catalogue_only';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION record_kind_enacted IS 'catalogue-only: whatever writes it, a record of a kind that no notice in force names, about another type of subject or of the other polarity is refused';
CREATE TRIGGER catalogue_only AFTER INSERT ON record REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION record_kind_enacted();

CREATE TABLE record_change (
  subject_key  uuid NOT NULL,
  record_id    uuid NOT NULL,
  sequence     integer NOT NULL CHECK (sequence > 0),
  change       text NOT NULL CHECK (change IN ('corrected', 'repaired', 'revoked', 'objection-opened', 'objection-closed', 'held', 'released')),
  effective_on date NOT NULL,
  reason       text NOT NULL,
  basis        text NOT NULL,
  actor_id     uuid NOT NULL,
  department_id text NOT NULL,
  at           timestamptz NOT NULL,
  payload      jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (subject_key, record_id, sequence),
  FOREIGN KEY (subject_key, record_id) REFERENCES record
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE record_change IS 'append-only. Corrections, repairs and withdrawals add; nothing is updated in place';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON record_change EXECUTE FUNCTION refuse_change();
ALTER TABLE record_change ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_jurisdiction ON record_change
  USING (EXISTS (SELECT FROM record r WHERE r.subject_key = record_change.subject_key AND r.record_id = record_change.record_id));
GRANT SELECT, INSERT ON record_change TO xinheng_platform;

CREATE TABLE record_expiry (
  subject_key uuid NOT NULL,
  record_id   uuid NOT NULL,
  at          timestamptz NOT NULL,
  PRIMARY KEY (subject_key, record_id),
  FOREIGN KEY (subject_key, record_id) REFERENCES record
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE record_expiry IS 'append-only. A row here means every recipient has been told, in the same transaction, that the record''s time is over; it says nothing about being in force, which dates alone decide';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON record_expiry EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON record_expiry TO xinheng_platform;

-- What is written here stands in the digests of its log entry (054).
SELECT keep_in_log('record');
SELECT keep_in_log('record_change');
SELECT keep_in_log('record_expiry');

CREATE FUNCTION record_in_force(on_date date)
RETURNS SETOF public.record LANGUAGE sql STABLE AS $$
  SELECT r.subject_key, r.record_id, r.case_key, r.subject_type, r.polarity, r.kind, r.version, r.clause,
    coalesce(corrected.payload->>'matter', r.matter), coalesce((corrected.payload->>'occurredOn')::date, r.occurred_on),
    r.reporting_department, r.determining_department, r.determined_by, r.determined_at, r.valid_from, r.valid_until,
    r.disclosed_until, r.uscc, coalesce(corrected.payload->>'organisationName', r.organisation_name), r.decision,
    r.prior_notice, r.batch_id, r.row_number, r.audit_id
  FROM public.record r
  LEFT JOIN LATERAL (
    SELECT c.payload FROM record_change c
    WHERE c.subject_key = r.subject_key AND c.record_id = r.record_id AND c.change = 'corrected' AND c.effective_on <= on_date
    ORDER BY c.sequence DESC LIMIT 1) corrected ON true
  WHERE r.valid_from <= on_date
    AND (r.valid_until IS NULL OR r.valid_until >= on_date)
    AND NOT EXISTS (
      SELECT FROM record_change c
      WHERE c.subject_key = r.subject_key AND c.record_id = r.record_id
        AND c.change IN ('repaired', 'revoked') AND c.effective_on <= on_date)
    AND NOT coalesce((
      SELECT c.change = 'held' AND (c.payload->>'until' IS NULL OR (c.payload->>'until')::date >= on_date) FROM record_change c
      WHERE c.subject_key = r.subject_key AND c.record_id = r.record_id
        AND c.change IN ('held', 'released') AND c.effective_on <= on_date
      ORDER BY c.sequence DESC LIMIT 1), false)
$$;
COMMENT ON FUNCTION record_in_force IS 'In force by date: begun, not ended, not repaired or revoked, not under a relief hold that still runs; with what was corrected later in place of what was first recorded';
GRANT EXECUTE ON FUNCTION record_in_force TO xinheng_platform;
