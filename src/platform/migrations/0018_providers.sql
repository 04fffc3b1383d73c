-- Providers of benefits (4.1): registered, altered and withdrawn by two people of the credit office, delivered to the points system.

CREATE TABLE provider_proposal (
  proposal_id  uuid PRIMARY KEY,
  provider_id  uuid NOT NULL,
  sequence     integer NOT NULL CHECK (sequence > 0),
  change       text NOT NULL CHECK (change IN ('register', 'alter', 'withdraw')),
  registration jsonb,
  reason       text,
  proposed_by  uuid NOT NULL REFERENCES officer (id),
  proposed_at  timestamptz NOT NULL,
  CONSTRAINT provider_proposal_order UNIQUE (provider_id, sequence),
  CHECK ((change = 'withdraw') = (registration IS NULL)),
  CHECK (change <> 'withdraw' OR reason IS NOT NULL)
);
COMMENT ON TABLE provider_proposal IS 'append-only. What one officer of the credit office wants registered about a provider; in force only once another confirmed it';
COMMENT ON COLUMN provider_proposal.sequence IS 'Order of the proposals about one provider: two made at the same instant meet here';
COMMENT ON COLUMN provider_proposal.registration IS 'The whole registration as it is to be, never a difference: name, code, accounts, offers';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON provider_proposal EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON provider_proposal TO xinheng_platform;

CREATE TABLE provider_decision (
  proposal_id uuid CONSTRAINT provider_decided_once PRIMARY KEY REFERENCES provider_proposal,
  decision    text NOT NULL CHECK (decision IN ('confirmed', 'declined')),
  reason      text,
  decided_by  uuid NOT NULL REFERENCES officer (id),
  decided_at  timestamptz NOT NULL,
  CHECK (decision = 'confirmed' OR reason IS NOT NULL)
);
COMMENT ON TABLE provider_decision IS 'append-only. How a proposal ended. The newest confirmed one is the provider as registered';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON provider_decision EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON provider_decision TO xinheng_platform;

CREATE FUNCTION confirmer_did_not_propose() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.decision = 'confirmed' AND EXISTS (
    SELECT FROM provider_proposal p WHERE p.proposal_id = NEW.proposal_id AND p.proposed_by = NEW.decided_by) THEN
    RAISE EXCEPTION 'four-eyes: who proposed a registration cannot confirm it' USING ERRCODE = 'check_violation', CONSTRAINT = 'provider_four_eyes';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION confirmer_did_not_propose IS 'four-eyes: a proposal never changes, so it holds whatever happens at the same instant. Taking back one''s own proposal needs nobody else';
CREATE TRIGGER four_eyes BEFORE INSERT ON provider_decision FOR EACH ROW EXECUTE FUNCTION confirmer_did_not_propose();

-- What is written here stands in the digests of its log entry (054).
SELECT keep_in_log('provider_proposal');
SELECT keep_in_log('provider_decision');
