-- Whether each step of a request was taken in time: supervision counts it for the department that took it.

ALTER TABLE rights_action ADD COLUMN late boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN rights_action.late IS 'Taken after the last day of the step before it; false where no period ran';
CREATE INDEX rights_action_by_time ON rights_action (at) INCLUDE (department_id, action, late);
