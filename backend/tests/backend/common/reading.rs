//! Raw looks at the tables, past all use cases, and a picture of everything to compare with.

use super::buyer::Buyer;
use super::world::World;
use backend::db::{Arg, DbError};
use backend::{args, work};

/// One query a table: everything in it that a refused request must not change.
const PICTURE: &[&str] = &[
    "SELECT 'account ' || number || ' ' || name || ' credit ' || credit_minor || ' version ' || version AS value FROM accounts ORDER BY number",
    "SELECT 'order ' || id || ' ' || state || ' ' || total_minor || ' ' || COALESCE(decline_code, '-') AS value FROM orders ORDER BY id",
    "SELECT 'attempt ' || idempotency_key || ' ' || state || ' ' || lease_until AS value FROM payment_attempts ORDER BY idempotency_key",
    "SELECT 'payment ' || charge_id || ' ' || amount_minor AS value FROM payments ORDER BY charge_id",
    "SELECT 'subscription ' || id || ' ' || plan || ' ' || seats || ' ' || billing_interval || ' ' || unit_minor || ' ' || period_start || ' ' || period_end \
     || ' ' || state || ' ' || COALESCE(open_order_id, '-') || ' version ' || version AS value FROM subscriptions ORDER BY id",
    "SELECT 'cart ' || account_id || ' ' || checkout_key AS value FROM carts ORDER BY account_id",
    "SELECT 'cart item ' || account_id || ' ' || product || ' ' || plan || ' ' || seats || ' ' || billing_interval AS value FROM cart_items \
     ORDER BY account_id, product",
    "SELECT 'document ' || number || ' ' || total_minor || ' open ' || open_minor || ' ' || content AS value FROM invoices ORDER BY number",
    "SELECT 'series ' || series || ' ' || year || ' ' || last_number AS value FROM number_series ORDER BY series, year",
    "SELECT 'credit ' || account_id || ' ' || amount_minor || ' ' || reason AS value FROM credit_entries ORDER BY id",
    "SELECT 'quote ' || number || ' ' || state || ' version ' || version || ' ' || COALESCE(order_id, '-') AS value FROM quotes ORDER BY number",
    "SELECT 'service order ' || number || ' ' || state || ' ' || COALESCE(decision, '-') AS value FROM service_orders ORDER BY number",
    "SELECT 'message ' || kind || ' ' || recipient || ' ' || subject || ' ' || state AS value FROM outbox ORDER BY id",
    "SELECT 'licence ' || subscription_id || ' ' || email_folded || ' ' || COALESCE(marked_at, 0) AS value FROM licences ORDER BY subscription_id, email_folded",
    "SELECT 'audit ' || action || ' ' || subject AS value FROM audit ORDER BY id",
];

impl World {
    pub async fn numbers(&self, sql: &'static str, args: Vec<Arg>) -> Vec<i64> {
        let read = self.backend.db.read(work!(tx, &args => tx.all(sql, args.clone(), |row| row.int("value")).await)).await;
        read.unwrap_or_else(|error: DbError| panic!("{sql}: {error}"))
    }

    pub async fn texts(&self, sql: &'static str, args: Vec<Arg>) -> Vec<String> {
        let read = self.backend.db.read(work!(tx, &args => tx.all(sql, args.clone(), |row| row.text("value")).await)).await;
        read.unwrap_or_else(|error: DbError| panic!("{sql}: {error}"))
    }

    pub async fn number(&self, sql: &'static str, args: Vec<Arg>) -> i64 {
        let values = self.numbers(sql, args).await;
        assert_eq!(values.len(), 1, "{sql}");
        values.into_iter().next().unwrap()
    }

    pub async fn text(&self, sql: &'static str, args: Vec<Arg>) -> String {
        let values = self.texts(sql, args).await;
        assert_eq!(values.len(), 1, "{sql}");
        values.into_iter().next().unwrap()
    }

    /// Changes rows behind the portal's back; answers how many.
    pub async fn change(&self, sql: &'static str, args: Vec<Arg>) -> u64 {
        let written = self.backend.db.write(work!(tx, &args => tx.exec(sql, args.clone()).await)).await;
        written.unwrap_or_else(|error: DbError| panic!("{sql}: {error}"))
    }

    /// All that a refused request must leave as it was.
    pub async fn picture(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for sql in PICTURE {
            lines.extend(self.texts(sql, args![]).await);
        }
        lines
    }

    pub async fn count_orders(&self) -> i64 {
        self.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM orders", args![]).await
    }

    /// Documents that orders issued, so without the demo's history.
    pub async fn order_documents(&self) -> Vec<String> {
        self.texts("SELECT number AS value FROM invoices WHERE order_id IS NOT NULL ORDER BY number", args![]).await
    }

    pub async fn open_attempts(&self) -> i64 {
        self.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM payment_attempts WHERE state = 'open'", args![]).await
    }

    /// As if the time were over for which an attempt's server is trusted to end it.
    pub async fn expire_leases(&self) {
        self.change("UPDATE payment_attempts SET lease_until = 0 WHERE state = 'open'", args![]).await;
    }

    pub async fn credit(&self, buyer: &Buyer) -> i64 {
        self.number("SELECT credit_minor AS value FROM accounts WHERE id = $1", args![buyer.account()]).await
    }

    /// Gives an account credit, with its entry in the ledger.
    pub async fn give_credit(&self, buyer: &Buyer, minor: i64) {
        self.change("UPDATE accounts SET credit_minor = credit_minor + $2 WHERE id = $1", args![buyer.account(), minor]).await;
        let sql = "INSERT INTO credit_entries (id, account_id, amount_minor, reason, created_at) VALUES ($1, $2, $3, 'opening', 0)";
        self.change(sql, args![uuid::Uuid::new_v4().to_string(), buyer.account(), minor]).await;
    }

    /// Opens an invoice by more or less, as if something had been booked that is not: the entries say so to the books.
    pub async fn open_by_hand(&self, number: &str, minor: i64) {
        assert_eq!(self.change("UPDATE invoices SET open_minor = open_minor + $2 WHERE number = $1", args![number, minor]).await, 1);
        for (reason, minor) in [("opening", -minor), ("released", minor)] {
            let sql = "INSERT INTO credit_entries (id, account_id, amount_minor, reason, created_at) SELECT $2, account_id, $3, $4, 0 FROM invoices WHERE number = $1";
            self.change(sql, args![number, format!("by-hand-{}", uuid::Uuid::new_v4()), minor, reason]).await;
        }
    }

    /// The card that the gateway knows by another of its test tokens.
    pub async fn use_token(&self, buyer: &Buyer, token: &str) {
        self.change("UPDATE payment_methods SET gateway_token = $2 WHERE account_id = $1", args![buyer.account(), token]).await;
    }
}
