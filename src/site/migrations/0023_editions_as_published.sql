-- What an edition changed is a fact of its publication: it is written down then, so that no day and no withdrawal afterwards makes it another.
-- And why something left, in a word, for whoever holds a copy (098).

CREATE TABLE edition_member (
  list     text NOT NULL,
  number   integer NOT NULL,
  entry_id uuid NOT NULL,
  sequence integer NOT NULL,
  change   text NOT NULL CHECK (change IN ('added', 'changed', 'kept')),
  PRIMARY KEY (list, number, entry_id),
  UNIQUE (list, number, sequence),
  FOREIGN KEY (list, number) REFERENCES edition
);
COMMENT ON TABLE edition_member IS 'append-only. Which entries a signed edition names, by id alone: stays when what the entry says is deleted. No name, no code';
COMMENT ON COLUMN edition_member.sequence IS 'Place in the manifest, from 1';
COMMENT ON COLUMN edition_member.change IS 'Against the edition before, as it was published; everything of a first edition is added. Who is a member of the edition before and not of this one has left with it';
GRANT SELECT ON edition_member TO xinheng_site;
GRANT INSERT ON edition_member TO xinheng_site_worker;

-- editions of before: as far as their entries are still held
INSERT INTO edition_member (list, number, entry_id, sequence, change)
SELECT e.list, e.number, e.entry_id, e.sequence, CASE
    WHEN b.entry_id IS NULL THEN 'added'
    WHEN to_jsonb(e) - ARRAY['number', 'sequence', 'record_id'] = to_jsonb(b) - ARRAY['number', 'sequence', 'record_id'] THEN 'kept'
    ELSE 'changed' END
FROM edition_entry e LEFT JOIN edition_entry b ON b.list = e.list AND b.entry_id = e.entry_id
  AND b.number = (SELECT max(d.number) FROM edition d WHERE d.list = e.list AND d.number < e.number);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON edition_member EXECUTE FUNCTION refuse_change();

ALTER TABLE withdrawn_entry ADD COLUMN reason text CHECK (reason IN ('repaired', 'revoked', 'expired', 'corrected'));
ALTER TABLE withdrawn_record ADD COLUMN reason text CHECK (reason IN ('repaired', 'revoked', 'expired', 'corrected'));
COMMENT ON TABLE withdrawn_entry IS 'Which entries have left: a list that was sent before the withdrawal and arrives after it must not show them. No name, no code';
COMMENT ON TABLE withdrawn_record IS 'Which good records have left: what was sent before the withdrawal and arrives after it must not show them. No name, no code';
COMMENT ON COLUMN withdrawn_entry.reason IS 'Class of reason. Null: not told to the public (relief-hidden: nobody learns here of a relief), or from before the column';
COMMENT ON COLUMN withdrawn_record.reason IS 'Class of reason. Null: not told to the public (relief-hidden: nobody learns here of a relief), or from before the column';
