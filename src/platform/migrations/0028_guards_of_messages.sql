-- What another system may be told, and must be, also for a statement that came past the rules of the application (069).

ALTER TABLE outbox ADD CONSTRAINT outbox_says_what_was_agreed CHECK (
  (recipient = 'points' AND type IN ('xinheng.record.published', 'xinheng.record.withdrawn', 'xinheng.provider.published', 'xinheng.provider.withdrawn'))
  OR (recipient = 'site' AND type IN ('xinheng.edition.published', 'xinheng.entry.withdrawn', 'xinheng.entry.marked', 'xinheng.notice.opened',
    'xinheng.organisation-records.published', 'xinheng.organisation-record.withdrawn', 'xinheng.directory.published', 'xinheng.punctuality.published'))) NOT VALID;
COMMENT ON CONSTRAINT outbox_says_what_was_agreed ON outbox IS 'points-only-unlock, no-person-in-public: the messages of src/contracts/exchange.ts, each to its recipient. NOT VALID: what was sent before stays as it was sent';
ALTER TABLE outbox ADD CONSTRAINT outbox_names_its_person CHECK (
  CASE WHEN type IN ('xinheng.record.published', 'xinheng.record.withdrawn')
    THEN coalesce(subject_key::text = data->>'subjectKey', false) ELSE subject_key IS NULL AND NOT data ? 'subjectKey' END) NOT VALID;
COMMENT ON CONSTRAINT outbox_names_its_person ON outbox IS 'points-opt-in, no-person-in-public: a message about somebody says about whom, and no other message names a subject';

CREATE FUNCTION message_fits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM added o WHERE o.recipient = 'points' AND o.subject_key IS NOT NULL AND (
    SELECT s.change FROM points_subscription s WHERE s.subject_key = o.subject_key ORDER BY s.sequence DESC LIMIT 1) IS DISTINCT FROM 'opened' LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'points-opt-in: nothing is told of who has no account' USING ERRCODE = 'check_violation', CONSTRAINT = 'message_needs_account';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION message_fits IS 'points-opt-in: the newest word of the points system about the person is that they opened an account';
CREATE TRIGGER needs_account AFTER INSERT ON outbox REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION message_fits();

CREATE FUNCTION told_as_it_stands() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM (
    SELECT (o.created_at AT TIME ZONE 'Asia/Shanghai')::date AS today, o.subject_key, (o.data->>'recordId')::uuid AS record_id, NULL AS uscc,
      (o.data->>'objectionOpen')::boolean AS marked FROM added o WHERE o.type = 'xinheng.record.published'
    UNION ALL
    SELECT (o.created_at AT TIME ZONE 'Asia/Shanghai')::date, d.subject_key, (m->>'recordId')::uuid, m->>'uscc', (m->>'objectionOpen')::boolean
    FROM added o CROSS JOIN LATERAL jsonb_array_elements(o.data->'records') m
    LEFT JOIN record x ON x.uscc = m->>'uscc' AND x.record_id = (m->>'recordId')::uuid
    LEFT JOIN site_disclosure d ON d.subject_key = x.subject_key AND d.record_id = x.record_id
    WHERE o.type = 'xinheng.organisation-records.published') told
  WHERE NOT EXISTS (
    SELECT FROM record r WHERE r.subject_key = told.subject_key AND r.record_id = told.record_id
      AND CASE WHEN told.uscc IS NULL THEN r.subject_type = 'person'
        ELSE r.subject_type = 'organisation' AND r.polarity = 'good' AND r.uscc = told.uscc AND told.uscc !~ '^92' END
      AND not_withdrawn(r.subject_key, r.record_id, told.today)
      AND (told.marked OR coalesce((SELECT c.change <> 'objection-opened' FROM record_change c WHERE c.subject_key = r.subject_key AND c.record_id = r.record_id
        AND c.change IN ('objection-opened', 'objection-closed') ORDER BY c.sequence DESC LIMIT 1), true)))
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'relief-hidden, objection-marked: a record is told as it stands: neither ended nor held, with the mark of an open objection; of organisations to the site only what is good, and noted as disclosed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'told_as_it_stands';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION told_as_it_stands IS 'relief-hidden, withdrawal-everywhere, objection-marked, no-person-in-public: what leaves is a record that stands. That it is noted as disclosed is what it will be withdrawn by';
CREATE TRIGGER as_it_stands AFTER INSERT ON outbox REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION told_as_it_stands();

