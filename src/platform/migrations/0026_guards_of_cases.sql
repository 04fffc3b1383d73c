-- What a case and its record may hold, also for a statement that came past the rules of the application: as its login, in the transaction of
-- somebody who really entered. What the policy says is noted here by the installation, as the owner, and read by no rule but these (069).

CREATE FUNCTION by_application() RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT NOT pg_has_role(session_user, 'xinheng_platform_owner', 'USAGE')
$$;
COMMENT ON FUNCTION by_application IS 'Whether a login of the application speaks, also through a function with the owner''s rights. The owner sets an installation up and is not bound by what only officers may do';
GRANT EXECUTE ON FUNCTION by_application TO xinheng_platform, xinheng_platform_sign_in;

CREATE TABLE enacted_period (
  notice     text NOT NULL,
  version    integer NOT NULL CHECK (version > 0),
  timer      text NOT NULL,
  least_days integer NOT NULL CHECK (least_days >= 0),
  PRIMARY KEY (notice, version, timer)
);
COMMENT ON TABLE enacted_period IS 'append-only. Periods of the notices in force that somebody is given: how many days lie in between at the very least, whatever the calendar says. Noted by the installation from the compiled pack';
COMMENT ON COLUMN enacted_period.least_days IS 'Of the shortest of its dated values; a working day counts as one day';

CREATE TABLE enacted_document_type (
  kind    text NOT NULL,
  version integer NOT NULL,
  type    text NOT NULL,
  PRIMARY KEY (kind, version, type),
  FOREIGN KEY (kind, version) REFERENCES enacted_kind
);
COMMENT ON TABLE enacted_document_type IS 'append-only. Which decisions can found adverse information of a kind, by id and by the title that departments write';

