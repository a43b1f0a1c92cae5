-- One text for both engines: BIGINT and TEXT only. SQLite gets INTEGER and STRICT from it, see src/db/migrations.rs.
-- Amounts are minor units, instants microseconds UTC, dates ISO text. Nothing with money in it is ever deleted.

CREATE TABLE people (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    language TEXT CHECK (language IN ('de', 'en')),
    created_at BIGINT NOT NULL
);

-- The same mail may stand at several doors; they never mix.
CREATE TABLE logins (
    door TEXT NOT NULL CHECK (door IN ('billing_center', 'corporate', 'staff')),
    login_folded TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id),
    password_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (door, login_folded)
);

-- Counted for logins that do not exist as well, so that both look the same.
CREATE TABLE sign_in_tries (
    door TEXT NOT NULL,
    login_folded TEXT NOT NULL,
    failures BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL,
    PRIMARY KEY (door, login_folded)
);

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    data TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE staff (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id),
    role TEXT NOT NULL CHECK (role IN ('representative', 'finance', 'operator')),
    created_at BIGINT NOT NULL
);

CREATE TABLE accounts (
    id TEXT NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('online', 'corporate')),
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    street TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    city TEXT NOT NULL,
    country TEXT NOT NULL,
    currency TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('de', 'en')),
    vat_id TEXT,
    vat_id_state TEXT NOT NULL CHECK (vat_id_state IN ('none', 'valid', 'unverified')),
    credit_minor BIGINT NOT NULL CHECK (credit_minor >= 0),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE memberships (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    role TEXT NOT NULL CHECK (role IN ('billing_contact', 'member')),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, person_id)
);
CREATE INDEX memberships_by_person ON memberships (person_id);

CREATE TABLE payment_methods (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL CHECK (kind IN ('card')),
    gateway_token TEXT NOT NULL,
    brand TEXT NOT NULL,
    last4 TEXT NOT NULL,
    expires TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'replaced')),
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX payment_methods_active ON payment_methods (account_id) WHERE state = 'active';

CREATE TABLE orders (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    checkout_key TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('placed', 'completed', 'declined', 'cancelled')),
    placed_on TEXT NOT NULL,
    placed_by TEXT NOT NULL REFERENCES people (id),
    content TEXT NOT NULL,
    payment_method_id TEXT REFERENCES payment_methods (id),
    currency TEXT NOT NULL,
    total_minor BIGINT NOT NULL,
    credit_used_minor BIGINT NOT NULL CHECK (credit_used_minor >= 0),
    due_minor BIGINT NOT NULL CHECK (due_minor >= 0),
    decline_code TEXT,
    placed_at BIGINT NOT NULL,
    settled_at BIGINT,
    -- A second submit of one checkout meets the first one here.
    UNIQUE (account_id, checkout_key)
);

