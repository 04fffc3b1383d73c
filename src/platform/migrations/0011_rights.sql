-- Rights of those concerned: requests with a clock (objection, repair, relief), and granted relief.

CREATE TABLE rights_request (
  subject_key   uuid NOT NULL,
  request_id    uuid NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('objection', 'repair', 'relief')),
  subject_type  text NOT NULL CHECK (subject_type IN ('person', 'organisation')),
  fact_key      uuid NOT NULL,
  batch_id      bigint NOT NULL,
  row_number    integer NOT NULL,
  record_kind   text NOT NULL,
  department_id text NOT NULL,
  channel       text NOT NULL CHECK (channel IN ('own', 'assisted', 'department')),
  asked_by      uuid NOT NULL,
  on_behalf_of  uuid,
  opened_at     timestamptz NOT NULL,
  statement     text NOT NULL,
  wanted        jsonb NOT NULL DEFAULT '{}',
  idempotency_key text NOT NULL,
  PRIMARY KEY (subject_key, request_id),
  UNIQUE (subject_key, idempotency_key),
  FOREIGN KEY (subject_key, fact_key) REFERENCES submission
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE rights_request IS 'append-only. What somebody asked for about one case or its record; what became of it is in rights_action';
COMMENT ON COLUMN rights_request.department_id IS 'The department competent for the case: it answers an objection, and decides on repair and relief';
COMMENT ON COLUMN rights_request.channel IS 'own: by the subject; assisted: an officer at the counter worked the keys; department: relief the department grants of its own motion (4.4)';
COMMENT ON COLUMN rights_request.asked_by IS 'own: the person''s subject key; else the officer';
COMMENT ON COLUMN rights_request.on_behalf_of IS 'department, assisted: officer whose role the asker had taken over for an absence';
COMMENT ON COLUMN rights_request.statement IS 'Screened before it is stored (never-collect, no document numbers)';
COMMENT ON COLUMN rights_request.wanted IS 'repair: {commitment}; relief: {size, until}';
CREATE INDEX rights_request_by_id ON rights_request (request_id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON rights_request EXECUTE FUNCTION refuse_change();
ALTER TABLE rights_request ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_jurisdiction ON rights_request
  USING ((SELECT sees_every_department()) OR department_id = ANY ((SELECT departments_seen())::text[]));
CREATE POLICY own_data ON rights_request USING (subject_key = ANY ((SELECT subjects_seen())::uuid[]));
GRANT SELECT, INSERT ON rights_request TO xinheng_platform;

CREATE TABLE rights_participant (
  subject_key uuid NOT NULL,
  request_id  uuid NOT NULL,
  officer_id  uuid NOT NULL,
  part        text NOT NULL CHECK (part IN ('asker', 'assessor', 'decider', 'reviewer', 'releaser')),
  PRIMARY KEY (subject_key, request_id, officer_id),
  CONSTRAINT rights_participant_part UNIQUE (subject_key, request_id, officer_id, part),
  FOREIGN KEY (subject_key, request_id) REFERENCES rights_request
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE rights_participant IS 'four-eyes: who asked for somebody, who assessed, who decided, who reviewed are different officers; the primary key holds it at any instant';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON rights_participant EXECUTE FUNCTION refuse_change();
ALTER TABLE rights_participant ENABLE ROW LEVEL SECURITY;
CREATE POLICY as_request ON rights_participant
  USING (EXISTS (SELECT FROM rights_request r WHERE r.subject_key = rights_participant.subject_key AND r.request_id = rights_participant.request_id));
GRANT SELECT, INSERT ON rights_participant TO xinheng_platform;

CREATE TABLE rights_action (
  subject_key     uuid NOT NULL,
  request_id      uuid NOT NULL,
  sequence        integer NOT NULL CHECK (sequence > 0),
  action          text NOT NULL,
  part            text,
  actor_id        uuid NOT NULL,
  on_behalf_of    uuid,
  department_id   text,
  at              timestamptz NOT NULL,
  idempotency_key text NOT NULL,
  payload         jsonb NOT NULL DEFAULT '{}',
  due_on          date,
  late            boolean NOT NULL DEFAULT false,
  PRIMARY KEY (subject_key, request_id, sequence),
  UNIQUE (subject_key, request_id, idempotency_key),
  FOREIGN KEY (subject_key, request_id) REFERENCES rights_request,
  FOREIGN KEY (subject_key, request_id, actor_id, part) REFERENCES rights_participant (subject_key, request_id, officer_id, part)
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE rights_action IS 'append-only. Two at the same instant meet at the primary key: the second is told to look again';
COMMENT ON COLUMN rights_action.part IS 'Null for what the applicant does';
COMMENT ON COLUMN rights_action.on_behalf_of IS 'Officer whose role the actor had taken over. Four-eyes counts the actor, never the absent one. Steps before this column have it in the audit only';
COMMENT ON COLUMN rights_action.due_on IS 'Last day of the step; null where no period ran, and for steps taken before this column was there: those count in the month they were taken';
COMMENT ON COLUMN rights_action.late IS 'Taken after the last day of the step before it; false where no period ran';
CREATE INDEX rights_action_by_time ON rights_action (at) INCLUDE (department_id, action, late);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON rights_action EXECUTE FUNCTION refuse_change();
ALTER TABLE rights_action ENABLE ROW LEVEL SECURITY;
CREATE POLICY as_request ON rights_action
  USING (EXISTS (SELECT FROM rights_request r WHERE r.subject_key = rights_action.subject_key AND r.request_id = rights_action.request_id));
GRANT SELECT, INSERT ON rights_action TO xinheng_platform;

CREATE TABLE rights_state (
  subject_key   uuid NOT NULL,
  request_id    uuid NOT NULL,
  kind          text NOT NULL,
  fact_key      uuid NOT NULL,
  department_id text NOT NULL,
  handled_by    text NOT NULL,
  state         text NOT NULL,
  sequence      integer NOT NULL,
  opened_on     date NOT NULL,
  due_on        date,
  ended_on      date,
  late          boolean NOT NULL DEFAULT false,
  PRIMARY KEY (subject_key, request_id),
  FOREIGN KEY (subject_key, request_id) REFERENCES rights_request
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE rights_state IS 'Projection for queues: the fold of rights_action, written in the same transaction, rebuildable from it';
COMMENT ON COLUMN rights_state.handled_by IS 'The department whose turn it is';
COMMENT ON COLUMN rights_state.late IS 'Whether a step of it was taken after its last day; for the figures of supervision';
CREATE UNIQUE INDEX rights_one_open ON rights_state (subject_key, fact_key, kind)
  WHERE state IN ('open', 'with-provider', 'assessed', 'returned', 'review-open');
COMMENT ON INDEX rights_one_open IS 'One open request of a kind about one case: asked twice at the same instant, the second is told so';
CREATE INDEX rights_waiting ON rights_state (due_on, opened_on, request_id) WHERE ended_on IS NULL;
CREATE INDEX rights_ended ON rights_state (ended_on, request_id) WHERE ended_on IS NOT NULL;
ALTER TABLE rights_state ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_jurisdiction ON rights_state
  USING ((SELECT sees_every_department()) OR department_id = ANY ((SELECT departments_seen())::text[]) OR handled_by = ANY ((SELECT departments_seen())::text[]));
CREATE POLICY own_data ON rights_state USING (subject_key = ANY ((SELECT subjects_seen())::uuid[]));
GRANT SELECT, INSERT, UPDATE ON rights_state TO xinheng_platform;

CREATE TABLE relief_hold (
  subject_key uuid NOT NULL,
  fact_key    uuid NOT NULL,
  request_id  uuid NOT NULL,
  held_from   date NOT NULL,
  held_until  date NOT NULL CHECK (held_until >= held_from),
  at          timestamptz NOT NULL,
  PRIMARY KEY (subject_key, fact_key, request_id),
  FOREIGN KEY (subject_key, request_id) REFERENCES rights_request
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE relief_hold IS 'append-only. Granted relief (4.4). What is determined while it lasts is recorded under hold in the same transaction, so that nobody ever sees it';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON relief_hold EXECUTE FUNCTION refuse_change();
ALTER TABLE relief_hold ENABLE ROW LEVEL SECURITY;
CREATE POLICY as_case ON relief_hold
  USING (EXISTS (SELECT FROM submission s WHERE s.subject_key = relief_hold.subject_key AND s.fact_key = relief_hold.fact_key));
GRANT SELECT, INSERT ON relief_hold TO xinheng_platform;

-- What is written here stands in the digests of its log entry (054).
SELECT keep_in_log('rights_request');
SELECT keep_in_log('rights_participant');
SELECT keep_in_log('rights_action');
SELECT keep_in_log('relief_hold');
