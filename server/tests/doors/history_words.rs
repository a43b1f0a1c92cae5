//! Whatever the audit trail notes for an account's history has words there, of its own and in both languages.

use crate::support::database::Engine::Sqlite;
use crate::support::ground::Ground;
use backend::args;
use backend::history::TOLD;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What an entry of that action says, as the use cases write it.
fn details(action: &str) -> Value {
    let choice = json!({ "plan": "professional", "seats": 10, "interval": "monthly" });
    let terms = json!({ "number": "4500-1", "amount_minor": 1, "valid_from": "2026-01-01", "valid_until": "2026-12-31" });
    match action {
        "order_completed" => json!({ "total_minor": 1, "changes": [] }),
        "trial_started" => json!({ "product": "goto-meeting", "plan": "professional", "seats": 1, "ends": "2026-12-01" }),
        "trial_ended" => json!({ "product": "goto-meeting" }),
        "subscription_cancelled" => json!({ "product": "goto-meeting", "ends": "2026-12-01" }),
        "cancellation_taken_back" => json!({ "product": "goto-meeting", "renews": "2026-12-01" }),
        "subscription_ended" => json!({ "invoice": null }),
        "subscription_renewed" => json!({ "period_start": "2026-12-01", "period_end": "2027-01-01", "total_minor": 1 }),
        "price_rise_announced" => json!({ "unit_minor": 2, "before_minor": 1, "from": "2026-12-01" }),
        "service_suspended" | "service_resumed" => json!({ "invoice": "RE-2026-00001" }),
        "change_scheduled" => {
            json!({ "product": "goto-meeting", "on": "2026-12-01", "from": choice, "to": choice, "unit_minor_from": 1, "unit_minor_to": 1 })
        }
        "scheduled_change_withdrawn" => json!({ "product": "goto-meeting", "from": choice, "to": choice }),
        "change_proposed" | "proposal_taken" | "proposal_declined" | "proposal_withdrawn" => json!({ "product": "goto-meeting", "to": choice }),
        "licences_assigned" | "licences_released" => json!({ "people": ["eva@nordlicht.example"], "from": 1, "to": 2 }),
        "quote_superseded" => json!({ "replaced_by": "AN-2026-00002" }),
        "service_order_placed" => json!({ "quote": "AN-2026-00001" }),
        "service_order_done" => json!({ "total_minor": 1 }),
        "billing_details_changed" => json!({ "changes": [{ "field": "city", "from": "Kiel", "to": "Hamburg" }] }),
        "payment_method_changed" => json!({ "brand": "visa", "last4": "4242" }),
        "payment_profile_changed" => json!({ "from": "card", "to": "check" }),
        "terms_changed" => json!({ "from": { "days": 30, "self_service": "eligible" }, "to": { "days": 14, "self_service": "not_eligible" } }),
        "vat_id_applied" => json!({ "before": null, "vat_id": "DE123456788" }),
        "vat_id_proven" => json!({ "vat_id": "DE123456788", "documents": [], "credit_minor": 0 }),
        "vat_id_denied" => json!({ "vat_id": "DE123456788" }),
        "debit_settled" | "debit_returned" | "invoice_paid" | "charge_declined" => json!({ "amount_minor": 1 }),
        "purchase_order_added" => terms,
        "purchase_order_changed" => json!({ "before": terms, "after": terms }),
        "purchase_order_closed" | "purchase_order_reopened" => json!({ "number": "4500-1", "remaining_minor": 1 }),
        "purchase_order_document_stored" => json!({ "number": "4500-1", "file_name": "order.pdf" }),
        "purchase_order_used" => json!({ "number": "4500-1", "document": "RU-2026-00001", "amount_minor": 1, "remaining_minor": 1 }),
        "purchase_order_told" => json!({ "number": "4500-1", "level": "used_up", "remaining_minor": 0, "valid_until": "2026-12-31" }),
        "receipt_recorded" | "receipt_allocated" => json!({ "amount_minor": 1, "kind": "bank_transfer" }),
        "receipt_reversed" | "allocation_reversed" => json!({ "amount_minor": 1, "kind": "bank_transfer", "reason": "none" }),
        "credit_note_issued" => json!({ "amount_minor": 1, "number": "RK-2026-00001", "reason": "none" }),
        "refund_begun" => json!({ "amount_minor": 1, "reason": "none" }),
        "refund_made" | "refund_refused" => json!({ "amount_minor": 1 }),
        "invoice_overdue" => json!({ "open_minor": 1 }),
        "invitation_sent" | "invitation_sent_again" | "invitation_withdrawn" | "admin_contact_assigned" => json!({ "email": "eva@nordlicht.example" }),
        "contact_right_changed" => json!({ "name": "Eva", "from": "read", "to": "order" }),
        "contact_removed" => json!({ "name": "Eva" }),
        "place_offered" | "place_taken" | "place_declined" | "place_withdrawn" => json!({ "giver": "Anna", "receiver": "Ben" }),
        "request_opened" | "request_written" | "request_answered" | "request_closed" => json!({ "subject": "invoice" }),
        _ => json!({}),
    }
}

#[tokio::test]
async fn every_kind_of_entry_has_words_of_its_own_in_both_languages() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let anna = portal.anna().await;
    ground.database.change("DELETE FROM audit", vec![]).await;
    for (place, (action, kind)) in (0_i64..).zip(TOLD) {
        let sql = "INSERT INTO audit (id, account_id, person_id, action, subject, details, happened_at, kind) \
                   SELECT $1, id, NULL, $2, 'none', $3, $4, $5 FROM accounts WHERE number = 'KD-10234'";
        let entry = args![format!("entry-{place}"), *action, details(action).to_string(), 1_000_000 + place, kind.code()];
        assert_eq!(ground.database.change(sql, entry).await, 1, "{action}");
    }
    for (language, separator) in [("de", ';'), ("en", ',')] {
        let choice = [("lang", language), ("next", "/billing")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        anna.post("/lang", &choice).await;
        let file = anna.get("/billing/history.csv").await;
        let mut words = BTreeSet::new();
        for line in file.text.lines().skip(1) {
            words.insert(line.split(separator).nth(2).unwrap_or_default().to_owned());
        }
        assert!(words.iter().all(|what| !what.is_empty()), "{words:?}");
        assert_eq!(words.len(), TOLD.len(), "{language}: one of them has the words of another: {words:#?}");
    }
}