CREATE TABLE subscriptions (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    product TEXT NOT NULL,
    plan TEXT NOT NULL,
    seats BIGINT NOT NULL CHECK (seats >= 1),
    billing_interval TEXT NOT NULL CHECK (billing_interval IN ('monthly', 'annual')),
    unit_minor BIGINT NOT NULL CHECK (unit_minor >= 0),
    currency TEXT NOT NULL,
    anchor_day BIGINT NOT NULL CHECK (anchor_day BETWEEN 1 AND 31),
    period_start TEXT NOT NULL,
    period_end TEXT NOT NULL,
    tax_category TEXT CHECK (tax_category IN ('S', 'AE', 'O')),
    tax_rate TEXT,
    state TEXT NOT NULL CHECK (state IN ('active', 'trial_running', 'trial_ended', 'pending_cancellation', 'ended')),
    -- While an order's result is unknown, its subscriptions take no other order and no renewal.
    open_order_id TEXT REFERENCES orders (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX subscriptions_live ON subscriptions (account_id, product) WHERE state IN ('active', 'trial_running', 'pending_cancellation');
CREATE INDEX subscriptions_by_account ON subscriptions (account_id);

CREATE TABLE order_subscriptions (
    order_id TEXT NOT NULL REFERENCES orders (id),
    subscription_id TEXT NOT NULL REFERENCES subscriptions (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    version BIGINT NOT NULL,
    PRIMARY KEY (order_id, subscription_id)
);

CREATE TABLE carts (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id),
    checkout_key TEXT NOT NULL
);

-- One item per product: an account has at most one live subscription to it.
CREATE TABLE cart_items (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    product TEXT NOT NULL,
    subscription_id TEXT REFERENCES subscriptions (id),
    plan TEXT NOT NULL,
    seats BIGINT NOT NULL,
    billing_interval TEXT NOT NULL CHECK (billing_interval IN ('monthly', 'annual')),
    added_by TEXT NOT NULL REFERENCES people (id),
    added_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, product)
);

-- One row for each time that the gateway is asked to charge; its key is the gateway's idempotency key.
CREATE TABLE payment_attempts (
    idempotency_key TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    order_id TEXT NOT NULL REFERENCES orders (id),
    payment_token TEXT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'succeeded', 'declined', 'cancelled')),
    lease_until BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    settled_at BIGINT
);
CREATE UNIQUE INDEX payment_attempts_open ON payment_attempts (order_id) WHERE state = 'open';

CREATE TABLE payments (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    order_id TEXT NOT NULL REFERENCES orders (id),
    charge_id TEXT NOT NULL UNIQUE,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    received_on TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE number_series (
    series TEXT NOT NULL,
    year BIGINT NOT NULL,
    last_number BIGINT NOT NULL,
    PRIMARY KEY (series, year)
);

CREATE TABLE invoices (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL CHECK (kind IN ('invoice', 'credit_note')),
    number TEXT NOT NULL UNIQUE,
    series TEXT NOT NULL,
    year BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    order_id TEXT REFERENCES orders (id),
    corrects_number TEXT,
    issued_on TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    currency TEXT NOT NULL,
    net_minor BIGINT NOT NULL,
    tax_minor BIGINT NOT NULL,
    total_minor BIGINT NOT NULL,
    open_minor BIGINT NOT NULL CHECK (open_minor >= 0),
    products TEXT NOT NULL,
    content TEXT NOT NULL,
    UNIQUE (series, year, sequence)
);
CREATE INDEX invoices_by_account ON invoices (account_id, issued_on, number);
CREATE INDEX invoices_by_order ON invoices (order_id);

-- Which subscription's period an invoice charges: a later credit finds the invoice that it corrects.
CREATE TABLE invoice_periods (
    invoice_id TEXT NOT NULL REFERENCES invoices (id),
    subscription_id TEXT NOT NULL REFERENCES subscriptions (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    period_start TEXT NOT NULL,
    period_end TEXT NOT NULL,
    PRIMARY KEY (invoice_id, subscription_id)
);
CREATE INDEX invoice_periods_by_subscription ON invoice_periods (subscription_id, period_start);

-- The sum of an account's entries is its credit_minor.
CREATE TABLE credit_entries (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    amount_minor BIGINT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('reserved', 'released', 'unused_days', 'opening')),
    order_id TEXT REFERENCES orders (id),
    created_at BIGINT NOT NULL
);
CREATE INDEX credit_entries_by_account ON credit_entries (account_id);

CREATE TABLE outbox (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT REFERENCES accounts (id),
    kind TEXT NOT NULL CHECK (kind IN ('mail', 'entitlement')),
    recipient TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('de', 'en')),
    subject TEXT NOT NULL,
    content TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'kept', 'failed')),
    tries BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    settled_at BIGINT
);
CREATE INDEX outbox_due ON outbox (state, due_at);

CREATE TABLE audit (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT REFERENCES accounts (id),
    person_id TEXT REFERENCES people (id),
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    details TEXT NOT NULL,
    happened_at BIGINT NOT NULL
);
CREATE INDEX audit_by_account ON audit (account_id, happened_at);
