-- That somebody opened or closed an account is told in the transaction in which they did, also by a statement that came past the rules (091).

CREATE FUNCTION told_has_happened() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE happened boolean;
BEGIN
  happened := CASE NEW.type
    WHEN 'xinheng.account.opened' THEN EXISTS (SELECT FROM consent_receipt c WHERE c.receipt_id = NEW.receipt_id AND written_here(c.xmin))
    ELSE EXISTS (SELECT FROM closing_receipt c WHERE c.receipt_id = NEW.receipt_id AND written_here(c.xmin)) END;
  IF happened THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'points-opt-in: nobody tells of an account that is opened or closed by somebody else' USING ERRCODE = 'check_violation', CONSTRAINT = 'told_has_happened';
END $$;
COMMENT ON FUNCTION told_has_happened IS 'points-opt-in, withdrawal-everywhere: the platform begins and ends telling by the receipt of this transaction. Background work tells again what got lost';
CREATE TRIGGER has_happened BEFORE INSERT ON outbox FOR EACH ROW
  WHEN (NOT by_task() AND NOT pg_has_role(session_user, 'xinheng_points_owner', 'USAGE')) EXECUTE FUNCTION told_has_happened();
