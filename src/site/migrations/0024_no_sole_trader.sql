-- no-person-in-public: sole traders (codes of authority 9, class 2) are natural persons. They were kept off the directory and the good records;
-- now no list and no public notice shows one either.

DELETE FROM edition_entry WHERE uscc ~ '^92';
DELETE FROM notice_entry WHERE uscc ~ '^92';
DELETE FROM organisation WHERE uscc ~ '^92';
UPDATE publication_state SET version = version + 1;

ALTER TABLE edition_entry ALTER COLUMN uscc TYPE business_code;
ALTER TABLE notice_entry ALTER COLUMN uscc TYPE business_code;
ALTER TABLE organisation ALTER COLUMN uscc TYPE business_code;
COMMENT ON DOMAIN business_code IS 'The unified social credit code of an organisation: a sole trader''s begins with 92, is a natural person''s, and has no place here';
