-- What the platform must be told: who asked for an account and who closed it.

CREATE TABLE outbox (
  id         uuid PRIMARY KEY,
  position   bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  type       text NOT NULL,
  receipt_id text NOT NULL,
  created_at timestamptz NOT NULL
);
COMMENT ON TABLE outbox IS 'append-only. What the platform must be told. Names a receipt, never a person: the message is put together when it is sent';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON outbox EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON outbox TO xinheng_points;

CREATE TABLE delivery_attempt (
  outbox_id uuid NOT NULL REFERENCES outbox,
  attempt   integer NOT NULL,
  at        timestamptz NOT NULL,
  outcome   text NOT NULL CHECK (outcome IN ('acknowledged', 'failed', 'refused', 'withheld')),
  detail    text,
  PRIMARY KEY (outbox_id, attempt)
);
COMMENT ON TABLE delivery_attempt IS 'append-only. Every try to deliver and how it ended';
COMMENT ON COLUMN delivery_attempt.outcome IS 'withheld: the account was closed before its opening could be told';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON delivery_attempt EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON delivery_attempt TO xinheng_points;