CREATE FUNCTION list_told_as_signed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM added o WHERE (o.type = 'xinheng.edition.published' AND NOT EXISTS (
      SELECT FROM edition e WHERE e.list = o.data->'manifest'->>'list' AND e.number::text = o.data->'manifest'->>'number' AND e.manifest = o.data->'manifest'))
    OR (o.type = 'xinheng.notice.opened' AND (NOT EXISTS (
      SELECT FROM list_round r JOIN list l ON l.id = r.list WHERE r.id::text = o.data->>'roundId' AND r.list = o.data->>'list' AND l.polarity = 'good')
      OR EXISTS (SELECT FROM jsonb_array_elements(o.data->'entries') m WHERE NOT EXISTS (
        SELECT FROM list_entry e WHERE e.round_id::text = o.data->>'roundId' AND e.entry_id::text = m->>'entryId' AND e.uscc = m->>'uscc')))) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'black-list-needs-basis: the site is told of lists as they were signed, and of what a round of a good list proposes'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'list_told_as_signed';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION list_told_as_signed IS 'black-list-needs-basis, no-person-in-public: nobody is shown on a list that no edition or round holds';
CREATE TRIGGER as_signed AFTER INSERT ON outbox REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION list_told_as_signed();

-- Who opened an account, only the inbox says, and the inbox is background work.
REVOKE INSERT ON points_subscription FROM xinheng_platform;
GRANT INSERT ON points_subscription TO xinheng_platform_worker;

CREATE FUNCTION withdrawal_was_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM record_change c WHERE c.subject_key = NEW.subject_key AND c.record_id = NEW.record_id AND c.sequence > NEW.sequence) THEN RETURN NULL; END IF;
  IF (SELECT s.change FROM points_subscription s WHERE s.subject_key = NEW.subject_key ORDER BY s.sequence DESC LIMIT 1) = 'opened'
    AND (SELECT o.type FROM outbox o WHERE o.data->>'recordId' = NEW.record_id::text AND o.recipient = 'points' ORDER BY o.position DESC LIMIT 1) = 'xinheng.record.published'
    OR EXISTS (SELECT FROM site_disclosure d WHERE d.subject_key = NEW.subject_key AND d.record_id = NEW.record_id) AND NOT EXISTS (
      SELECT FROM outbox o WHERE o.data->>'recordId' = NEW.record_id::text AND o.type = 'xinheng.organisation-record.withdrawn' AND written_here(o.xmin))
    OR EXISTS (SELECT FROM list_entry e WHERE e.subject_key = NEW.subject_key AND e.record_id = NEW.record_id AND NOT EXISTS (
      SELECT FROM outbox o WHERE o.data->>'entryId' = e.entry_id::text AND o.type = 'xinheng.entry.withdrawn' AND written_here(o.xmin))) THEN
    RAISE EXCEPTION 'withdrawal-everywhere: whoever was told of the record is told in the same transaction that it has ended'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'withdrawal_told';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION withdrawal_was_told IS 'withdrawal-everywhere: asked when the transaction commits, of what a record ended or was hidden by';
CREATE CONSTRAINT TRIGGER withdrawal_told AFTER INSERT ON record_change DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.change IN ('repaired', 'revoked', 'held') AND by_application()) EXECUTE FUNCTION withdrawal_was_told();

CREATE FUNCTION objection_is_marked() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM record r WHERE r.subject_key = NEW.subject_key AND r.case_key = NEW.fact_key
    AND NOT EXISTS (SELECT FROM record_change c WHERE c.subject_key = r.subject_key AND c.record_id = r.record_id AND c.change IN ('repaired', 'revoked'))
    AND coalesce((SELECT c.change FROM record_change c WHERE c.subject_key = r.subject_key AND c.record_id = r.record_id
      AND c.change IN ('objection-opened', 'objection-closed') ORDER BY c.sequence DESC LIMIT 1), '') <> 'objection-opened';
  IF FOUND THEN
    RAISE EXCEPTION 'objection-marked: the record bears the mark from the transaction of the asking on' USING ERRCODE = 'check_violation', CONSTRAINT = 'objection_marked';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION objection_is_marked IS 'objection-marked: asked when the transaction commits';
CREATE CONSTRAINT TRIGGER objection_marked AFTER INSERT ON rights_request DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.kind = 'objection' AND by_application()) EXECUTE FUNCTION objection_is_marked();

CREATE FUNCTION logged_in_own_name() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.actor_id <> coalesce(acting_officer(), counter_officer())::text THEN
    RAISE EXCEPTION 'looked-is-logged: an officer is logged under the own name' USING ERRCODE = 'check_violation', CONSTRAINT = 'logged_in_own_name';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION logged_in_own_name IS 'looked-is-logged: nobody who entered as an officer, or for somebody at their counter, writes an entry in another officer''s name';
CREATE TRIGGER in_person BEFORE INSERT ON audit_entry FOR EACH ROW WHEN (NEW.actor_kind = 'officer' AND by_application()) EXECUTE FUNCTION logged_in_own_name();
