-- The auditor's side: tree heads over the audit log, what the search needs, and sessions an administrator can end.

CREATE TABLE audit_checkpoint (
  size        bigint PRIMARY KEY CHECK (size > 0),
  first_entry bigint NOT NULL,
  last_entry  bigint NOT NULL CHECK (last_entry >= first_entry),
  entry_ids   bigint[] NOT NULL,
  leaves      bytea NOT NULL CHECK (octet_length(leaves) = 32 * cardinality(entry_ids)),
  peaks       bytea NOT NULL CHECK (octet_length(peaks) % 32 = 0),
  root        bytea NOT NULL CHECK (octet_length(root) = 32),
  key_version integer NOT NULL,
  seal        bytea NOT NULL CHECK (octet_length(seal) = 32),
  at          timestamptz NOT NULL
);
COMMENT ON TABLE audit_checkpoint IS 'append-only. A hash tree (RFC 6962) over audit_entry: each row adds the entries since the row before and states the root over all of them';
COMMENT ON COLUMN audit_checkpoint.size IS 'Number of entries the root stands for';
COMMENT ON COLUMN audit_checkpoint.entry_ids IS 'The entries this row added, in order; numbers may be missing from the sequence where a transaction was rolled back';
COMMENT ON COLUMN audit_checkpoint.leaves IS 'SHA-256 leaf hashes of those entries, 32 bytes each: with them the very entry that was altered can be named';
COMMENT ON COLUMN audit_checkpoint.peaks IS 'Roots of the full subtrees from left to right, so that adding an entry costs a few hashes';
COMMENT ON COLUMN audit_checkpoint.seal IS 'HMAC-SHA-256 over size and root under a key the database does not hold: who can alter the tables still cannot make a new head';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoint EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON audit_checkpoint TO xinheng_platform;

CREATE INDEX audit_entry_by_actor ON audit_entry (actor_id, id);
CREATE INDEX audit_entry_by_time ON audit_entry (at);

-- Sessions begun before this migration could not be told apart by officer: everybody signs in once more.
DELETE FROM session;
ALTER TABLE session ADD COLUMN officer_id uuid NOT NULL REFERENCES officer;
COMMENT ON COLUMN session.officer_id IS 'Whose session it is, so that an administrator can end it; opens nothing by itself';
CREATE INDEX session_by_officer ON session (officer_id);
