-- Who stood in for whom in a request, as in `case_action`: the history an officer reads says it, not the audit alone.

ALTER TABLE rights_request ADD COLUMN on_behalf_of uuid;
COMMENT ON COLUMN rights_request.on_behalf_of IS 'department, assisted: officer whose role the asker had taken over for an absence';
ALTER TABLE rights_action ADD COLUMN on_behalf_of uuid;
COMMENT ON COLUMN rights_action.on_behalf_of IS 'Officer whose role the actor had taken over. Four-eyes counts the actor, never the absent one. Steps before this column have it in the audit only';
