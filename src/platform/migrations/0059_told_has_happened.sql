-- What another system is told has happened, in the transaction that tells it, also for a statement that came past the rules of the
-- application (069, 091): who may write a message could otherwise take anybody off a list, or put a provider on one.

CREATE FUNCTION account_digest(account jsonb) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT encode(sha256(convert_to('[' || concat_ws(',', (account->'kind')::text, to_json(account->>'issuer')::text, to_json(account->>'subject')::text) || ']', 'UTF8')), 'hex')
$$;
COMMENT ON FUNCTION account_digest IS 'As src/kernel/identity/account-digest.ts: a registered account is told by its digest';

CREATE FUNCTION told_has_happened() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE said text;
BEGIN
  SELECT judged.type INTO said FROM (
    SELECT o.type, CASE
      WHEN o.type = 'xinheng.record.withdrawn' THEN EXISTS (SELECT FROM record_change c
        WHERE c.subject_key = o.subject_key AND c.record_id = (o.data->>'recordId')::uuid AND c.change = o.data->>'reason' AND written_here(c.xmin))
      WHEN o.type = 'xinheng.organisation-record.withdrawn' THEN EXISTS (SELECT FROM record r JOIN record_change c USING (subject_key, record_id)
        WHERE r.uscc = o.data->>'uscc' AND r.record_id = (o.data->>'recordId')::uuid AND c.change = o.data->>'reason' AND written_here(c.xmin))
      WHEN o.type = 'xinheng.entry.withdrawn' THEN EXISTS (SELECT FROM record r JOIN record_change c USING (subject_key, record_id)
        JOIN list_entry e USING (subject_key, record_id)
        WHERE r.uscc = o.data->>'uscc' AND e.entry_id = (o.data->>'entryId')::uuid AND c.change = o.data->>'reason' AND written_here(c.xmin))
      WHEN o.type = 'xinheng.entry.marked' THEN EXISTS (SELECT FROM record r JOIN list_entry e USING (subject_key, record_id)
        WHERE r.uscc = o.data->>'uscc' AND e.entry_id = (o.data->>'entryId')::uuid AND (o.data->>'objectionOpen')::boolean = coalesce((
          SELECT c.change = 'objection-opened' FROM record_change c WHERE c.subject_key = r.subject_key AND c.record_id = r.record_id
            AND c.change IN ('objection-opened', 'objection-closed') ORDER BY c.sequence DESC LIMIT 1), false))
      WHEN o.type IN ('xinheng.provider.published', 'xinheng.provider.withdrawn') THEN EXISTS (SELECT FROM provider_decision d JOIN provider_proposal p USING (proposal_id)
        WHERE p.provider_id = (o.data->>'providerId')::uuid AND d.decision = 'confirmed' AND written_here(d.xmin)
          AND CASE WHEN o.type = 'xinheng.provider.withdrawn' THEN p.registration IS NULL
            ELSE (o.data->>'name', o.data->>'uscc', o.data->'offers') IS NOT DISTINCT FROM (p.registration->>'name', p.registration->>'uscc', p.registration->'offers')
              AND o.data->'accounts' = (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', a->'kind', 'digest', account_digest(a)) ORDER BY place), '[]')
                FROM jsonb_array_elements(p.registration->'accounts') WITH ORDINALITY x (a, place)) END)
      WHEN o.type = 'xinheng.record.published' THEN EXISTS (SELECT FROM record r LEFT JOIN LATERAL (SELECT c.payload FROM record_change c
          WHERE c.subject_key = r.subject_key AND c.record_id = r.record_id AND c.change = 'corrected' ORDER BY c.sequence DESC LIMIT 1) f ON true
        WHERE r.subject_key = o.subject_key AND r.record_id = (o.data->>'recordId')::uuid
          AND (o.data->>'kind', o.data->>'polarity', o.data->>'matter', (o.data->>'occurredOn')::date, (o.data->>'validUntil')::date)
            IS NOT DISTINCT FROM (r.kind, r.polarity, coalesce(f.payload->>'matter', r.matter), coalesce((f.payload->>'occurredOn')::date, r.occurred_on),
              least(r.valid_until, r.disclosed_until)))
      WHEN o.type IN ('xinheng.directory.published', 'xinheng.punctuality.published') THEN false
      ELSE true END AS happened
    FROM added o) judged WHERE NOT judged.happened LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'withdrawal-everywhere: % tells what has not happened', said USING ERRCODE = 'check_violation', CONSTRAINT = 'told_has_happened';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION told_has_happened IS 'withdrawal-everywhere, objection-marked, points-only-unlock: a record or an entry is withdrawn with the change that ends it, marked as it stands, a provider told as two officers registered it in this transaction; directory and figures are a job''s. Background work also tells again, after a restore, what is known of no row any more';
CREATE TRIGGER has_happened AFTER INSERT ON outbox REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application() AND NOT by_task()) EXECUTE FUNCTION told_has_happened();

-- A list shows what the records say: an officer who opens a round or publishes an edition writes nobody's name into it.
CREATE FUNCTION entry_says_its_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM added e JOIN record r ON r.subject_key = e.subject_key AND r.record_id = e.record_id
  LEFT JOIN LATERAL (SELECT c.payload FROM record_change c WHERE c.subject_key = r.subject_key AND c.record_id = r.record_id
    AND c.change = 'corrected' ORDER BY c.sequence DESC LIMIT 1) f ON true
  WHERE e.name IS DISTINCT FROM coalesce(f.payload->>'organisationName', r.organisation_name) OR e.matter IS DISTINCT FROM coalesce(f.payload->>'matter', r.matter)
    OR e.determined_on IS DISTINCT FROM (r.determined_at AT TIME ZONE 'Asia/Shanghai')::date
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'no-person-in-public: an entry says what its record says' USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_says_its_record';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION entry_says_its_record IS 'no-person-in-public: name, matter and day of what a round proposes are the record''s, as last corrected';
CREATE TRIGGER says_its_record AFTER INSERT ON list_entry REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT WHEN (by_application()) EXECUTE FUNCTION entry_says_its_record();

CREATE FUNCTION shown_as_proposed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  said jsonb := to_jsonb(NEW);
  round text := coalesce(said->>'round_id', said->'data'->>'roundId');
BEGIN
  PERFORM FROM jsonb_array_elements(coalesce(said->'manifest', said->'data')->'entries') m
  WHERE NOT EXISTS (SELECT FROM list_entry e WHERE e.round_id::text = round AND e.entry_id::text = m->>'entryId' AND e.name = m->>'name'
    AND e.ground = m->>'ground' AND (e.matter = m->>'matter' OR m->>'matter' = '（内容涉及个人信息，不予公开）'))
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'no-person-in-public: a list shows what its round proposed' USING ERRCODE = 'check_violation', CONSTRAINT = 'shown_as_proposed';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION shown_as_proposed IS 'no-person-in-public: names and matters of an edition, and of a public notice, are those of the round that was signed or opened';
CREATE TRIGGER shown_as_proposed BEFORE INSERT ON edition FOR EACH ROW WHEN (by_application()) EXECUTE FUNCTION shown_as_proposed();
CREATE TRIGGER shown_as_proposed BEFORE INSERT ON outbox FOR EACH ROW WHEN (NEW.type = 'xinheng.notice.opened' AND by_application()) EXECUTE FUNCTION shown_as_proposed();
