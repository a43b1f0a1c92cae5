//! What must be true of the books after every test, whatever happened in it.

use super::world::World;
use backend::args;
use std::collections::BTreeMap;

/// Panics at the first thing that does not add up.
pub async fn must_balance(world: &World) {
    numbers_have_no_gaps(world).await;
    order_numbers_have_no_gaps(world).await;
    credit_is_the_sum_of_its_entries(world).await;
    every_charge_is_one_payment(world).await;
    every_order_is_whole_or_nothing(world).await;
    nothing_is_held_for_an_order_that_ended(world).await;
    every_subscription_is_on_the_calendar(world).await;
    every_period_follows_the_one_before(world).await;
    service_orders_end_as_their_orders(world).await;
    nobody_holds_a_licence_that_is_not_there(world).await;
    every_receipt_is_allocated_or_not(world).await;
    no_credit_note_gives_more_than_there_is(world).await;
}

/// What a receipt pays and what it does not are all of it, or nothing once it was taken back.
async fn every_receipt_is_allocated_or_not(world: &World) {
    let sql = "SELECT r.id || ' ' || r.amount_minor || ' ' || r.unallocated_minor AS value FROM receipts r WHERE r.unallocated_minor \
               + COALESCE((SELECT CAST(SUM(l.amount_minor) AS BIGINT) FROM receipt_allocations l WHERE l.receipt_id = r.id \
                           AND NOT EXISTS (SELECT 1 FROM receipt_reversals v WHERE v.allocation_id = l.id)), 0) \
               <> CASE WHEN EXISTS (SELECT 1 FROM receipt_reversals w WHERE w.receipt_id = r.id AND w.allocation_id IS NULL) THEN 0 ELSE r.amount_minor END";
    assert_eq!(world.texts(sql, args![]).await, Vec::<String>::new(), "receipt, its amount, what of it is unallocated");
    let sql = "SELECT l.id AS value FROM receipt_allocations l JOIN receipts r ON r.id = l.receipt_id JOIN invoices i ON i.id = l.invoice_id \
               WHERE l.account_id <> r.account_id OR i.account_id <> r.account_id OR i.currency <> r.currency";
    assert_eq!(world.texts(sql, args![]).await, Vec::<String>::new(), "money of one account that pays another's invoice");
}

/// All credit notes that were issued by hand for an invoice are at most the invoice, in net, tax and total; money goes back
/// from a payment at most as often as it came.
async fn no_credit_note_gives_more_than_there_is(world: &World) {
    let sql = "SELECT i.number AS value FROM invoices i JOIN credit_notes c ON c.invoice_id = i.id JOIN invoices n ON n.id = c.credit_note_id GROUP BY i.id, i.number, \
               i.net_minor, i.tax_minor, i.total_minor HAVING i.net_minor + SUM(n.net_minor) < 0 OR i.tax_minor + SUM(n.tax_minor) < 0 OR i.total_minor + SUM(n.total_minor) < 0";
    assert_eq!(world.texts(sql, args![]).await, Vec::<String>::new(), "invoices with more credited than they charged");
    let sql =
        "SELECT n.number AS value FROM credit_notes c JOIN invoices n ON n.id = c.credit_note_id WHERE c.reduced_minor + c.credited_minor <> -n.total_minor";
    assert_eq!(world.texts(sql, args![]).await, Vec::<String>::new(), "credit notes whose money went nowhere");
    let sql = "SELECT p.id AS value FROM payments p JOIN refunds b ON b.payment_id = p.id WHERE b.state <> 'refused' GROUP BY p.id, p.amount_minor HAVING SUM(b.amount_minor) > p.amount_minor";
    assert_eq!(world.texts(sql, args![]).await, Vec::<String>::new(), "payments that went back more than once");
}

async fn nobody_holds_a_licence_that_is_not_there(world: &World) {
    let sql = "SELECT s.product || ' ' || s.state || ' ' || s.seats AS value FROM subscriptions s WHERE \
               (SELECT COUNT(*) FROM licences l WHERE l.subscription_id = s.id) > CASE WHEN s.state IN ('ended', 'trial_ended') THEN 0 ELSE s.seats END";
    assert_eq!(world.texts(sql, args![]).await, Vec::<String>::new(), "subscriptions with more licences held than they have");
}

