-- What is due when, and what a renewal must know. Sections begin with the engine that reads them, see 0003.

-- One row per kind and subject, with its next due date: work that recurs moves its row on, work that is done has none.
-- "due_on" is a date of the seller's calendar; "try_at" and "lease_until" are wall time.
CREATE TABLE jobs (
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    due_on TEXT NOT NULL,
    -- Who works it off: 0 books, 1 gateway, 2 mail.
    lane BIGINT NOT NULL,
    -- Within a day, what has to come first.
    rank BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'dead')),
    tries BIGINT NOT NULL,
    try_at BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (kind, subject)
);
CREATE INDEX jobs_due ON jobs (lane, due_on, rank, account_id, kind, subject) WHERE state = 'waiting';
CREATE INDEX jobs_by_day ON jobs (due_on) WHERE state = 'waiting';
CREATE INDEX jobs_by_account ON jobs (account_id);
CREATE INDEX jobs_dead ON jobs (kind, due_on) WHERE state = 'dead';

-- Small facts about the whole installation: the demo's calendar, the price list that was last looked at.
CREATE TABLE facts (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

ALTER TABLE subscriptions ADD COLUMN price_origin TEXT NOT NULL DEFAULT 'catalogue' CHECK (price_origin IN ('catalogue', 'negotiated'));
-- The day whose price list the unit price is of; of those from before, the day on which their period began.
ALTER TABLE subscriptions ADD COLUMN priced_on TEXT NOT NULL DEFAULT '';
UPDATE subscriptions SET priced_on = period_start;
ALTER TABLE subscriptions ADD COLUMN announced_on TEXT;
ALTER TABLE subscriptions ADD COLUMN announced_minor BIGINT;
ALTER TABLE subscriptions ADD COLUMN scheduled_plan TEXT;
ALTER TABLE subscriptions ADD COLUMN scheduled_seats BIGINT;
ALTER TABLE subscriptions ADD COLUMN scheduled_interval TEXT;
-- Its service rests until what is overdue has been paid.
ALTER TABLE subscriptions ADD COLUMN suspended_on TEXT;
ALTER TABLE subscriptions ADD COLUMN ended_on TEXT;

-- When it is to be paid; where the reminders stand, counted from the day on which it was not.
ALTER TABLE invoices ADD COLUMN due_on TEXT;
ALTER TABLE invoices ADD COLUMN overdue_since TEXT;
ALTER TABLE invoices ADD COLUMN dunning_step BIGINT NOT NULL DEFAULT 0;
-- An invoice of a renewal waits for the mail that tells of all that came at once.
ALTER TABLE invoices ADD COLUMN is_told BIGINT NOT NULL DEFAULT 1;
CREATE INDEX invoices_untold ON invoices (account_id) WHERE is_told = 0;
CREATE INDEX invoices_open ON invoices (account_id, issued_on) WHERE open_minor > 0;

-- What is charged is an order, or an invoice that nobody ordered.
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
    state TEXT NOT NULL CHECK (state IN ('open', 'succeeded', 'declined', 'cancelled', 'contradicted')),
    decline_code TEXT,
    lease_until BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    settled_at BIGINT,
    action_url TEXT,
    CHECK ((order_id IS NULL) <> (invoice_id IS NULL))
);
INSERT INTO payment_attempts (idempotency_key, account_id, order_id, payment_token, amount_minor, currency, state, lease_until, created_at, settled_at, action_url)
    SELECT idempotency_key, account_id, order_id, payment_token, amount_minor, currency, state, lease_until, created_at, settled_at, action_url FROM kept_attempts;
DROP TABLE kept_attempts;
CREATE UNIQUE INDEX payment_attempts_open ON payment_attempts (order_id) WHERE state = 'open';
CREATE INDEX payment_attempts_overdue ON payment_attempts (lease_until) WHERE state = 'open';

CREATE TABLE kept_payments AS SELECT * FROM payments;
DROP TABLE payments;
CREATE TABLE payments (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    order_id TEXT REFERENCES orders (id),
    invoice_id TEXT REFERENCES invoices (id),
    charge_id TEXT NOT NULL UNIQUE,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    received_on TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    state TEXT NOT NULL DEFAULT 'settled' CHECK (state IN ('pending', 'settled', 'failed')),
    idempotency_key TEXT,
    settles_on TEXT,
    method TEXT,
    failure_code TEXT,
    asked_at BIGINT NOT NULL DEFAULT 0,
    settled_at BIGINT,
    CHECK ((order_id IS NULL) <> (invoice_id IS NULL))
);
INSERT INTO payments (id, account_id, order_id, charge_id, amount_minor, currency, received_on, created_at, state, idempotency_key, settles_on, method, failure_code, asked_at, settled_at)
    SELECT id, account_id, order_id, charge_id, amount_minor, currency, received_on, created_at, state, idempotency_key, settles_on, method, failure_code, asked_at, settled_at FROM kept_payments;
