-- What invoices are made out to, as its owner changes it, and who gets them. One text for both engines, see 0001.

-- State of a federation, in countries whose addresses have one.
ALTER TABLE accounts ADD COLUMN region TEXT;

-- Who gets invoice mails besides the billing contact, in the order in which they were entered.
CREATE TABLE invoice_recipients (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    email_folded TEXT NOT NULL,
    email TEXT NOT NULL,
    place BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, email_folded)
);
