//! Everything that must add up: orders, payments, documents and their numbers, credit, mail, and the gateway's
//! charges beside them.

use super::database::TestDatabase;
use super::gateway::Charge;
use backend::db::{Db, DbError, Row, Tx};
use std::collections::BTreeMap;

/// The books at one moment.
#[derive(Debug)]
pub struct Books {
    pub orders: Vec<Order>,
    pub payments: Vec<Charge>,
    pub documents: Vec<Document>,
    pub subscriptions: Vec<Subscription>,
    /// What waits in carts, as "product plan seats".
    pub cart: Vec<String>,
    /// Bodies of the mails about orders.
    pub mails: Vec<String>,
    /// What was renewed, oldest first.
    pub renewals: Vec<Renewal>,
    /// The last number of each series and year.
    series: Vec<(String, i64, i64)>,
    /// Each account's credit, and the sum of its entries.
    credit: Vec<(i64, i64)>,
    open_attempts: i64,
    waiting_messages: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    pub id: String,
    pub state: String,
    pub due_minor: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub number: String,
    pub order: Option<String>,
    pub total_minor: i64,
    series: String,
    year: i64,
    sequence: i64,
}

/// A period that a renewal charged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewal {
    pub invoice: String,
    pub subscription: String,
    pub period_start: String,
    pub total_minor: i64,
    pub open_minor: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    pub product: String,
    pub plan: String,
    pub seats: i64,
    pub period_start: String,
    pub open_order: Option<String>,
}

impl Books {
    /// Reads them in one transaction. A portal must be running.
    pub async fn read(database: &TestDatabase) -> Self {
        let db = Db::open(&database.url).await.expect("the database can be opened");
        let books: Result<Self, DbError> = db.read(backend::work!(tx => read_books(tx).await)).await;
        db.close().await;
        books.expect("the books can be read")
    }

    /// Whether recovery and outbox have nothing left to do.
    pub fn are_settled(&self) -> bool {
        self.open_attempts == 0 && self.waiting_messages == 0 && self.orders.iter().all(|order| order.state != "placed")
    }

    /// The orders in a state.
    pub fn orders_in(&self, state: &str) -> Vec<&Order> {
        self.orders.iter().filter(|order| order.state == state).collect()
    }

    /// Documents that orders issued; those without an order are the demonstration's history.
    pub fn issued(&self) -> Vec<&Document> {
        self.documents.iter().filter(|document| document.order.is_some()).collect()
    }

    /// Anna's first subscription.
    pub fn meeting(&self) -> &Subscription {
        self.subscriptions.iter().find(|found| found.product == "goto-meeting").expect("Anna has it")
    }

    /// The rules that hold whatever happened.
    pub fn check(&self, charges: &[Charge]) {
        self.check_money(charges);
        self.check_renewals();
        self.check_numbers();
        for (credit, entries) in &self.credit {
            assert_eq!(credit, entries, "an account's credit is the sum of its entries: {self:#?}");
        }
        for subscription in &self.subscriptions {
            assert_eq!(subscription.open_order, None, "no order that has ended holds a subscription: {self:#?}");
        }
    }

    /// Each period is renewed once, and what is not open of its invoice was paid by one charge.
    fn check_renewals(&self) {
        let mut periods: Vec<_> = self.renewals.iter().map(|renewal| (&renewal.subscription, &renewal.period_start)).collect();
        periods.sort();
        assert!(periods.windows(2).all(|pair| pair[0] != pair[1]), "no period is renewed twice: {periods:?}");
        let mut settled: Vec<_> =
            self.renewals.iter().filter(|renewal| renewal.open_minor == 0).map(|renewal| (&renewal.invoice, renewal.total_minor)).collect();
        let is_renewal = |payment: &&Charge| self.renewals.iter().any(|renewal| renewal.invoice == payment.order);
        let mut paid: Vec<_> = self.payments.iter().filter(is_renewal).map(|payment| (&payment.order, payment.amount_minor)).collect();
        settled.sort();
        paid.sort();
        assert_eq!(settled, paid, "invoices of renewals, and their payments");
    }

    /// One charge, one payment, one invoice and one mail for each completed order, and nothing for any other.
    fn check_money(&self, charges: &[Charge]) {
        let by_order = |list: &[Charge]| {
            let mut sorted = list.to_vec();
            sorted.sort_by(|one, other| (&one.order, &one.id).cmp(&(&other.order, &other.id)));
            sorted
        };
        assert_eq!(by_order(charges), by_order(&self.payments), "charges at the gateway, and payments");
        let completed = self.orders_in("completed");
        let due: BTreeMap<&str, i64> = completed.iter().filter(|order| order.due_minor > 0).map(|order| (order.id.as_str(), order.due_minor)).collect();
        let of_orders: Vec<&Charge> = self.payments.iter().filter(|payment| self.renewals.iter().all(|renewal| renewal.invoice != payment.order)).collect();
        let paid: BTreeMap<&str, i64> = of_orders.iter().map(|payment| (payment.order.as_str(), payment.amount_minor)).collect();
        assert_eq!(due, paid, "what was due, and what was paid");
        assert_eq!(paid.len(), of_orders.len(), "no order is paid twice");
        for document in self.issued() {
            assert!(completed.iter().any(|order| Some(&order.id) == document.order.as_ref()), "{document:?} is of no completed order");
        }
        for order in &completed {
            let issued: Vec<_> = self.issued().into_iter().filter(|document| document.order.as_ref() == Some(&order.id)).collect();
            assert_eq!(issued.len(), 1, "{order:?}: {issued:?}");
            let mails = self.mails.iter().filter(|mail| issued.iter().all(|document| mail.contains(&document.number))).count();
            assert_eq!(mails, 1, "{order:?} is confirmed once");
        }
        // Time writes mails of its own; those name no document that an order issued.
        let about_orders = self.mails.iter().filter(|mail| self.issued().iter().any(|document| mail.contains(&document.number))).count();
        assert_eq!(about_orders, completed.len(), "a mail for each completed order");
    }

