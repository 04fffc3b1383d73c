-- One append-only log of actions per case; the state of a case is a fold over it (src/platform/determination/rules.ts).

CREATE TABLE case_participant (
  subject_key uuid NOT NULL,
  fact_key    uuid NOT NULL,
  officer_id  uuid NOT NULL,
  part        text NOT NULL CHECK (part IN ('reporter', 'reviewer', 'determiner')),
  PRIMARY KEY (subject_key, fact_key, officer_id),
  UNIQUE (subject_key, fact_key, officer_id, part),
  FOREIGN KEY (subject_key, fact_key) REFERENCES submission
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE case_participant IS 'four-eyes: in one case an officer has exactly one part, for ever. The primary key holds it, whatever two officers do at the same instant';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON case_participant EXECUTE FUNCTION refuse_change();
ALTER TABLE case_participant ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_jurisdiction ON case_participant
  USING (EXISTS (SELECT FROM submission s WHERE s.subject_key = case_participant.subject_key AND s.fact_key = case_participant.fact_key));
GRANT SELECT, INSERT ON case_participant TO xinheng_platform;

CREATE FUNCTION reporter_keeps_part() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE taken text;
BEGIN
  SELECT a.part INTO taken FROM added a JOIN submission s USING (subject_key, fact_key)
  LEFT JOIN machine_client m ON m.officer_id = s.reporter_id
  WHERE a.part <> 'reporter' AND a.officer_id IN (s.reporter_id, m.registered_by) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'four-eyes: the reporter of a case cannot also be its %', taken USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION reporter_keeps_part IS 'four-eyes: the reporter named in the submission has a part from the start, and so has who registered the system that reported. Once per statement, so that a batch of 200,000 cases pays for one join';
CREATE TRIGGER four_eyes AFTER INSERT ON case_participant REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION reporter_keeps_part();

CREATE TABLE case_action (
  subject_key     uuid NOT NULL,
  fact_key        uuid NOT NULL,
  sequence        integer NOT NULL CHECK (sequence > 0),
  action          text NOT NULL,
  part            text,
  actor_id        uuid,
  on_behalf_of    uuid,
  department_id   text,
  at              timestamptz NOT NULL,
  idempotency_key text NOT NULL,
  payload         jsonb NOT NULL DEFAULT '{}',
  sealed          bytea,
  PRIMARY KEY (subject_key, fact_key, sequence),
  UNIQUE (subject_key, fact_key, idempotency_key),
  FOREIGN KEY (subject_key, fact_key) REFERENCES submission,
  FOREIGN KEY (subject_key, fact_key, actor_id, part) REFERENCES case_participant (subject_key, fact_key, officer_id, part),
  CHECK (part IS NULL OR actor_id IS NOT NULL)
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE case_action IS 'append-only. Two officers at the same instant meet at the primary key: the second is told to look again';
COMMENT ON COLUMN case_action.on_behalf_of IS 'Officer whose role the actor had taken over. Four-eyes counts the actor, never the absent one';
COMMENT ON COLUMN case_action.idempotency_key IS 'Given by the caller: the same key again answers as the first time and does nothing';
COMMENT ON COLUMN case_action.sealed IS 'What the person said or what identifies them (response, corrected name), field-encrypted';
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON case_action EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_but_seal BEFORE UPDATE ON case_action FOR EACH ROW EXECUTE FUNCTION refuse_change_but_of_seal();
ALTER TABLE case_action ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_jurisdiction ON case_action
  USING (EXISTS (SELECT FROM submission s WHERE s.subject_key = case_action.subject_key AND s.fact_key = case_action.fact_key));
GRANT SELECT, INSERT ON case_action TO xinheng_platform;

CREATE TABLE case_state (
  subject_key          uuid NOT NULL,
  fact_key             uuid NOT NULL,
  sequence             integer NOT NULL,
  state                text NOT NULL CONSTRAINT known_state CHECK (state IN ('reported', 'corrected', 'returned', 'reviewed', 'notice-served',
    'response-received', 'response-considered', 'determined', 'lapsed', 'withdrawn', 'refused')),
  competent_department text NOT NULL,
  reporting_department text NOT NULL,
  batch_id             bigint NOT NULL,
  row_number           integer NOT NULL,
  due_on               date,
  check_due_on         date,
  checked_on           date,
  PRIMARY KEY (subject_key, fact_key),
  FOREIGN KEY (subject_key, fact_key) REFERENCES submission
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE case_state IS 'Projection for queues: the fold of case_action, written in the same transaction, rebuildable from it. A submission without a row here is in state reported';
COMMENT ON COLUMN case_state.state IS 'lapsed: determined when its period, counted from the decision, was over already (期限已过): closed without a record';
COMMENT ON COLUMN case_state.due_on IS 'Last day of the step the case stands in. A case without a row here is due by the receipt of its batch, computed when asked';
COMMENT ON COLUMN case_state.check_due_on IS 'Last day of its latest check: five working days from receipt, or from the correction. Kept when the check is over, so that deadlines kept and missed can be counted';
COMMENT ON COLUMN case_state.checked_on IS 'Day the latest check ended: determined, sent back, refused, or notice served. Null while it runs';
CREATE INDEX case_state_queue ON case_state (competent_department, state, (coalesce(due_on, 'infinity'::date)), batch_id, row_number);
COMMENT ON INDEX case_state_queue IS 'A department''s queue in one state, by deadline, then as received; what has no deadline comes last';
CREATE INDEX case_state_own ON case_state (reporting_department, state, (coalesce(due_on, 'infinity'::date)), batch_id, row_number);
COMMENT ON INDEX case_state_own IS 'The same for who reported the cases: what came back, what was decided';
CREATE INDEX case_state_taken_back ON case_state (subject_key, fact_key) WHERE state = 'withdrawn';
COMMENT ON INDEX case_state_taken_back IS 'Few: which claims were taken back, so that what was reported again after them is found without a look at every case';
ALTER TABLE case_state ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_jurisdiction ON case_state
  USING ((SELECT sees_every_department()) OR competent_department = ANY ((SELECT departments_seen())::text[]) OR reporting_department = ANY ((SELECT departments_seen())::text[]));
CREATE POLICY own_data ON case_state FOR SELECT USING (subject_key = ANY ((SELECT subjects_seen())::uuid[]));
-- The subject answers a prior notice by itself: the projection of its own case moves on.
CREATE POLICY own_answer ON case_state FOR UPDATE USING (subject_key = ANY ((SELECT subjects_seen())::uuid[]));
-- An applicant takes the reporter's steps in a case they reported themself, and in no other.
CREATE POLICY own_report ON case_state FOR INSERT WITH CHECK (
  subject_key = ANY ((SELECT subjects_seen())::uuid[]) AND EXISTS (
    SELECT FROM submission s
    WHERE s.subject_key = case_state.subject_key AND s.fact_key = case_state.fact_key AND s.reporter_id = s.subject_key));
GRANT SELECT, INSERT, UPDATE ON case_state TO xinheng_platform;

CREATE FUNCTION batches_untouched(departments text[], own boolean)
RETURNS TABLE (batch_id bigint, reporting_department text, received_at timestamptz, cases bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH reported AS (
    SELECT s.batch_id, count(*) AS cases FROM submission s
    WHERE NOT own AND s.competent_department = ANY (departments) GROUP BY s.batch_id
    UNION ALL
    SELECT s.batch_id, count(*) FROM submission s
    WHERE own AND s.batch_id = ANY (ARRAY(SELECT b.id FROM batch b WHERE b.department_id = ANY (departments))) GROUP BY s.batch_id),
  moved AS (
    SELECT c.batch_id, count(*) AS cases FROM case_state c
    WHERE c.state <> 'reported' AND (own OR c.competent_department = ANY (departments)) GROUP BY c.batch_id)
  SELECT r.batch_id, b.department_id, b.received_at, r.cases - coalesce(m.cases, 0)
  FROM reported r
  JOIN batch b ON b.id = r.batch_id AND b.state = 'completed'
  LEFT JOIN moved m ON m.batch_id = r.batch_id
  WHERE r.cases > coalesce(m.cases, 0) AND ((SELECT sees_every_department()) OR departments <@ (SELECT departments_seen()))
$$;
COMMENT ON FUNCTION batches_untouched IS 'Batches that still hold cases nobody has acted on: those for departments to decide, or (own) those they reported; only for departments the transaction may see. Counted from indexes alone, so that a queue never walks over the rows of batches that are done';
GRANT EXECUTE ON FUNCTION batches_untouched TO xinheng_platform;

-- What is written here stands in the digests of its log entry (054).
SELECT keep_in_log('case_participant');
SELECT keep_in_log('case_action', left_out => '{sealed}');
