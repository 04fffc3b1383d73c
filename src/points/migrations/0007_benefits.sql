-- Benefits (4.1): who offers what, codes a person shows, and what became of them. A provider learns yes or not-yes for one benefit.

CREATE TABLE provider (
  provider_id uuid PRIMARY KEY,
  position    bigint NOT NULL,
  received_at timestamptz NOT NULL,
  name        text,
  uscc        text CHECK (length(uscc) = 18 AND uscc NOT LIKE '92%'),
  CONSTRAINT withdrawn_provider_says_nothing CHECK (num_nulls(name, uscc) IN (0, 2))
);
COMMENT ON TABLE provider IS 'Providers of benefits as the platform registered them: organisations only';
COMMENT ON COLUMN provider.position IS 'Of the newest message taken: an older one changes nothing';
COMMENT ON COLUMN provider.name IS 'Null once the registration is withdrawn: id and position remain, so that a late older message cannot bring it back';
GRANT SELECT, INSERT, UPDATE ON provider TO xinheng_points;

CREATE TABLE provider_account (
  digest      bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
  provider_id uuid NOT NULL REFERENCES provider,
  kind        text NOT NULL CHECK (kind IN ('staff', 'machine'))
);
COMMENT ON TABLE provider_account IS 'Who speaks for a provider';
COMMENT ON COLUMN provider_account.digest IS 'SHA-256 over kind, issuer and subject: the account is recognised when it signs in; nobody can be read off it';
CREATE INDEX provider_account_by_provider ON provider_account (provider_id);
GRANT SELECT, INSERT, UPDATE (provider_id), DELETE ON provider_account TO xinheng_points;

CREATE TABLE benefit_offer (
  offer_id      uuid PRIMARY KEY,
  provider_id   uuid NOT NULL REFERENCES provider,
  benefit       text NOT NULL,
  title         text NOT NULL,
  title_en      text,
  conditions    text NOT NULL,
  conditions_en text,
  areas         text[] NOT NULL,
  valid_from    date NOT NULL,
  valid_until   date
);
COMMENT ON TABLE benefit_offer IS 'What a provider offers within a benefit of the policy pack. The level it needs is the pack''s: there is no column in which another could stand';
COMMENT ON COLUMN benefit_offer.title_en IS 'The provider''s own English; null: none given, the Chinese is shown';
COMMENT ON COLUMN benefit_offer.areas IS 'Division codes and zone ids of the pack; empty: the whole city';
CREATE INDEX benefit_offer_by_provider ON benefit_offer (provider_id);
GRANT SELECT, INSERT, DELETE ON benefit_offer TO xinheng_points;

CREATE TABLE benefit_code (
  subject_key uuid PRIMARY KEY REFERENCES account,
  code_hash   bytea NOT NULL CHECK (octet_length(code_hash) = 32),
  benefit     text NOT NULL,
  provider_id uuid REFERENCES provider,
  given_at    timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL CHECK (expires_at > given_at)
);
COMMENT ON TABLE benefit_code IS 'points-only-unlock: the consent of a person, on their own screen, to tell one provider about one benefit once. One live code per person; taken out as it is used, so two scans at the same instant cannot both have it';
COMMENT ON COLUMN benefit_code.code_hash IS 'SHA-256 of the code on the screen: a copy of this table shows no code';
COMMENT ON COLUMN benefit_code.provider_id IS 'Null: any provider of the benefit';
CREATE INDEX benefit_code_by_hash ON benefit_code (code_hash);
GRANT SELECT, INSERT, UPDATE, DELETE ON benefit_code TO xinheng_points;

CREATE TABLE verification (
  subject_key     uuid NOT NULL REFERENCES account,
  verification_id uuid NOT NULL,
  at              timestamptz NOT NULL,
  provider_name   text NOT NULL,
  benefit         text NOT NULL,
  qualifies       boolean NOT NULL,
  PRIMARY KEY (subject_key, verification_id)
);
COMMENT ON TABLE verification IS 'looked-is-logged: which provider asked about which benefit and what it was told; for the person alone, and gone with the account';
COMMENT ON COLUMN verification.provider_name IS 'As it was registered then: the person sees who asked even after the registration is withdrawn';
GRANT SELECT, INSERT, DELETE ON verification TO xinheng_points;

CREATE TABLE provider_day (
  provider_id uuid NOT NULL REFERENCES provider,
  day         date NOT NULL,
  benefit     text NOT NULL,
  confirmed   integer NOT NULL CHECK (confirmed > 0),
  PRIMARY KEY (provider_id, day, benefit)
);
COMMENT ON TABLE provider_day IS 'How often a provider was told yes, by day: a figure about nobody, shown to that provider alone and coarse where it is small';
GRANT SELECT, INSERT, UPDATE ON provider_day TO xinheng_points;

CREATE TABLE provider_miss (
  provider_id uuid NOT NULL REFERENCES provider,
  at          timestamptz NOT NULL
);
COMMENT ON TABLE provider_miss IS 'Codes a provider sent that were not confirmed, of the last minutes only: too many, and it must wait. Says nothing of what was sent';
CREATE INDEX provider_miss_by_provider ON provider_miss (provider_id, at);
GRANT SELECT, INSERT, DELETE ON provider_miss TO xinheng_points;
