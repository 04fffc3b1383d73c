-- What a reporting department has to mend: cases sent back to it, wherever they are decided.

CREATE INDEX case_state_returned ON case_state (reporting_department, batch_id, row_number) WHERE state = 'returned';
COMMENT ON INDEX case_state_returned IS 'Returned cases are few: the index of the reporters'' queue costs a batch of 200,000 approvals nothing';
