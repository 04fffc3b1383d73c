-- In which order a batch's rows are judged: what the checkpoint counts in.

ALTER TABLE batch ADD COLUMN cut_numbers_last boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN batch.cut_numbers_last IS 'Rows whose number ends in 000, as a spreadsheet leaves it, are judged after all others, when the whole file is known; rows_done counts in this order. False for batches whose rows were counted in the order of the sheet before this column was there: they are finished so';
UPDATE batch SET cut_numbers_last = false WHERE rows_done > 0;