DROP TABLE kept_payments;
CREATE UNIQUE INDEX payments_by_key ON payments (idempotency_key);
CREATE INDEX payments_pending ON payments (settles_on) WHERE state = 'pending';

CREATE TABLE kept_credit AS SELECT * FROM credit_entries;
DROP TABLE credit_entries;
CREATE TABLE credit_entries (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    amount_minor BIGINT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('reserved', 'released', 'unused_days', 'opening', 'tax_corrected', 'renewal', 'overpaid')),
    order_id TEXT REFERENCES orders (id),
    created_at BIGINT NOT NULL
);
INSERT INTO credit_entries (id, account_id, amount_minor, reason, order_id, created_at)
    SELECT id, account_id, amount_minor, reason, order_id, created_at FROM kept_credit;
DROP TABLE kept_credit;
CREATE INDEX credit_entries_by_account ON credit_entries (account_id);

-- postgres:
ALTER TABLE payment_attempts ALTER COLUMN order_id DROP NOT NULL;
ALTER TABLE payment_attempts ADD COLUMN invoice_id TEXT REFERENCES invoices (id);
ALTER TABLE payment_attempts ADD COLUMN method TEXT;
ALTER TABLE payment_attempts ADD COLUMN decline_code TEXT;
ALTER TABLE payment_attempts ADD CONSTRAINT payment_attempts_owed CHECK ((order_id IS NULL) <> (invoice_id IS NULL));
ALTER TABLE payments ALTER COLUMN order_id DROP NOT NULL;
ALTER TABLE payments ADD COLUMN invoice_id TEXT REFERENCES invoices (id);
ALTER TABLE payments ADD CONSTRAINT payments_owed CHECK ((order_id IS NULL) <> (invoice_id IS NULL));
ALTER TABLE credit_entries DROP CONSTRAINT credit_entries_reason_check;
ALTER TABLE credit_entries ADD CONSTRAINT credit_entries_reason_check
    CHECK (reason IN ('reserved', 'released', 'unused_days', 'opening', 'tax_corrected', 'renewal', 'overpaid'));

-- both:
CREATE UNIQUE INDEX payment_attempts_open_invoice ON payment_attempts (invoice_id) WHERE state = 'open';
CREATE INDEX payment_attempts_by_invoice ON payment_attempts (invoice_id) WHERE invoice_id IS NOT NULL;
CREATE INDEX payments_by_order ON payments (order_id);
CREATE INDEX payments_by_invoice ON payments (invoice_id);

-- What was running before there were jobs gets its own.
INSERT INTO jobs (kind, subject, account_id, due_on, lane, rank, state, tries, try_at, lease_until, created_at)
    SELECT 'renewal', id, account_id, period_end, 0, 20, 'waiting', 0, 0, 0, created_at FROM subscriptions WHERE state = 'active';
INSERT INTO jobs (kind, subject, account_id, due_on, lane, rank, state, tries, try_at, lease_until, created_at)
    SELECT 'cancellation', id, account_id, period_end, 0, 10, 'waiting', 0, 0, 0, created_at FROM subscriptions WHERE state = 'pending_cancellation';
INSERT INTO jobs (kind, subject, account_id, due_on, lane, rank, state, tries, try_at, lease_until, created_at)
    SELECT 'trial_end', id, account_id, period_end, 0, 10, 'waiting', 0, 0, 0, created_at FROM subscriptions WHERE state = 'trial_running';
INSERT INTO jobs (kind, subject, account_id, due_on, lane, rank, state, tries, try_at, lease_until, created_at)
    SELECT 'trial_reminder', id, account_id, period_start, 0, 40, 'waiting', 0, 0, 0, created_at FROM subscriptions WHERE state = 'trial_running';
INSERT INTO jobs (kind, subject, account_id, due_on, lane, rank, state, tries, try_at, lease_until, created_at)
    SELECT 'price_rise', id, account_id, period_start, 0, 30, 'waiting', 0, 0, 0, created_at FROM subscriptions WHERE state = 'active';
INSERT INTO jobs (kind, subject, account_id, due_on, lane, rank, state, tries, try_at, lease_until, created_at)
    SELECT 'card_expiry', id, account_id, expires || '-01', 0, 40, 'waiting', 0, 0, 0, created_at FROM payment_methods WHERE state = 'active' AND expires IS NOT NULL;
INSERT INTO jobs (kind, subject, account_id, due_on, lane, rank, state, tries, try_at, lease_until, created_at)
    SELECT 'collection', id, account_id, issued_on, 1, 50, 'waiting', 0, 0, 0, issued_at FROM invoices WHERE kind = 'invoice' AND open_minor > 0 AND replaced_by IS NULL;
