-- What the platform must be told: who asked for an account and who closed it; and how far this system has what the platform tells.

CREATE TABLE exchange_epoch (
  epoch    integer PRIMARY KEY CHECK (epoch > 0),
  begun_at timestamptz NOT NULL,
  reason   text NOT NULL
);
COMMENT ON TABLE exchange_epoch IS 'append-only. A restore from a backup begins a new epoch: what was told between the backup and the restore is not known here any more, though the receivers know it';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON exchange_epoch EXECUTE FUNCTION refuse_change();
INSERT INTO exchange_epoch (epoch, begun_at, reason) VALUES (1, now(), '首次安装');
GRANT SELECT ON exchange_epoch TO xinheng_points;

CREATE TABLE outbox (
  id         uuid PRIMARY KEY,
  position   bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  epoch      integer NOT NULL GENERATED ALWAYS AS (((position - 1) / 10000000000)::integer + 1) STORED,
  type       text NOT NULL,
  receipt_id text NOT NULL,
  notice     text NOT NULL,
  version    integer NOT NULL CHECK (version > 0),
  created_at timestamptz NOT NULL
);
COMMENT ON TABLE outbox IS 'append-only. What the platform must be told. Names a receipt, never a person: the message is put together when it is sent';
COMMENT ON COLUMN outbox.position IS 'Order of the changes: a receiver lets no older message overwrite a newer one. Those of an epoch begin above 10,000,000,000 times the epochs before, so that a later epoch is newer everywhere';
COMMENT ON COLUMN outbox.epoch IS 'Follows from the position: the two cannot disagree';
COMMENT ON COLUMN outbox.notice IS 'The notice whose points rules are in force, and its version';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON outbox EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON outbox TO xinheng_points;

CREATE TABLE outbox_due (
  position   bigint PRIMARY KEY REFERENCES outbox (position),
  tries      integer NOT NULL DEFAULT 0,
  not_before timestamptz
);
COMMENT ON TABLE outbox_due IS 'What is still to be sent, in order; a row leaves once the receiver has it, refuses it for good, or it is withheld';
COMMENT ON COLUMN outbox_due.tries IS 'Tried in vain so often';
COMMENT ON COLUMN outbox_due.not_before IS 'Set for a record that made trouble by itself: the others go on without it';
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox_due TO xinheng_points;

CREATE TABLE recipient_standing (
  recipient   text PRIMARY KEY CHECK (recipient IN ('platform')),
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
INSERT INTO recipient_standing (recipient) VALUES ('platform');
GRANT SELECT ON recipient_standing TO xinheng_points;
GRANT UPDATE ON recipient_standing TO xinheng_points_worker;

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
GRANT EXECUTE ON FUNCTION begin_epoch TO xinheng_points_worker;

CREATE TABLE inbox_epoch (
  sender      text NOT NULL,
  epoch       integer NOT NULL,
  position    bigint NOT NULL,
  record_id   uuid NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (sender, epoch)
);
COMMENT ON TABLE inbox_epoch IS 'The newest record of each epoch that this system has from each sender';
GRANT SELECT, INSERT, UPDATE ON inbox_epoch TO xinheng_points;

CREATE TABLE delivery_attempt (
  outbox_id uuid NOT NULL REFERENCES outbox,
  attempt   integer NOT NULL,
  at        timestamptz NOT NULL,
  outcome   text NOT NULL CHECK (outcome IN ('acknowledged', 'failed', 'refused', 'withheld', 'lost')),
  detail    text,
  PRIMARY KEY (outbox_id, attempt)
);
COMMENT ON TABLE delivery_attempt IS 'append-only. Every try to deliver and how it ended';
COMMENT ON COLUMN delivery_attempt.outcome IS 'withheld: the account was closed before its opening could be told. lost: the platform had it and was restored to a time before, so it is sent again';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON delivery_attempt EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON delivery_attempt TO xinheng_points;