/// Of what is reserved: a service order that waits, and no other. One that is done is paid, one that is refused is not; and
/// numbers of both papers have no gaps.
async fn service_orders_end_as_their_orders(world: &World) {
    let sql = "SELECT s.number || ' ' || s.state || ' ' || o.state AS value FROM service_orders s JOIN orders o ON o.id = s.order_id \
               WHERE o.state <> CASE s.state WHEN 'done' THEN 'completed' WHEN 'refused' THEN 'cancelled' ELSE 'placed' END";
    assert_eq!(world.texts(sql, args![]).await, Vec::<String>::new(), "service orders that are elsewhere than their orders");
    let sql = "SELECT a.idempotency_key AS value FROM payment_attempts a WHERE a.state = 'authorised' AND NOT EXISTS (SELECT 1 FROM service_orders s \
               WHERE s.order_id = a.order_id AND s.state IN ('placed', 'in_process'))";
    assert_eq!(world.texts(sql, args![]).await, Vec::<String>::new(), "amounts reserved for nothing");
    let sql = "SELECT q.number || ' ' || q.state AS value FROM quotes q LEFT JOIN service_orders s ON s.quote_id = q.id LEFT JOIN orders o ON o.id = q.order_id \
               WHERE (q.state = 'accepted') <> (s.id IS NOT NULL) OR (q.state = 'open' AND q.order_id IS NOT NULL AND o.state <> 'placed')";
    assert_eq!(world.texts(sql, args![]).await, Vec::<String>::new(), "quotes that are elsewhere than their service orders");
    for (series, numbers) in
        [("AN", "SELECT number AS value FROM quotes ORDER BY number"), ("SA", "SELECT number AS value FROM service_orders ORDER BY number")]
    {
        let numbers = world.texts(numbers, args![]).await;
        for of_year in numbers.chunk_by(|one, next| one[..8] == next[..8]) {
            let year = &of_year[0][..8];
            assert_eq!(of_year, (1..=of_year.len()).map(|place| format!("{year}{place:05}")).collect::<Vec<_>>(), "numbers of {series}");
        }
    }
}

/// Of each account: what its documents charged, less what is open of them and what was paid and not given back, and its credit. Whatever
/// happens, these move together, so that this stays what it was: money neither comes from nowhere nor goes there. Credit
/// that a test has given, or that an order under way keeps, is left out.
pub async fn ledgers(world: &World) -> BTreeMap<String, String> {
    let sql = "SELECT a.id || ' ' || (a.credit_minor \
               + COALESCE((SELECT CAST(SUM(i.total_minor - i.open_minor) AS BIGINT) FROM invoices i WHERE i.account_id = a.id), 0) \
               - COALESCE((SELECT CAST(SUM(p.amount_minor) AS BIGINT) FROM payments p WHERE p.account_id = a.id AND p.state <> 'failed'), 0) \
               - COALESCE((SELECT CAST(SUM(l.amount_minor) AS BIGINT) FROM receipt_allocations l WHERE l.account_id = a.id \
                           AND NOT EXISTS (SELECT 1 FROM receipt_reversals v WHERE v.allocation_id = l.id)), 0) \
               + COALESCE((SELECT CAST(SUM(b.amount_minor) AS BIGINT) FROM refunds b WHERE b.account_id = a.id AND b.state <> 'refused'), 0) \
               - COALESCE((SELECT CAST(SUM(e.amount_minor) AS BIGINT) FROM credit_entries e LEFT JOIN orders o ON o.id = e.order_id \
                           WHERE e.account_id = a.id AND (e.reason = 'opening' OR o.state = 'placed')), 0)) AS value FROM accounts a";
    let lines = world.texts(sql, args![]).await;
    lines.iter().filter_map(|line| line.split_once(' ')).map(|(account, rest)| (account.to_owned(), rest.to_owned())).collect()
}

/// Panics where an account's documents, payments and credit have not moved together. An account that is new began with nothing.
pub async fn must_have_moved_together(world: &World, before: &BTreeMap<String, String>) {
    for (account, rest) in ledgers(world).await {
        let was = before.get(&account).map_or("0", String::as_str);
        assert_eq!(rest, was, "documents, payments and credit of {account}");
    }
}

async fn every_subscription_is_on_the_calendar(world: &World) {
    let sql = "SELECT s.product || ' ' || s.state AS value FROM subscriptions s WHERE s.suspended_on IS NULL AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.subject = s.id \
               AND j.kind = CASE s.state WHEN 'active' THEN 'renewal' WHEN 'trial_running' THEN 'trial_end' ELSE 'cancellation' END AND j.due_on = s.period_end) \
               AND s.state IN ('active', 'trial_running', 'pending_cancellation')";
    assert_eq!(world.texts(sql, args![]).await, Vec::<String>::new(), "subscriptions that nothing is due for");
    let sql = "SELECT j.kind || ' ' || s.state AS value FROM jobs j JOIN subscriptions s ON s.id = j.subject WHERE s.state IN ('ended', 'trial_ended')";
    assert_eq!(world.texts(sql, args![]).await, Vec::<String>::new(), "jobs of what is over");
}

