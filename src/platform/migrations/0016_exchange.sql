-- Signed deliveries to the points system and the site, what the site is told besides lists, and what those systems tell the platform.

CREATE TABLE outbox (
  id          uuid PRIMARY KEY,
  position    bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  recipient   text NOT NULL CHECK (recipient IN ('points', 'site')),
  type        text NOT NULL,
  subject_key uuid,
  data        jsonb NOT NULL,
  created_at  timestamptz NOT NULL
);
COMMENT ON TABLE outbox IS 'append-only. Written in the same transaction as the change it tells of; delivered at least once';
COMMENT ON COLUMN outbox.position IS 'Order of the changes: a receiver lets no older message overwrite a newer one';
CREATE INDEX outbox_by_subject ON outbox (subject_key, position) WHERE subject_key IS NOT NULL;
CREATE INDEX outbox_by_record ON outbox ((data->>'recordId'), position) WHERE data->>'recordId' IS NOT NULL;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON outbox EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON outbox TO xinheng_platform;

CREATE TABLE delivery_attempt (
  outbox_id uuid NOT NULL REFERENCES outbox,
  attempt   integer NOT NULL,
  at        timestamptz NOT NULL,
  outcome   text NOT NULL CHECK (outcome IN ('acknowledged', 'failed', 'refused', 'withheld')),
  detail    text,
  PRIMARY KEY (outbox_id, attempt)
);
COMMENT ON TABLE delivery_attempt IS 'append-only. Every try to deliver and how it ended; a message is done when one attempt is acknowledged or withheld';
COMMENT ON COLUMN delivery_attempt.outcome IS 'refused: the receiver says no for good, a person must look. withheld: not sent, because the person closed the account or the record is no longer in force';
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
