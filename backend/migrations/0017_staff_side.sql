-- What the staff makes and takes back: User IDs of those whom it invites, quotes that are discarded or withdrawn. Sections begin
-- with the engine that reads them, see 0003.

-- The User ID at the corporate door that the staff has chosen for whom it invites; null: the mail address. Nobody else is promised
-- the same while the invitation waits.
ALTER TABLE invitations ADD COLUMN user_id TEXT;
ALTER TABLE invitations ADD COLUMN user_id_folded TEXT;
CREATE UNIQUE INDEX invitations_user_id ON invitations (user_id_folded) WHERE state = 'open' AND user_id_folded IS NOT NULL;

-- What is scheduled is listed over all accounts.
CREATE INDEX subscriptions_scheduled ON subscriptions (period_end, id) WHERE scheduled_plan IS NOT NULL;

-- A draft may be discarded, an open quote withdrawn. "form_key" names the form that a draft was written with: sent twice, it is one draft.
-- sqlite:
PRAGMA defer_foreign_keys = ON;

CREATE TABLE kept_quotes AS SELECT * FROM quotes;
DROP TABLE quotes;
CREATE TABLE quotes (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    number TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'accepted', 'declined', 'expired', 'superseded', 'discarded', 'withdrawn')),
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
INSERT INTO quotes (id, account_id, number, state, origin, made_by, made_on, valid_until, content, products, currency, total_minor, price, order_id, reason, replaced_by, purchase_order, admin_name, admin_email, version, created_at, settled_at)
    SELECT id, account_id, number, state, origin, made_by, made_on, valid_until, content, products, currency, total_minor, price, order_id, reason, replaced_by, purchase_order, admin_name, admin_email, version, created_at, settled_at FROM kept_quotes;
DROP TABLE kept_quotes;
CREATE INDEX quotes_by_account ON quotes (account_id, made_on, number);
CREATE INDEX quotes_by_order ON quotes (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX quotes_by_day ON quotes (made_on, number);

-- postgres:
ALTER TABLE quotes DROP CONSTRAINT quotes_state_check;
ALTER TABLE quotes ADD CONSTRAINT quotes_state_check
    CHECK (state IN ('draft', 'open', 'accepted', 'declined', 'expired', 'superseded', 'discarded', 'withdrawn'));

-- both:
ALTER TABLE quotes ADD COLUMN form_key TEXT;
CREATE UNIQUE INDEX quotes_by_form ON quotes (account_id, form_key) WHERE form_key IS NOT NULL;
