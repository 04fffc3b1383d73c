-- What a decision about one record set off is found by the record, however much was ever sent.

CREATE INDEX outbox_by_record ON outbox ((data->>'recordId'), position) WHERE data->>'recordId' IS NOT NULL;
