-- Rows that were sent back, mended and handed in anew: which batch they come from.

ALTER TABLE batch ADD COLUMN corrects bigint REFERENCES batch;
COMMENT ON COLUMN batch.corrects IS 'The batch whose refused or doubtful rows this one brings mended; said by the sender, of their own department';
CREATE INDEX batch_corrects ON batch (corrects) WHERE corrects IS NOT NULL;
