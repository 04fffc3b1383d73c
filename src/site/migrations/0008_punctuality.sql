-- How well deadlines were kept, by month and department. Counts only: no case, no organisation, no person.

CREATE TABLE punctuality_month (
  month    text PRIMARY KEY CHECK (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  position bigint NOT NULL
);
COMMENT ON TABLE punctuality_month IS 'Months of which the platform has told how deadlines were kept, also those with nothing that may be shown';
COMMENT ON COLUMN punctuality_month.position IS 'Of the newest message about it: an older one changes nothing, a newer one replaces the month';
GRANT SELECT, INSERT, UPDATE ON punctuality_month TO xinheng_site;

CREATE TABLE punctuality (
  month      text NOT NULL REFERENCES punctuality_month,
  step       text NOT NULL CHECK (step IN ('check', 'request')),
  department text,
  kept       integer NOT NULL CHECK (kept >= 0),
  missed     integer NOT NULL CHECK (missed >= 0),
  CHECK (kept + missed >= 10),
  UNIQUE NULLS NOT DISTINCT (month, step, department)
);
COMMENT ON TABLE punctuality IS 'Deadlines whose last day lay in the month. Never fewer than ten together, so that no figure speaks of a single case';
COMMENT ON COLUMN punctuality.step IS 'check: of what was reported; request: the steps of objections, repair and relief';
COMMENT ON COLUMN punctuality.department IS 'Name of a body; null: those with too few to be told apart, together';
GRANT SELECT, INSERT, DELETE ON punctuality TO xinheng_site;
