-- One append-only log of actions per case; the state of a case is a fold over it (src/platform/determination/rules.ts).

CREATE TABLE case_participant (
  subject_key uuid NOT NULL,
  fact_key    uuid NOT NULL,
  officer_id  uuid NOT NULL,
  part        text NOT NULL CHECK (part IN ('reporter', 'reviewer', 'determiner')),
  PRIMARY KEY (subject_key, fact_key, officer_id),
  UNIQUE (subject_key, fact_key, officer_id, part),
  FOREIGN KEY (subject_key, fact_key) REFERENCES submission
);
COMMENT ON TABLE case_participant IS 'four-eyes: in one case an officer has exactly one part, for ever. The primary key holds it, whatever two officers do at the same instant';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON case_participant EXECUTE FUNCTION refuse_change();
ALTER TABLE case_participant ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_jurisdiction ON case_participant
  USING (EXISTS (SELECT FROM submission s WHERE s.subject_key = case_participant.subject_key AND s.fact_key = case_participant.fact_key));
GRANT SELECT, INSERT ON case_participant TO xinheng_platform;

CREATE FUNCTION reporter_keeps_part() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE taken text;
BEGIN
  SELECT a.part INTO taken FROM added a JOIN submission s USING (subject_key, fact_key)
  WHERE a.part <> 'reporter' AND s.reporter_id = a.officer_id LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'four-eyes: the reporter of a case cannot also be its %', taken USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION reporter_keeps_part IS 'four-eyes: the reporter named in the submission has a part from the start. Once per statement, so that a batch of 200,000 cases pays for one join';
CREATE TRIGGER four_eyes AFTER INSERT ON case_participant REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION reporter_keeps_part();

CREATE TABLE case_action (
  subject_key     uuid NOT NULL,
  fact_key        uuid NOT NULL,
  sequence        integer NOT NULL CHECK (sequence > 0),
  action          text NOT NULL,
  part            text,
  actor_id        uuid,
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
);
COMMENT ON TABLE case_action IS 'append-only. Two officers at the same instant meet at the primary key: the second is told to look again';
COMMENT ON COLUMN case_action.idempotency_key IS 'Given by the caller: the same key again answers as the first time and does nothing';
COMMENT ON COLUMN case_action.sealed IS 'What the person said or what identifies them (response, corrected name), field-encrypted';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON case_action EXECUTE FUNCTION refuse_change();
ALTER TABLE case_action ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_jurisdiction ON case_action
  USING (EXISTS (SELECT FROM submission s WHERE s.subject_key = case_action.subject_key AND s.fact_key = case_action.fact_key));
GRANT SELECT, INSERT ON case_action TO xinheng_platform;

CREATE TABLE case_state (
  subject_key          uuid NOT NULL,
  fact_key             uuid NOT NULL,
  sequence             integer NOT NULL,
  state                text NOT NULL,
  competent_department text NOT NULL,
  reporting_department text NOT NULL,
  batch_id             bigint NOT NULL,
  row_number           integer NOT NULL,
  due_on               date,
  PRIMARY KEY (subject_key, fact_key),
  FOREIGN KEY (subject_key, fact_key) REFERENCES submission
);
COMMENT ON TABLE case_state IS 'Projection for queues: the fold of case_action, written in the same transaction, rebuildable from it. A submission without a row here is in state reported';
CREATE INDEX case_state_queue ON case_state (competent_department, state, batch_id, row_number);
ALTER TABLE case_state ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_jurisdiction ON case_state 
  USING ((SELECT sees_every_department()) OR competent_department = ANY ((SELECT departments_seen())::text[]) OR reporting_department = ANY ((SELECT departments_seen())::text[]));
GRANT SELECT, INSERT, UPDATE ON case_state TO xinheng_platform;

CREATE FUNCTION batch_state(batch bigint) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT b.state FROM batch b WHERE b.id = batch
$$;
COMMENT ON FUNCTION batch_state IS 'A batch belongs to the department that reported it; who determines its cases needs to know only whether it is complete or was taken back';
REVOKE ALL ON FUNCTION batch_state FROM PUBLIC;
GRANT EXECUTE ON FUNCTION batch_state TO xinheng_platform;

CREATE FUNCTION incomplete_batches() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT coalesce(array_agg(b.id), '{}') FROM batch b WHERE b.state <> 'completed'
$$;
COMMENT ON FUNCTION incomplete_batches IS 'Still being read, taken back or refused: their cases wait or never come. Asked once per page of a queue, not once per row';
REVOKE ALL ON FUNCTION incomplete_batches FROM PUBLIC;
GRANT EXECUTE ON FUNCTION incomplete_batches TO xinheng_platform;
