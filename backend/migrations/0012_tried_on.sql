-- On which day a charge was declined, in the seller's calendar: the account reads it beside the reason. Null for what was before.
ALTER TABLE payment_attempts ADD COLUMN declined_on TEXT;
