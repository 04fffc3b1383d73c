-- A batch whose stored file is missing, damaged or out of reach waits for it: that is our loss, and nothing acknowledged is refused for it.

ALTER TABLE batch ADD COLUMN waiting_since timestamptz;
ALTER TABLE batch ADD COLUMN waiting_because text
  CHECK (waiting_because IN ('missing', 'damaged', 'key-missing', 'full', 'unreachable'));
COMMENT ON COLUMN batch.waiting_since IS 'Since when the batch waits for its stored file; null: it does not wait. The job repeats by itself; the same file handed in again lets it go on at once';
COMMENT ON COLUMN batch.waiting_because IS 'What the file store answered last: missing, damaged (seal or digest), key-missing (not in the keyring), full, unreachable';
ALTER TABLE batch ADD CONSTRAINT waits_while_processing
  CHECK ((waiting_since IS NULL) = (waiting_because IS NULL) AND (waiting_since IS NULL OR state = 'processing'));
CREATE INDEX batch_waiting ON batch (id) WHERE waiting_since IS NOT NULL;
COMMENT ON INDEX batch_waiting IS 'What an operator asks first after a disk was restored';

-- refused for our loss by earlier versions: they wait like any other now (the resumed jobs find them at the next start)
UPDATE batch SET state = 'processing', refusal = NULL, completed_at = NULL,
  waiting_since = coalesce(completed_at, received_at),
  waiting_because = CASE WHEN refusal->>'detail' LIKE '原文件已不在文件库中%' THEN 'missing' ELSE 'damaged' END
WHERE state = 'refused' AND refusal->>'code' = 'file.unreadable'
  AND (refusal->>'detail' LIKE '原文件已不在文件库中%' OR refusal->>'detail' LIKE '文件库中保存的原文件已损坏%');

-- the other half of it: a refusal names a fault of the file that was sent, and there is no other reason to refuse one
ALTER TABLE batch ADD CONSTRAINT refused_for_the_files_fault CHECK (state <> 'refused' OR coalesce(refusal->>'code', '') IN
  ('file.unreadable', 'file.too_large', 'file.empty', 'file.encoding', 'file.format', 'file.header_missing')) NOT VALID;
