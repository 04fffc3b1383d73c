-- Who wants to know when something about an organisation changes need not scrape: feeds by code, and messages to subscribed addresses.

CREATE TABLE organisation_change (
  uscc       organisation_code NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (uscc, changed_at)
);
COMMENT ON TABLE organisation_change IS 'That something shown about a code changed, never what: a withdrawal looks like any other change. Deleted after thirty days';
CREATE INDEX organisation_change_by_age ON organisation_change (changed_at);
GRANT SELECT, INSERT, DELETE ON organisation_change TO xinheng_site;

CREATE TABLE subscription (
  uscc            organisation_code NOT NULL,
  subscription_id uuid NOT NULL,
  address         text NOT NULL CHECK (length(address) <= 500),
  host            text NOT NULL,
  created_at      timestamptz NOT NULL,
  confirmed_at    timestamptz,
  lost            integer NOT NULL DEFAULT 0,
  PRIMARY KEY (uscc, subscription_id),
  UNIQUE (uscc, address)
);
COMMENT ON TABLE subscription IS 'Programs that are told when something about a code changes. Holds no secret: each subscription''s is computed from the publication key';
COMMENT ON COLUMN subscription.address IS 'https address of a program, given by whoever subscribed and confirmed by the program itself';
COMMENT ON COLUMN subscription.confirmed_at IS 'When the address answered the handshake; null: nothing but the handshake is ever sent there, and after a day the row is deleted';
COMMENT ON COLUMN subscription.lost IS 'Messages in a row that never arrived in spite of all retries; the third ends the subscription';
CREATE INDEX subscription_by_host ON subscription (host);
GRANT SELECT, INSERT, UPDATE, DELETE ON subscription TO xinheng_site;

-- Whoever follows a code is told when a public notice that proposes it begins and ends; ends come by date, without a message.
CREATE TABLE notice_turn (
  round_id text NOT NULL REFERENCES notice,
  turn     text NOT NULL CHECK (turn IN ('begun', 'ended')),
  at       timestamptz NOT NULL,
  PRIMARY KEY (round_id, turn)
);
COMMENT ON TABLE notice_turn IS 'append-only. Of which notices the codes were told that it is shown, and that it no longer is: each once';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON notice_turn EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON notice_turn TO xinheng_site;
