-- Offers in English too, where the provider has given it: for readers of the English pages.
ALTER TABLE benefit_offer
  ADD COLUMN title_en text,
  ADD COLUMN conditions_en text;
COMMENT ON COLUMN benefit_offer.title_en IS 'The provider''s own English; null: none given, the Chinese is shown';