CREATE TABLE enacted_ground (
  kind    text NOT NULL,
  version integer NOT NULL,
  list    text NOT NULL REFERENCES list,
  ground  text NOT NULL,
  PRIMARY KEY (kind, version, list, ground),
  FOREIGN KEY (kind, version) REFERENCES enacted_kind
);
COMMENT ON TABLE enacted_ground IS 'append-only. For which ground of which list a record of a kind may be nominated, as the catalogue says';
DO $$ DECLARE noted text; BEGIN
  FOREACH noted IN ARRAY ARRAY['enacted_period', 'enacted_document_type', 'enacted_ground'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I EXECUTE FUNCTION refuse_change()', noted);
    EXECUTE format('GRANT SELECT ON %I TO xinheng_platform', noted);
  END LOOP;
END $$;

CREATE FUNCTION plain_text(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT rtrim(lower(regexp_replace(normalize(said, NFKC), '[[:space:][:cntrl:]]+', '', 'g')), '。.;!')
$$;
COMMENT ON FUNCTION plain_text IS 'Width, case, blanks and a full stop at the end do not make another text of it; about what src/platform/fact.ts does';
GRANT EXECUTE ON FUNCTION plain_text TO xinheng_platform;

CREATE FUNCTION bodies_over(department text) RETURNS text[] LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  WITH RECURSIVE above (id) AS (
    SELECT $1 UNION SELECT d.parent_id FROM above JOIN department d USING (id) WHERE d.parent_id IS NOT NULL
  )
  SELECT array_agg(id) FROM above
$$;
COMMENT ON FUNCTION bodies_over IS 'A department and every body above it';

-- Who acts, acts in person ------------------------------------------------------------------------------------------------------------

CREATE FUNCTION takes_part_in_person() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  me uuid := acting_officer();
  desk uuid := counter_officer();
  other text;
BEGIN
  SELECT a.part INTO other FROM added a
  WHERE NOT CASE WHEN me IS NOT NULL THEN a.officer_id = me
    WHEN desk IS NOT NULL THEN a.officer_id = desk AND a.part IN ('reporter', 'asker', 'counter')
    ELSE a.part IN ('reporter', 'asker') END LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'four-eyes: nobody is made the % of a case but who acts', other USING ERRCODE = 'check_violation', CONSTRAINT = 'acts_in_person';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION takes_part_in_person IS 'four-eyes, no-derived-adverse: two eyes lent to two names are not four, and a job is nobody. Departments'' systems enter as no officer, and can only report and ask; at the counter it is who works the keys, who reports, asks and acts for the person';
CREATE TRIGGER in_person AFTER INSERT ON case_participant REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION takes_part_in_person();
CREATE TRIGGER in_person AFTER INSERT ON rights_participant REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION takes_part_in_person();

ALTER TABLE case_action ADD CONSTRAINT case_action_has_its_part CHECK (CASE action
  WHEN 'review' THEN part IS NOT DISTINCT FROM 'reviewer'
  WHEN 'clear-suspicion' THEN part IS NOT DISTINCT FROM 'reviewer'
  WHEN 'serve-notice' THEN part IS NOT DISTINCT FROM 'reviewer'
  WHEN 'receive-response' THEN part IS NULL OR part = 'reviewer'
  WHEN 'consider-response' THEN part IS NOT DISTINCT FROM 'determiner'
  WHEN 'determine' THEN part IS NOT DISTINCT FROM 'determiner'
  WHEN 'return' THEN coalesce(part, '') IN ('reviewer', 'determiner')
  WHEN 'refuse' THEN coalesce(part, '') IN ('reviewer', 'determiner')
  WHEN 'correct' THEN part IS NOT DISTINCT FROM 'reporter'
  WHEN 'withdraw' THEN part IS NOT DISTINCT FROM 'reporter'
  ELSE false END);
COMMENT ON CONSTRAINT case_action_has_its_part ON case_action IS 'four-eyes: a step without a part would be nobody''s, and the reference to case_participant would not look at it. Only what the subject itself answers has none';

ALTER TABLE rights_action ADD CONSTRAINT rights_action_has_its_part CHECK (CASE action
  WHEN 'ask-provider' THEN part IS NOT DISTINCT FROM 'decider'
  WHEN 'assess' THEN part IS NOT DISTINCT FROM 'assessor'
  WHEN 'return' THEN part IS NOT DISTINCT FROM 'decider'
  WHEN 'decide' THEN part IS NOT DISTINCT FROM 'decider'
  WHEN 'decide-review' THEN part IS NOT DISTINCT FROM 'reviewer'
  WHEN 'release' THEN part IS NOT DISTINCT FROM 'releaser'
  ELSE part IS NULL AND action IN ('supplement', 'withdraw', 'ask-review') END);
COMMENT ON CONSTRAINT rights_action_has_its_part ON rights_action IS 'four-eyes: as for the steps of a case; what the applicant does has none';

CREATE FUNCTION acts_within_role() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  me uuid := acting_officer();
  other text;
BEGIN
  SELECT one.part || ' of ' || one.competent_department INTO other
  FROM (SELECT DISTINCT a.part, a.actor_id, a.at, s.competent_department FROM added a JOIN submission s USING (subject_key, fact_key)
    WHERE a.part IN ('reviewer', 'determiner')) one
  WHERE one.actor_id IS DISTINCT FROM me OR NOT EXISTS (
    SELECT FROM roles_held(me, one.at) h WHERE h.role = one.part AND h.department_id = ANY (bodies_over(one.competent_department)))
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'own-jurisdiction: who acts does not hold the role of a %', other USING ERRCODE = 'check_violation', CONSTRAINT = 'acts_within_role';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION acts_within_role IS 'own-jurisdiction: reviewing and determining are done by who holds the role in the competent body or one above it, on the day of the step. Looked at once a statement, for each body once';
CREATE TRIGGER within_role AFTER INSERT ON case_action REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION acts_within_role();

-- Who reported ------------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION batch_has_its_reporter() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.reporter_id, NEW.department_id, NEW.notice, NEW.channel, NEW.received_at)
      IS NOT DISTINCT FROM (OLD.reporter_id, OLD.department_id, OLD.notice, OLD.channel, OLD.received_at) THEN RETURN NEW; END IF;
  ELSIF NEW.channel = 'own-upload' OR NEW.reporter_id = acting_officer()
    OR (acting_officer() IS NULL AND EXISTS (SELECT FROM machine_client m WHERE m.officer_id = NEW.reporter_id)) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'four-eyes: a batch is handed in by who acts, and stays theirs' USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_reporter';
END $$;
COMMENT ON FUNCTION batch_has_its_reporter IS 'four-eyes: whoever reports under another''s name could review what they reported';
CREATE TRIGGER has_its_reporter BEFORE INSERT OR UPDATE ON batch FOR EACH ROW WHEN (by_application()) EXECUTE FUNCTION batch_has_its_reporter();

CREATE FUNCTION claim_has_its_reporter() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM (SELECT DISTINCT a.batch_id, a.reporting_department, CASE WHEN a.reporter_id = a.subject_key THEN NULL ELSE a.reporter_id END AS reporter_id FROM added a) one
  WHERE NOT EXISTS (SELECT FROM batch b WHERE b.id = one.batch_id AND b.reporter_id IS NOT DISTINCT FROM one.reporter_id
    AND (b.channel = 'own-upload' OR b.department_id = one.reporting_department))
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'four-eyes: a claim names the reporter of its batch, or the person who reports about themself' USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_reporter';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION claim_has_its_reporter IS 'four-eyes: the reporter of a case is who handed in its batch. Looked at once a statement, for each batch once';
CREATE TRIGGER has_its_reporter AFTER INSERT ON submission REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION claim_has_its_reporter();

-- What becomes a record ---------------------------------------------------------------------------------------------------------------

ALTER TABLE record ADD CONSTRAINT adverse_document_says_what CHECK (polarity = 'good' OR coalesce(
  (NOT decision ? 'type' OR coalesce(decision->>'type', '') <> '') AND (NOT decision ? 'number' OR coalesce(decision->>'number', '') <> '')
  AND (NOT decision ? 'authority' OR coalesce(decision->>'authority', '') <> '')
  AND (NOT decision ? 'date' OR coalesce(decision->>'date', '') ~ '^\d{4}-\d{2}-\d{2}$')
  AND (NOT decision ? 'legalBasis' OR btrim(coalesce(decision->>'legalBasis', '')) <> ''), true) AND coalesce(
  (NOT prior_notice ? 'number' OR coalesce(prior_notice->>'number', '') <> '')
  AND (NOT prior_notice ? 'serviceMethod' OR coalesce(prior_notice->>'serviceMethod', '') <> '')
  AND (NOT prior_notice ? 'servedOn' OR coalesce(prior_notice->>'servedOn', '') ~ '^\d{4}-\d{2}-\d{2}$')
  AND (NOT prior_notice ? 'windowEndsOn' OR coalesce(prior_notice->>'windowEndsOn', '') ~ '^\d{4}-\d{2}-\d{2}$'), true));
COMMENT ON CONSTRAINT adverse_document_says_what ON record IS 'adverse-needs-document: a key with nothing behind it is no document. That the keys are there, adverse_needs_document holds';

CREATE UNIQUE INDEX record_of_decision ON record (subject_key, plain_text(decision->>'authority'), plain_text(decision->>'number')) WHERE polarity = 'adverse';
COMMENT ON INDEX record_of_decision IS 'one-fact-one-record: one decision about one subject is one adverse record, under whatever key it is written';

CREATE FUNCTION record_follows_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  me uuid := acting_officer();
  said text;
BEGIN
  SELECT judged.why INTO said FROM (
    SELECT CASE
        WHEN r.determined_by IS DISTINCT FROM me THEN 'who acts determines it'
        WHEN (r.subject_type, r.kind, r.version, r.reporting_department, r.determining_department, r.uscc, r.batch_id, r.row_number)
          IS DISTINCT FROM (s.subject_type, s.kind, s.version, s.reporting_department, s.competent_department, s.uscc, s.batch_id, s.row_number)
          THEN 'it says what was reported'
        WHEN c.determined IS NULL OR c.determined < c.last OR c.stopped OR d.actor_id IS DISTINCT FROM r.determined_by
          OR d.at IS DISTINCT FROM r.determined_at OR d.payload->>'recordId' IS DISTINCT FROM r.record_id::text
          THEN 'its case ends with the determination that makes it'
        WHEN coalesce(c.reviewed, 0) <= coalesce(c.reset, 0) THEN 'what stands in the case was reviewed'
        WHEN (r.matter, r.occurred_on, r.organisation_name) IS DISTINCT FROM
          (coalesce(f.matter, s.matter), coalesce(f.occurred_on, s.occurred_on), coalesce(f.organisation_name, s.organisation_name))
          THEN 'it says what was reported, as last corrected'
      END AS why
    FROM added r
    JOIN submission s ON s.subject_key = r.subject_key AND s.fact_key = r.case_key
    CROSS JOIN LATERAL (
      SELECT max(a.sequence) AS last, max(a.sequence) FILTER (WHERE a.action = 'determine') AS determined,
        max(a.sequence) FILTER (WHERE a.action = 'review') AS reviewed, max(a.sequence) FILTER (WHERE a.action IN ('correct', 'return')) AS reset,
        coalesce(bool_or(a.action IN ('withdraw', 'refuse')), false) AS stopped
      FROM case_action a WHERE a.subject_key = r.subject_key AND a.fact_key = r.case_key) c
    LEFT JOIN case_action d ON d.subject_key = r.subject_key AND d.fact_key = r.case_key AND d.sequence = c.determined
    LEFT JOIN LATERAL (
      SELECT (array_agg(a.payload->>'matter' ORDER BY a.sequence DESC) FILTER (WHERE a.payload ? 'matter'))[1] AS matter,
        (array_agg(a.payload->>'occurredOn' ORDER BY a.sequence DESC) FILTER (WHERE a.payload ? 'occurredOn'))[1]::date AS occurred_on,
        (array_agg(a.payload->>'organisationName' ORDER BY a.sequence DESC) FILTER (WHERE a.payload ? 'organisationName'))[1] AS organisation_name
      FROM case_action a WHERE a.subject_key = r.subject_key AND a.fact_key = r.case_key AND a.action = 'correct') f ON c.reset IS NOT NULL
  ) judged WHERE judged.why IS NOT NULL LIMIT 1;
  IF said IS NOT NULL THEN
    RAISE EXCEPTION 'no-derived-adverse: a record follows its case: %', said USING ERRCODE = 'check_violation', CONSTRAINT = 'record_follows_case';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION record_follows_case IS 'no-derived-adverse: good or adverse, a record is made by an officer who acts, of a case that another officer reviewed since it was last corrected, and says what the case says. A job makes none';
CREATE TRIGGER follows_case AFTER INSERT ON record REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION record_follows_case();

CREATE FUNCTION fact_is_recorded_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM added r
  JOIN submission s ON s.subject_key = r.subject_key AND s.fact_key = r.case_key AND s.decision IS NULL
  JOIN record o ON o.subject_key = r.subject_key AND o.record_id <> r.record_id AND o.kind = r.kind AND o.occurred_on = r.occurred_on
    AND plain_text(o.matter) = plain_text(r.matter)
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'one-fact-one-record: the fact is on record already' USING ERRCODE = 'unique_violation', CONSTRAINT = 'fact_recorded_once';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION fact_is_recorded_once IS 'one-fact-one-record: the application gives a record the key of its fact, and the primary key holds it; a statement could give another key to the same kind, day and matter. A decision is held by record_of_decision';
CREATE TRIGGER recorded_once AFTER INSERT ON record REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION fact_is_recorded_once();

CREATE FUNCTION adverse_was_heard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE said text;
BEGIN
  SELECT judged.why INTO said FROM (
    SELECT CASE
        WHEN n.payload IS NULL OR c.served < coalesce(c.reviewed, 0) OR c.served < coalesce(c.reset, 0) THEN 'notice is served after the review'
        WHEN (r.prior_notice->>'number', r.prior_notice->>'servedOn', r.prior_notice->>'serviceMethod', r.prior_notice->>'windowEndsOn')
          IS DISTINCT FROM (n.payload->>'number', n.payload->>'servedOn', n.payload->>'serviceMethod', n.payload->>'windowEndsOn')
          THEN 'the record quotes the notice that was served'
        WHEN (n.payload->>'servedOn')::date < (v.at AT TIME ZONE 'Asia/Shanghai')::date THEN 'notice is served after the review'
        WHEN p.least_days IS NULL OR (n.payload->>'windowEndsOn')::date - (n.payload->>'servedOn')::date < p.least_days THEN 'the window is as long as the notice in force says'
        WHEN coalesce(c.heard, 0) > c.served AND coalesce(c.considered, 0) < c.heard THEN 'a response is considered'
        WHEN coalesce(c.considered, 0) < c.served AND (r.determined_at AT TIME ZONE 'Asia/Shanghai')::date <= (n.payload->>'windowEndsOn')::date
          THEN 'the window is over, or a response was considered'
        WHEN r.decision IS DISTINCT FROM coalesce(f.decision, s.decision) THEN 'the record names the decision that was reported, as last corrected'
        WHEN NOT EXISTS (SELECT FROM enacted_document_type t WHERE t.kind = r.kind AND t.version = r.version AND t.type = r.decision->>'type')
          THEN 'the decision is of a type that the catalogue names for the kind'
      END AS why
    FROM added r
    JOIN submission s ON s.subject_key = r.subject_key AND s.fact_key = r.case_key
    LEFT JOIN enacted_period p ON p.notice = split_part(r.kind, '/', 1) AND p.version = r.version AND p.timer = 'response-window'
    CROSS JOIN LATERAL (
      SELECT max(a.sequence) FILTER (WHERE a.action = 'serve-notice') AS served, max(a.sequence) FILTER (WHERE a.action = 'review') AS reviewed,
        max(a.sequence) FILTER (WHERE a.action IN ('correct', 'return')) AS reset, max(a.sequence) FILTER (WHERE a.action = 'receive-response') AS heard,
        max(a.sequence) FILTER (WHERE a.action = 'consider-response') AS considered
      FROM case_action a WHERE a.subject_key = r.subject_key AND a.fact_key = r.case_key) c
    LEFT JOIN case_action n ON n.subject_key = r.subject_key AND n.fact_key = r.case_key AND n.sequence = c.served
    LEFT JOIN case_action v ON v.subject_key = r.subject_key AND v.fact_key = r.case_key AND v.sequence = c.reviewed
    LEFT JOIN LATERAL (
      SELECT a.payload->'decision' AS decision FROM case_action a
      WHERE a.subject_key = r.subject_key AND a.fact_key = r.case_key AND a.action = 'correct' AND a.payload ? 'decision'
      ORDER BY a.sequence DESC LIMIT 1) f ON true
    WHERE r.polarity = 'adverse'
  ) judged WHERE judged.why IS NOT NULL LIMIT 1;
  IF said IS NOT NULL THEN
    RAISE EXCEPTION 'adverse-needs-document: %', said USING ERRCODE = 'check_violation', CONSTRAINT = 'adverse_was_heard';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION adverse_was_heard IS 'adverse-needs-document (行政处罚法 44, 45; 国办发〔2020〕49号): told after the review, with a window as long as the notice in force gives, which is over by the steps'' own days, or whose response was considered; by the decision that was reported, of a type the catalogue names';
CREATE TRIGGER was_heard AFTER INSERT ON record REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION adverse_was_heard();

-- What happens to a record later --------------------------------------------------------------------------------------------------------

CREATE FUNCTION change_is_somebodys() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE me uuid := acting_officer();
BEGIN
  IF NEW.actor_id IS NOT DISTINCT FROM me OR (me IS NULL AND (NEW.change = 'released' OR NEW.change LIKE 'objection-%')) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'four-eyes: a record is corrected, repaired, revoked or held by an officer who acts' USING ERRCODE = 'check_violation', CONSTRAINT = 'change_in_person';
END $$;
COMMENT ON FUNCTION change_is_somebodys IS 'four-eyes: under one''s own name. A job only ends a hold whose last day is over; a person marks, and takes the mark of, their own objection';
CREATE TRIGGER in_person BEFORE INSERT ON record_change FOR EACH ROW WHEN (by_application()) EXECUTE FUNCTION change_is_somebodys();
