-- Invoices are searched by number and product: folded by the application, here for those from before.
ALTER TABLE invoices ADD COLUMN search_folded TEXT NOT NULL DEFAULT '';
UPDATE invoices SET search_folded = lower(number || ' ' || substr(products, 1, 500));
-- Everything that filters and sums look at, in the list's order: the documents themselves are large, and are not read for it.
CREATE INDEX invoices_searched ON invoices
    (account_id, issued_on, number, kind, currency, open_minor, total_minor, overdue_since, corrects_number, search_folded);
DROP INDEX invoices_by_account;
-- What corrects a document.
CREATE INDEX invoices_correcting ON invoices (account_id, corrects_number, number) WHERE corrects_number IS NOT NULL;
-- The account's history tells a part of the audit trail, by what it belongs to; empty is what it does not tell.
ALTER TABLE audit ADD COLUMN kind TEXT NOT NULL DEFAULT '' CHECK (kind IN ('', 'subscriptions', 'payment', 'invoices', 'people'));
UPDATE audit SET kind = CASE
    WHEN action IN ('order_completed', 'order_declined', 'order_cancelled', 'trial_started', 'trial_ended', 'subscription_cancelled',
        'cancellation_taken_back', 'subscription_ended', 'subscription_renewed', 'price_rise_announced', 'service_suspended', 'service_resumed')
        THEN 'subscriptions'
    WHEN action IN ('payment_method_changed', 'vat_id_applied', 'vat_id_proven', 'vat_id_denied', 'debit_settled', 'debit_returned') THEN 'payment'
    WHEN action IN ('invoice_overdue', 'invoice_reminded', 'invoice_paid', 'charge_declined') THEN 'invoices'
    WHEN action IN ('account_created', 'invitation_sent', 'invitation_sent_again', 'invitation_withdrawn', 'invitation_accepted', 'password_changed')
        THEN 'people'
    ELSE '' END;
CREATE INDEX audit_history ON audit (account_id, happened_at, id) WHERE kind <> '';