    /// 1, 2, 3 in every series and year, up to the last number that was given out.
    fn check_numbers(&self) {
        let mut numbers: BTreeMap<(&str, i64), Vec<i64>> = BTreeMap::new();
        for document in &self.documents {
            numbers.entry((&document.series, document.year)).or_default().push(document.sequence);
        }
        assert_eq!(numbers.len(), self.series.len(), "{:?}", self.series);
        for (series, year, last) in &self.series {
            let expected: Vec<i64> = (1..=*last).collect();
            assert_eq!(numbers.get(&(series.as_str(), *year)), Some(&expected), "numbers of {series}-{year} have no gaps");
        }
    }
}

async fn read_books(tx: &mut Tx<'_>) -> Result<Books, DbError> {
    let count = |row: &Row<'_>| row.int("n");
    Ok(Books {
        orders: tx.all("SELECT id, state, due_minor FROM orders ORDER BY placed_at, id", vec![], read_order).await?,
        payments: tx
            .all("SELECT charge_id, COALESCE(order_id, invoice_id) AS owed, amount_minor FROM payments ORDER BY created_at, id", vec![], read_payment)
            .await?,
        documents: tx
            .all("SELECT number, order_id, total_minor, series, year, sequence FROM invoices ORDER BY series, year, sequence", vec![], read_document)
            .await?,
        subscriptions: tx
            .all("SELECT product, plan, seats, period_start, open_order_id FROM subscriptions ORDER BY created_at, id", vec![], read_subscription)
            .await?,
        cart: tx.all("SELECT product, plan, seats FROM cart_items ORDER BY added_at", vec![], read_cart_item).await?,
        mails: tx
            .all(
                "SELECT content FROM outbox WHERE kind = 'mail' AND (subject LIKE 'Ihre Bestellung: %' OR subject LIKE 'Your order: %') ORDER BY created_at",
                vec![],
                |row| row.text("content"),
            )
            .await?,
        renewals: tx
            .all(
                "SELECT i.id, p.subscription_id, p.period_start, i.total_minor, i.open_minor FROM invoice_periods p JOIN invoices i ON i.id = p.invoice_id \
                 WHERE i.order_id IS NULL AND i.issued_on > '2026-11-21' ORDER BY i.issued_on, i.number",
                vec![],
                read_renewal,
            )
            .await?,
        series: tx.all("SELECT series, year, last_number FROM number_series WHERE series NOT IN ('B', 'AN', 'SA')", vec![], read_series).await?,
        credit: tx
            .all(
                "SELECT credit_minor, CAST(COALESCE((SELECT SUM(amount_minor) FROM credit_entries e WHERE e.account_id = a.id), 0) AS BIGINT) AS entries \
                 FROM accounts a ORDER BY id",
                vec![],
                |row| Ok((row.int("credit_minor")?, row.int("entries")?)),
            )
            .await?,
        open_attempts: tx.one("SELECT CAST(COUNT(*) AS BIGINT) AS n FROM payment_attempts WHERE state = 'open'", vec![], count).await?,
        waiting_messages: tx.one("SELECT CAST(COUNT(*) AS BIGINT) AS n FROM outbox WHERE state = 'waiting'", vec![], count).await?,
    })
}

fn read_order(row: &Row<'_>) -> Result<Order, DbError> {
    Ok(Order { id: row.text("id")?, state: row.text("state")?, due_minor: row.int("due_minor")? })
}

fn read_payment(row: &Row<'_>) -> Result<Charge, DbError> {
    Ok(Charge { id: row.text("charge_id")?, order: row.text("owed")?, amount_minor: row.int("amount_minor")? })
}

fn read_renewal(row: &Row<'_>) -> Result<Renewal, DbError> {
    Ok(Renewal {
        invoice: row.text("id")?,
        subscription: row.text("subscription_id")?,
        period_start: row.text("period_start")?,
        total_minor: row.int("total_minor")?,
        open_minor: row.int("open_minor")?,
    })
}

fn read_document(row: &Row<'_>) -> Result<Document, DbError> {
    Ok(Document {
        number: row.text("number")?,
        order: row.opt_text("order_id")?,
        total_minor: row.int("total_minor")?,
        series: row.text("series")?,
        year: row.int("year")?,
        sequence: row.int("sequence")?,
    })
}

fn read_subscription(row: &Row<'_>) -> Result<Subscription, DbError> {
    Ok(Subscription {
        product: row.text("product")?,
        plan: row.text("plan")?,
        seats: row.int("seats")?,
        period_start: row.text("period_start")?,
        open_order: row.opt_text("open_order_id")?,
    })
}

fn read_cart_item(row: &Row<'_>) -> Result<String, DbError> {
    Ok(format!("{} {} {}", row.text("product")?, row.text("plan")?, row.int("seats")?))
}

fn read_series(row: &Row<'_>) -> Result<(String, i64, i64), DbError> {
    Ok((row.text("series")?, row.int("year")?, row.int("last_number")?))
}
