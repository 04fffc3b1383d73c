-- Signed deliveries to the points system and the site, what the site is told besides lists, and what those systems tell the platform.

CREATE TABLE exchange_epoch (
  epoch    integer PRIMARY KEY CHECK (epoch > 0),
  begun_at timestamptz NOT NULL,
  reason   text NOT NULL
);
COMMENT ON TABLE exchange_epoch IS 'append-only. A restore from a backup begins a new epoch: what was told between the backup and the restore is not known here any more, though the receivers know it';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON exchange_epoch EXECUTE FUNCTION refuse_change();
INSERT INTO exchange_epoch (epoch, begun_at, reason) VALUES (1, now(), '首次安装');
GRANT SELECT ON exchange_epoch TO xinheng_platform;

CREATE TABLE outbox (
  id          uuid PRIMARY KEY,
  position    bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  epoch       integer NOT NULL GENERATED ALWAYS AS (((position - 1) / 10000000000)::integer + 1) STORED,
  recipient   text NOT NULL CHECK (recipient IN ('points', 'site')),
  type        text NOT NULL,
  subject_key uuid,
  notice      text NOT NULL,
  version     integer NOT NULL CHECK (version > 0),
  data        jsonb NOT NULL,
  created_at  timestamptz NOT NULL
);
COMMENT ON TABLE outbox IS 'append-only. Written in the same transaction as the change it tells of; delivered at least once';
COMMENT ON COLUMN outbox.position IS 'Order of the changes: a receiver lets no older message overwrite a newer one. Those of an epoch begin above 10,000,000,000 times the epochs before, so that a later epoch is newer everywhere';
COMMENT ON COLUMN outbox.epoch IS 'Follows from the position: the two cannot disagree';
COMMENT ON COLUMN outbox.notice IS 'The notice it was told under, and that notice''s version';
CREATE INDEX outbox_by_subject ON outbox (subject_key, position) WHERE subject_key IS NOT NULL;
CREATE INDEX outbox_by_record ON outbox ((data->>'recordId'), position) WHERE data->>'recordId' IS NOT NULL;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON outbox EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON outbox TO xinheng_platform;

CREATE TABLE outbox_due (
  recipient  text NOT NULL,
  position   bigint NOT NULL REFERENCES outbox (position),
  bytes      integer NOT NULL,
  tries      integer NOT NULL DEFAULT 0,
  not_before timestamptz,
  PRIMARY KEY (recipient, position)
);
COMMENT ON TABLE outbox_due IS 'What is still to be sent, in order; a row leaves once the receiver has it, refuses it for good, or it is withheld';
COMMENT ON COLUMN outbox_due.bytes IS 'About how long it is in a delivery';
COMMENT ON COLUMN outbox_due.tries IS 'Tried in vain so often';
COMMENT ON COLUMN outbox_due.not_before IS 'Set for a record that made trouble by itself: the others go on without it';
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox_due TO xinheng_platform;

CREATE TABLE recipient_standing (
  recipient   text PRIMARY KEY CHECK (recipient IN ('points', 'site')),
  position    bigint,
  record_id   uuid,
  reconciling boolean NOT NULL DEFAULT false,
  halted_at   timestamptz,
  CHECK (num_nulls(position, record_id) IN (0, 2))
);
COMMENT ON TABLE recipient_standing IS 'Where each receiver stands as far as is known here: said with every delivery, so that a restore on either side is noticed before anything is taken';
COMMENT ON COLUMN recipient_standing.record_id IS 'Of the newest record the receiver has: at the same position another one may stand after a restore';
COMMENT ON COLUMN recipient_standing.reconciling IS 'A new epoch has begun, and what the receiver holds has not been made equal yet';
COMMENT ON COLUMN recipient_standing.halted_at IS 'The receiver has a record that is not known here: nothing is sent until a new epoch begins';
INSERT INTO recipient_standing (recipient) VALUES ('points'), ('site');
GRANT SELECT ON recipient_standing TO xinheng_platform;
GRANT UPDATE ON recipient_standing TO xinheng_platform_worker;