/// No renewal charges a period twice, nor days that another invoice has charged; a change begins a new period in the
/// middle of one. What was issued in another's place charges what that had charged.
async fn every_period_follows_the_one_before(world: &World) {
    let sql = "SELECT p.subscription_id || ' ' || p.period_start AS value FROM invoice_periods p JOIN invoices i ON i.id = p.invoice_id \
               WHERE i.order_id IS NULL AND NOT EXISTS (SELECT 1 FROM invoices o WHERE o.account_id = i.account_id AND o.replaced_by = i.number) \
               GROUP BY p.subscription_id, p.period_start HAVING COUNT(*) > 1";
    assert_eq!(world.texts(sql, args![]).await, Vec::<String>::new(), "periods that were renewed twice");
    let sql = "SELECT p.subscription_id || ' ' || q.period_start || ' ' || p.period_start AS value \
               FROM invoice_periods p JOIN invoices i ON i.id = p.invoice_id JOIN invoice_periods q ON q.subscription_id = p.subscription_id \
               WHERE i.order_id IS NULL AND q.period_start < p.period_start AND p.period_start < q.period_end AND NOT EXISTS (SELECT 1 FROM invoice_periods c \
               JOIN invoices o ON o.id = c.invoice_id WHERE c.subscription_id = p.subscription_id AND c.period_start > q.period_start \
               AND c.period_start <= p.period_start AND (o.order_id IS NOT NULL OR EXISTS (SELECT 1 FROM invoices r WHERE r.replaced_by = o.number)))";
    assert_eq!(world.texts(sql, args![]).await, Vec::<String>::new(), "days that a renewal charged once more");
}

async fn numbers_have_no_gaps(world: &World) {
    let issued = world.texts("SELECT series || '-' || year AS value FROM invoices", args![]).await;
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for series in issued {
        *counts.entry(series).or_default() += 1;
    }
    for (series, count) in &counts {
        let sequence = world.numbers("SELECT sequence AS value FROM invoices WHERE series || '-' || year = $1 ORDER BY sequence", args![series]).await;
        assert_eq!(sequence, (1..=*count).collect::<Vec<_>>(), "numbers of {series}");
        let numbers = world.texts("SELECT number AS value FROM invoices WHERE series || '-' || year = $1 ORDER BY sequence", args![series]).await;
        assert_eq!(numbers, (1..=*count).map(|place| format!("{series}-{place:05}")).collect::<Vec<_>>());
    }
    let last = "SELECT series || '-' || year || ' ' || last_number AS value FROM number_series WHERE series NOT IN ('B', 'AN', 'SA') ORDER BY series, year";
    let last = world.texts(last, args![]).await;
    assert_eq!(last, counts.iter().map(|(series, count)| format!("{series} {count}")).collect::<Vec<_>>());
}

async fn order_numbers_have_no_gaps(world: &World) {
    let numbers = world.texts("SELECT number AS value FROM orders WHERE number IS NOT NULL ORDER BY number", args![]).await;
    for of_year in numbers.chunk_by(|one, next| one[..7] == next[..7]) {
        let year = &of_year[0][..7];
        assert_eq!(of_year, (1..=of_year.len()).map(|place| format!("{year}{place:05}")).collect::<Vec<_>>());
    }
}

async fn credit_is_the_sum_of_its_entries(world: &World) {
    let sql = "SELECT a.number || ' ' || a.credit_minor || ' ' || COALESCE((SELECT CAST(SUM(e.amount_minor) AS BIGINT) FROM credit_entries e WHERE e.account_id = a.id), 0) \
               AS value FROM accounts a WHERE a.credit_minor <> COALESCE((SELECT CAST(SUM(e.amount_minor) AS BIGINT) FROM credit_entries e WHERE e.account_id = a.id), 0)";
    assert_eq!(world.texts(sql, args![]).await, Vec::<String>::new(), "account, its credit, the sum of its entries");
}

