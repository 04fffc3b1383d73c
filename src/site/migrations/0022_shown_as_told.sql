-- What is shown is what the platform told: the login that answers everybody's requests reads it, and only the one that takes deliveries
-- writes it (055, 091). A reader of the public pages could otherwise name anybody there, or take an entry or a mark away.

REVOKE INSERT, UPDATE, DELETE ON inbox_message, inbox_epoch, edition, edition_signature, edition_entry, notice, notice_entry, entry_mark, withdrawn_entry,
  publication_state, good_record, withdrawn_record, organisation, organisation_change, notice_turn, punctuality_month, punctuality FROM xinheng_site;
GRANT INSERT ON inbox_message, edition, edition_signature, notice, notice_turn TO xinheng_site_worker;
GRANT INSERT, UPDATE ON inbox_epoch, entry_mark, withdrawn_entry, withdrawn_record, punctuality_month TO xinheng_site_worker;
GRANT INSERT, DELETE ON edition_entry, notice_entry, organisation_change, punctuality TO xinheng_site_worker;
GRANT INSERT, UPDATE, DELETE ON good_record, organisation TO xinheng_site_worker;
GRANT UPDATE ON publication_state TO xinheng_site_worker;

-- Who subscribes is sent nothing before the address itself has answered: that it did, the job says.
REVOKE INSERT, UPDATE ON subscription FROM xinheng_site;
GRANT INSERT (uscc, subscription_id, address, host, created_at) ON subscription TO xinheng_site;
GRANT UPDATE ON subscription TO xinheng_site_worker;
