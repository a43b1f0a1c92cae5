-- What finance does by hand: money that arrived without a charge of ours, credit notes, and money that goes back. Nothing in
-- here is deleted: what was wrong gets a row that says so. Sections begin with the engine that reads them, see 0003.

-- A transfer or a check. What is not allocated to an invoice stays here, and is no account credit: credit pays the next
-- renewal by itself, and money that the bank may still take back must not. One form is one row, however often it is sent.
CREATE TABLE receipts (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    form_key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('bank_transfer', 'check')),
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    unallocated_minor BIGINT NOT NULL CHECK (unallocated_minor >= 0),
    currency TEXT NOT NULL,
    received_on TEXT NOT NULL,
    reference TEXT NOT NULL,
    -- Number and name of the account, and the reference, as they are searched.
    search_folded TEXT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    CHECK (unallocated_minor <= amount_minor)
);
CREATE INDEX receipts_by_day ON receipts (received_on, id);
CREATE INDEX receipts_unallocated ON receipts (received_on, id) WHERE unallocated_minor > 0;
CREATE INDEX receipts_by_account ON receipts (account_id, received_on);

-- Which part of a receipt pays which invoice.
CREATE TABLE receipt_allocations (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    receipt_id TEXT NOT NULL REFERENCES receipts (id),
    invoice_id TEXT NOT NULL REFERENCES invoices (id),
    form_key TEXT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    allocated_on TEXT NOT NULL,
    allocated_by TEXT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    UNIQUE (form_key, invoice_id)
);
CREATE INDEX receipt_allocations_by_receipt ON receipt_allocations (receipt_id);
CREATE INDEX receipt_allocations_by_invoice ON receipt_allocations (invoice_id);

-- An allocation that no longer counts; without one, the whole receipt.
CREATE TABLE receipt_reversals (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    receipt_id TEXT NOT NULL REFERENCES receipts (id),
    allocation_id TEXT REFERENCES receipt_allocations (id),
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    reason TEXT NOT NULL,
    reversed_on TEXT NOT NULL,
    reversed_by TEXT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX receipt_reversals_whole ON receipt_reversals (receipt_id) WHERE allocation_id IS NULL;
CREATE UNIQUE INDEX receipt_reversals_allocation ON receipt_reversals (allocation_id) WHERE allocation_id IS NOT NULL;

-- A credit note that somebody issued by hand, beside the document itself: why, and what became of its money.
CREATE TABLE credit_notes (
    credit_note_id TEXT NOT NULL PRIMARY KEY REFERENCES invoices (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    invoice_id TEXT NOT NULL REFERENCES invoices (id),
    form_key TEXT NOT NULL UNIQUE,
    reason TEXT NOT NULL,
    -- What it took off what was open, and what it gave to the account's credit.
    reduced_minor BIGINT NOT NULL CHECK (reduced_minor >= 0),
    credited_minor BIGINT NOT NULL CHECK (credited_minor >= 0),
    issued_by TEXT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL
);
CREATE INDEX credit_notes_by_invoice ON credit_notes (invoice_id);

-- How much of which line of the invoice it corrects: net, with the sign of the line. Lines count from 0.
CREATE TABLE credit_note_lines (
    credit_note_id TEXT NOT NULL REFERENCES credit_notes (credit_note_id),
    line BIGINT NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    net_minor BIGINT NOT NULL,
    PRIMARY KEY (credit_note_id, line)
);

-- Account credit that goes back to who paid: by the gateway, to a payment's card or bank account (the identifier is the
-- gateway's idempotency key), or by a transfer of the seller. It leaves the credit when it is written, and comes back if
-- the gateway refuses.
CREATE TABLE refunds (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    invoice_id TEXT NOT NULL REFERENCES invoices (id),
    payment_id TEXT REFERENCES payments (id),
    form_key TEXT NOT NULL UNIQUE,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'paid_out', 'refused')),
    gateway_refund TEXT,
    failure_code TEXT,
    lease_until BIGINT NOT NULL,
    refunded_on TEXT NOT NULL,
    refunded_by TEXT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    settled_at BIGINT,
    CHECK ((payment_id IS NULL) = (state = 'paid_out'))
);
CREATE INDEX refunds_open ON refunds (lease_until) WHERE state = 'open';
CREATE INDEX refunds_by_invoice ON refunds (invoice_id);
CREATE INDEX refunds_by_payment ON refunds (payment_id) WHERE payment_id IS NOT NULL;

-- sqlite:
PRAGMA defer_foreign_keys = ON;

CREATE TABLE kept_credit AS SELECT * FROM credit_entries;
DROP TABLE credit_entries;
CREATE TABLE credit_entries (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    amount_minor BIGINT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('reserved', 'released', 'unused_days', 'opening', 'tax_corrected', 'renewal', 'overpaid', 'credit_note', 'refunded', 'refund_refused')),
    order_id TEXT REFERENCES orders (id),
    created_at BIGINT NOT NULL
);
INSERT INTO credit_entries (id, account_id, amount_minor, reason, order_id, created_at)
    SELECT id, account_id, amount_minor, reason, order_id, created_at FROM kept_credit;
DROP TABLE kept_credit;
CREATE INDEX credit_entries_by_account ON credit_entries (account_id);

-- postgres:
ALTER TABLE credit_entries DROP CONSTRAINT credit_entries_reason_check;
ALTER TABLE credit_entries ADD CONSTRAINT credit_entries_reason_check
    CHECK (reason IN ('reserved', 'released', 'unused_days', 'opening', 'tax_corrected', 'renewal', 'overpaid', 'credit_note', 'refunded', 'refund_refused'));