async fn every_charge_is_one_payment(world: &World) {
    assert_eq!(world.open_attempts().await, 0, "a test ends what it begins");
    // A debit that came back before anybody knew of it was never a payment.
    let declined = world.texts("SELECT id AS value FROM orders WHERE state = 'declined'", args![]).await;
    let mut charged: Vec<String> = world
        .gateway
        .charges()
        .await
        .into_iter()
        .filter(|charge| ["succeeded", "pending", "failed"].contains(&charge.status.as_str()))
        .filter(|charge| charge.status != "failed" || !declined.contains(charge.reference.as_ref().unwrap()))
        .map(|charge| {
            let (order, amount_minor, currency) = (charge.reference.unwrap(), charge.amount_minor.unwrap(), charge.currency.unwrap());
            format!("{} {order} {amount_minor} {currency} {}", charge.id, charge.status)
        })
        .collect();
    charged.sort();
    let sql = "SELECT charge_id || ' ' || COALESCE(order_id, invoice_id) || ' ' || amount_minor || ' ' || currency || ' ' || \
               CASE state WHEN 'settled' THEN 'succeeded' ELSE state END AS value FROM payments";
    let mut paid = world.texts(sql, args![]).await;
    paid.sort();
    assert_eq!(charged, paid, "what the gateway charged, and what the portal knows to be paid");
}

async fn every_order_is_whole_or_nothing(world: &World) {
    // Of a completed order: payments make up what was due, documents the total, entries the credit used.
    let sql = "SELECT o.id || ' ' || o.state AS value FROM orders o WHERE \
               (o.state = 'completed' AND ( \
                 COALESCE((SELECT CAST(SUM(p.amount_minor) AS BIGINT) FROM payments p WHERE p.order_id = o.id), 0) \
                   + CASE WHEN o.payment_method_id IS NULL THEN o.due_minor ELSE 0 END <> o.due_minor \
                 OR (SELECT COUNT(*) FROM payments p WHERE p.order_id = o.id) > 1 \
                 OR COALESCE((SELECT CAST(SUM(i.total_minor) AS BIGINT) FROM invoices i WHERE i.order_id = o.id), 0) <> o.total_minor \
                 OR (SELECT COUNT(*) FROM invoices i WHERE i.order_id = o.id AND i.kind = 'invoice') <> 1 \
                 OR (SELECT COUNT(*) FROM outbox b WHERE b.account_id = o.account_id AND b.kind = 'mail') = 0 \
                 OR COALESCE((SELECT CAST(SUM(e.amount_minor) AS BIGINT) FROM credit_entries e WHERE e.order_id = o.id AND e.reason = 'reserved'), 0) \
                    <> -o.credit_used_minor)) \
               OR (o.state IN ('declined', 'cancelled') AND ( \
                 (SELECT COUNT(*) FROM payments p WHERE p.order_id = o.id) + (SELECT COUNT(*) FROM invoices i WHERE i.order_id = o.id) > 0 \
                 OR COALESCE((SELECT CAST(SUM(e.amount_minor) AS BIGINT) FROM credit_entries e WHERE e.order_id = o.id), 0) <> 0)) \
               OR o.total_minor <> COALESCE(NULLIF(o.credit_used_minor + o.due_minor, 0), CASE WHEN o.total_minor < 0 THEN o.total_minor ELSE 0 END)";
    assert_eq!(world.texts(sql, args![]).await, Vec::<String>::new(), "orders that do not add up");
    let documents = "SELECT number AS value FROM invoices WHERE net_minor + tax_minor <> total_minor OR (kind = 'invoice' AND total_minor < 0) \
                     OR (kind = 'credit_note' AND total_minor > 0) OR open_minor > total_minor AND kind = 'invoice'";
    assert_eq!(world.texts(documents, args![]).await, Vec::<String>::new(), "documents that do not add up");
}

async fn nothing_is_held_for_an_order_that_ended(world: &World) {
    let sql = "SELECT s.id AS value FROM subscriptions s JOIN orders o ON o.id = s.open_order_id WHERE o.state <> 'placed'";
    assert_eq!(world.texts(sql, args![]).await, Vec::<String>::new(), "subscriptions held by an order that ended");
    let sql = "SELECT a.idempotency_key || ' ' || a.state || ' ' || o.state AS value FROM payment_attempts a JOIN orders o ON o.id = a.order_id \
               WHERE (a.state = 'succeeded' AND o.state <> 'completed') OR (a.state = 'declined' AND o.state <> 'declined') \
               OR (a.state = 'cancelled' AND o.state <> 'cancelled')";
    assert_eq!(world.texts(sql, args![]).await, Vec::<String>::new(), "attempts that ended in another way than their order");
}
