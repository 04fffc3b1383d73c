-- What the other systems were told about an entry of a list: a request that changes a record shows it until each of them has confirmed (rights).

CREATE INDEX outbox_by_entry ON outbox ((data->>'entryId'), position) WHERE data->>'entryId' IS NOT NULL;
