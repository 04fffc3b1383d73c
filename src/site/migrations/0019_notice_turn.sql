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
-- what was shown before anybody was told of notices is no news
INSERT INTO notice_turn (round_id, turn, at) SELECT round_id, 'begun', received_at FROM notice WHERE notice_from <= current_date;
INSERT INTO notice_turn (round_id, turn, at) SELECT round_id, 'ended', received_at FROM notice WHERE notice_until < current_date;

CREATE INDEX notice_entry_by_uscc ON notice_entry (uscc);
