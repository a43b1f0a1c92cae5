-- A cart holds what is wanted of a product; which subscription that changes is seen when it is read.
CREATE TABLE cart_wishes (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    product TEXT NOT NULL,
    plan TEXT NOT NULL,
    seats BIGINT NOT NULL,
    billing_interval TEXT NOT NULL CHECK (billing_interval IN ('monthly', 'annual')),
    added_by TEXT NOT NULL REFERENCES people (id),
    added_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, product)
);
INSERT INTO cart_wishes (account_id, product, plan, seats, billing_interval, added_by, added_at)
    SELECT account_id, product, plan, seats, billing_interval, added_by, added_at FROM cart_items;
DROP TABLE cart_items;
ALTER TABLE cart_wishes RENAME TO cart_items;

-- What people call an order. Orders from before have none.
ALTER TABLE orders ADD COLUMN number TEXT;
CREATE UNIQUE INDEX orders_by_number ON orders (number);
CREATE INDEX orders_placed ON orders (account_id) WHERE state = 'placed';