CREATE FUNCTION begin_epoch(why text, at timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE n integer;
BEGIN
  LOCK TABLE exchange_epoch IN EXCLUSIVE MODE;
  SELECT max(epoch) + 1 INTO n FROM exchange_epoch;
  INSERT INTO exchange_epoch (epoch, begun_at, reason) VALUES (n, at, why);
  PERFORM setval(pg_get_serial_sequence('public.outbox', 'position'), (n - 1) * 10000000000, true);
  UPDATE recipient_standing SET reconciling = true, halted_at = NULL;
  RETURN n;
END $$;
COMMENT ON FUNCTION begin_epoch IS 'Positions go on above every one that was ever given out, also between the backup and the restore';
REVOKE ALL ON FUNCTION begin_epoch FROM PUBLIC;
GRANT EXECUTE ON FUNCTION begin_epoch TO xinheng_platform_worker;

CREATE TABLE inbox_epoch (
  sender      text NOT NULL,
  epoch       integer NOT NULL,
  position    bigint NOT NULL,
  record_id   uuid NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (sender, epoch)
);
COMMENT ON TABLE inbox_epoch IS 'The newest record of each epoch that this system has from each sender';
GRANT SELECT, INSERT, UPDATE ON inbox_epoch TO xinheng_platform;

CREATE TABLE delivery_attempt (
  outbox_id uuid NOT NULL REFERENCES outbox,
  attempt   integer NOT NULL,
  at        timestamptz NOT NULL,
  outcome   text NOT NULL CHECK (outcome IN ('acknowledged', 'failed', 'refused', 'withheld', 'lost')),
  detail    text,
  PRIMARY KEY (outbox_id, attempt)
);
COMMENT ON TABLE delivery_attempt IS 'append-only. Every try to deliver and how it ended; a message is done when one attempt is acknowledged or withheld';
COMMENT ON COLUMN delivery_attempt.outcome IS 'refused: the receiver says no for good, a person must look. withheld: not sent, because the person closed the account or the record is no longer in force. lost: the receiver had it and was restored to a time before, so it is sent again';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON delivery_attempt EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON delivery_attempt TO xinheng_platform;

CREATE TABLE points_subscription (
  subject_key uuid NOT NULL,
  sequence    bigint NOT NULL,
  change      text NOT NULL CHECK (change IN ('opened', 'closed')),
  receipt_id  text NOT NULL,
  message_id  text NOT NULL,
  at          timestamptz NOT NULL,
  PRIMARY KEY (subject_key, sequence),
  UNIQUE (subject_key, message_id)
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE points_subscription IS 'points-opt-in: who has asked the points system for an account. Records of anybody else are never delivered to it';
COMMENT ON COLUMN points_subscription.sequence IS 'The position in the points system''s own outbox: the highest one tells how things stand, whatever order the messages came in';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON points_subscription EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON points_subscription TO xinheng_platform;

CREATE TABLE site_disclosure (
  subject_key uuid NOT NULL,
  record_id   uuid NOT NULL,
  at          timestamptz NOT NULL,
  PRIMARY KEY (subject_key, record_id),
  FOREIGN KEY (subject_key, record_id) REFERENCES record
) PARTITION BY HASH (subject_key);
COMMENT ON TABLE site_disclosure IS 'append-only. Organisation records of which the public site was told, in the same transaction; what was told must also be withdrawn (withdrawal-everywhere)';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON site_disclosure EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON site_disclosure TO xinheng_platform;

CREATE TABLE directory_piece (
  up_to         bigint PRIMARY KEY,
  outbox_id     uuid,
  organisations integer NOT NULL,
  at            timestamptz NOT NULL
);
COMMENT ON TABLE directory_piece IS 'append-only. How far the directory was handed to the site: every revision up to up_to is in this message or an earlier one';
COMMENT ON COLUMN directory_piece.outbox_id IS 'Null when the piece held nothing for the public: only sole traders, who are natural persons';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON directory_piece EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON directory_piece TO xinheng_platform;

-- What is written here stands in the digests of its log entry (054).
SELECT keep_in_log('outbox');
SELECT keep_in_log('points_subscription');
