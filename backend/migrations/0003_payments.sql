-- Payment methods of two kinds, hosted pages, debits that settle later, and what the gateway tells by itself.
-- Sections begin with the engine that reads them; SQLite changes a CHECK by making its table anew.

-- sqlite:
PRAGMA defer_foreign_keys = ON;

CREATE TABLE kept_methods AS SELECT * FROM payment_methods;
DROP TABLE payment_methods;
CREATE TABLE payment_methods (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL CHECK (kind IN ('card', 'sepa_debit')),
    gateway_token TEXT NOT NULL,
    brand TEXT NOT NULL,
    last4 TEXT NOT NULL,
    expires TEXT,
    state TEXT NOT NULL CHECK (state IN ('active', 'replaced')),
    created_at BIGINT NOT NULL,
    holder TEXT,
    country TEXT,
    mandate_reference TEXT,
    mandate_signed_on TEXT
);
INSERT INTO payment_methods (id, account_id, kind, gateway_token, brand, last4, expires, state, created_at)
    SELECT id, account_id, kind, gateway_token, brand, last4, expires, state, created_at FROM kept_methods;
DROP TABLE kept_methods;
CREATE UNIQUE INDEX payment_methods_active ON payment_methods (account_id) WHERE state = 'active';

CREATE TABLE kept_attempts AS SELECT * FROM payment_attempts;
DROP TABLE payment_attempts;
CREATE TABLE payment_attempts (
    idempotency_key TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    order_id TEXT NOT NULL REFERENCES orders (id),
    payment_token TEXT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'succeeded', 'declined', 'cancelled', 'contradicted')),
    lease_until BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    settled_at BIGINT,
    action_url TEXT
);
INSERT INTO payment_attempts (idempotency_key, account_id, order_id, payment_token, amount_minor, currency, state, lease_until, created_at, settled_at)
    SELECT idempotency_key, account_id, order_id, payment_token, amount_minor, currency, state, lease_until, created_at, settled_at FROM kept_attempts;
DROP TABLE kept_attempts;
CREATE UNIQUE INDEX payment_attempts_open ON payment_attempts (order_id) WHERE state = 'open';

CREATE TABLE kept_credit AS SELECT * FROM credit_entries;
DROP TABLE credit_entries;
CREATE TABLE credit_entries (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    amount_minor BIGINT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('reserved', 'released', 'unused_days', 'opening', 'tax_corrected')),
    order_id TEXT REFERENCES orders (id),
    created_at BIGINT NOT NULL
);
INSERT INTO credit_entries (id, account_id, amount_minor, reason, order_id, created_at)
    SELECT id, account_id, amount_minor, reason, order_id, created_at FROM kept_credit;
DROP TABLE kept_credit;
CREATE INDEX credit_entries_by_account ON credit_entries (account_id);

-- postgres:
ALTER TABLE payment_methods DROP CONSTRAINT payment_methods_kind_check;
ALTER TABLE payment_methods ADD CONSTRAINT payment_methods_kind_check CHECK (kind IN ('card', 'sepa_debit'));
ALTER TABLE payment_methods ALTER COLUMN expires DROP NOT NULL;
ALTER TABLE payment_methods ADD COLUMN holder TEXT;
ALTER TABLE payment_methods ADD COLUMN country TEXT;
ALTER TABLE payment_methods ADD COLUMN mandate_reference TEXT;
ALTER TABLE payment_methods ADD COLUMN mandate_signed_on TEXT;
ALTER TABLE payment_attempts DROP CONSTRAINT payment_attempts_state_check;
ALTER TABLE payment_attempts ADD CONSTRAINT payment_attempts_state_check CHECK (state IN ('open', 'succeeded', 'declined', 'cancelled', 'contradicted'));
ALTER TABLE payment_attempts ADD COLUMN action_url TEXT;
ALTER TABLE credit_entries DROP CONSTRAINT credit_entries_reason_check;
ALTER TABLE credit_entries ADD CONSTRAINT credit_entries_reason_check CHECK (reason IN ('reserved', 'released', 'unused_days', 'opening', 'tax_corrected'));

-- both:
CREATE INDEX payment_attempts_overdue ON payment_attempts (lease_until) WHERE state = 'open';

-- A debit is pending until its day has come. What was received before is settled. "asked_at" keeps two servers from
-- asking the gateway about one payment at once.
ALTER TABLE payments ADD COLUMN state TEXT NOT NULL DEFAULT 'settled' CHECK (state IN ('pending', 'settled', 'failed'));
ALTER TABLE payments ADD COLUMN idempotency_key TEXT;
ALTER TABLE payments ADD COLUMN settles_on TEXT;
ALTER TABLE payments ADD COLUMN method TEXT;
ALTER TABLE payments ADD COLUMN failure_code TEXT;
ALTER TABLE payments ADD COLUMN asked_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE payments ADD COLUMN settled_at BIGINT;
UPDATE payments SET idempotency_key = (SELECT a.idempotency_key FROM payment_attempts a WHERE a.order_id = payments.order_id AND a.state = 'succeeded');
CREATE UNIQUE INDEX payments_by_key ON payments (idempotency_key);
CREATE INDEX payments_pending ON payments (settles_on) WHERE state = 'pending';

-- A visit to the gateway's hosted page. Its mandate's reference is ours, and used once.
CREATE TABLE payment_sessions (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    gateway_session TEXT NOT NULL UNIQUE,
    purpose TEXT NOT NULL CHECK (purpose IN ('checkout', 'payment_method')),
    mandate_reference TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('open', 'adopted', 'cancelled', 'expired')),
    created_at BIGINT NOT NULL,
    settled_at BIGINT
);
CREATE INDEX payment_sessions_by_account ON payment_sessions (account_id);

-- What the gateway told us, each event once. An event says that something changed; what it is, the gateway is asked.
CREATE TABLE gateway_events (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    gateway_key TEXT,
    gateway_session TEXT,
    received_at BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    handled_at BIGINT
);
CREATE INDEX gateway_events_waiting ON gateway_events (received_at) WHERE handled_at IS NULL;

-- When the register was last asked about the number; none for one that it was never asked about.
ALTER TABLE accounts ADD COLUMN vat_checked_at BIGINT;
CREATE INDEX accounts_unverified ON accounts (vat_checked_at) WHERE vat_id_state = 'unverified';

-- Of a document that was cancelled, and of the one that cancels it: the number of what was issued in its place.
ALTER TABLE invoices ADD COLUMN replaced_by TEXT;
