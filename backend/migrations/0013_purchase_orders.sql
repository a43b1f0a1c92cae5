-- What purchase orders need to be drawn on: found whatever case their number is typed in, what their account was told of
-- last, and the contracts that were bought under them.

ALTER TABLE purchase_orders ADD COLUMN number_folded TEXT NOT NULL DEFAULT '';
ALTER TABLE purchase_orders ADD COLUMN told TEXT NOT NULL DEFAULT 'fine' CHECK (told IN ('fine', 'runs_out_soon', 'used_up', 'exceeded', 'expired'));
CREATE UNIQUE INDEX purchase_orders_by_folded ON purchase_orders (account_id, number_folded);
CREATE INDEX purchase_orders_open ON purchase_orders (valid_until, number) WHERE state = 'open';

-- The number that was named when the contract was bought or extended last; renewals name it too.
ALTER TABLE subscriptions ADD COLUMN purchase_order TEXT;
