-- Quotes, the service orders that they become, and the purchase orders of those who accept them. Sections begin with the
-- engine that reads them, see 0003.

-- What is offered stands in "content"; "price" is what it came to when the quote ended, since an open one is priced each time
-- it is looked at. While the card is asked for the service order's amount, "order_id" keeps the quote for that order.
CREATE TABLE quotes (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    number TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'accepted', 'declined', 'expired', 'superseded')),
    origin TEXT NOT NULL CHECK (origin IN ('self_service', 'representative')),
    made_by TEXT NOT NULL REFERENCES people (id),
    made_on TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    content TEXT NOT NULL,
    products TEXT NOT NULL,
    currency TEXT NOT NULL,
    total_minor BIGINT NOT NULL,
    price TEXT,
    order_id TEXT REFERENCES orders (id),
    reason TEXT,
    replaced_by TEXT,
    purchase_order TEXT,
    admin_name TEXT,
    admin_email TEXT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    settled_at BIGINT
);
CREATE INDEX quotes_by_account ON quotes (account_id, made_on, number);
CREATE INDEX quotes_by_order ON quotes (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX quotes_by_day ON quotes (made_on, number);

-- The price, the subscriptions held and the credit reserved stand in the order. "decision" is what is being asked of the
-- gateway: it is durable before the gateway is asked, so that whoever comes after can ask again.
CREATE TABLE service_orders (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    number TEXT NOT NULL UNIQUE,
    order_id TEXT NOT NULL UNIQUE REFERENCES orders (id),
    quote_id TEXT NOT NULL UNIQUE REFERENCES quotes (id),
    state TEXT NOT NULL CHECK (state IN ('placed', 'in_process', 'done', 'refused')),
    placed_on TEXT NOT NULL,
    placed_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    taken_by TEXT REFERENCES people (id),
    decision TEXT CHECK (decision IN ('capture', 'void')),
    decided_by TEXT REFERENCES people (id),
    reason TEXT,
    gateway_note TEXT,
    lease_until BIGINT NOT NULL,
    settled_on TEXT,
    settled_at BIGINT
);
CREATE INDEX service_orders_by_account ON service_orders (account_id, placed_at);
CREATE INDEX service_orders_waiting ON service_orders (due_at, number) WHERE state IN ('placed', 'in_process');
CREATE INDEX service_orders_decided ON service_orders (lease_until) WHERE decision IS NOT NULL AND state = 'in_process';

CREATE TABLE purchase_orders (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    number TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    valid_from TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    created_by TEXT NOT NULL REFERENCES people (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (account_id, number)
);

-- A PDF of at most 5 MB, in base64: the columns of both engines are texts and integers. Apart from the rows that lists read.
CREATE TABLE purchase_order_documents (
    purchase_order_id TEXT NOT NULL PRIMARY KEY REFERENCES purchase_orders (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    file_name TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    content TEXT NOT NULL,
    uploaded_by TEXT NOT NULL REFERENCES people (id),
    uploaded_at BIGINT NOT NULL
);

-- What an invoice takes of a purchase order.
CREATE TABLE purchase_order_uses (
    invoice_id TEXT NOT NULL PRIMARY KEY REFERENCES invoices (id),
    purchase_order_id TEXT NOT NULL REFERENCES purchase_orders (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    amount_minor BIGINT NOT NULL
);
CREATE INDEX purchase_order_uses_by_order ON purchase_order_uses (purchase_order_id);

-- An amount is reserved on a card until it is captured or let go.
-- sqlite:
PRAGMA defer_foreign_keys = ON;

CREATE TABLE kept_attempts AS SELECT * FROM payment_attempts;
DROP TABLE payment_attempts;
CREATE TABLE payment_attempts (
    idempotency_key TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    order_id TEXT REFERENCES orders (id),
    invoice_id TEXT REFERENCES invoices (id),
    payment_token TEXT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    method TEXT,
    state TEXT NOT NULL CHECK (state IN ('open', 'authorised', 'succeeded', 'declined', 'cancelled', 'contradicted')),
    decline_code TEXT,
    lease_until BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    settled_at BIGINT,
    action_url TEXT,
    CHECK ((order_id IS NULL) <> (invoice_id IS NULL))
);
INSERT INTO payment_attempts (idempotency_key, account_id, order_id, invoice_id, payment_token, amount_minor, currency, method, state, decline_code, lease_until, created_at, settled_at, action_url)
    SELECT idempotency_key, account_id, order_id, invoice_id, payment_token, amount_minor, currency, method, state, decline_code, lease_until, created_at, settled_at, action_url FROM kept_attempts;
DROP TABLE kept_attempts;
CREATE UNIQUE INDEX payment_attempts_open ON payment_attempts (order_id) WHERE state = 'open';
CREATE INDEX payment_attempts_overdue ON payment_attempts (lease_until) WHERE state = 'open';
CREATE UNIQUE INDEX payment_attempts_open_invoice ON payment_attempts (invoice_id) WHERE state = 'open';
CREATE INDEX payment_attempts_by_invoice ON payment_attempts (invoice_id) WHERE invoice_id IS NOT NULL;

-- postgres:
ALTER TABLE payment_attempts DROP CONSTRAINT payment_attempts_state_check;
ALTER TABLE payment_attempts ADD CONSTRAINT payment_attempts_state_check
    CHECK (state IN ('open', 'authorised', 'succeeded', 'declined', 'cancelled', 'contradicted'));

-- both:
CREATE UNIQUE INDEX payment_attempts_authorised ON payment_attempts (order_id) WHERE state = 'authorised';
