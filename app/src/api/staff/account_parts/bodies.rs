//! What the server functions of an account's pages do: session, one use case, words.

use super::{AccountHistory, PartAct, PartList, PartPage, PartRow, PartTone, ViewRow};
use crate::api::ApiError;
use crate::api::request::{StaffSignedIn, reply, staff_signed_in};
use crate::api::staff::bodies::{INVITING, OPERATING};
use crate::api::staff::receipts::bodies as receipt_bodies;
use crate::history_text::tell;
use crate::pages::corporate::{purchase_orders as purchase_order_words, quotes as quote_words, service_orders as service_order_words};
use crate::pages::request_words;
use crate::pages::staff::receipts as receipt_words;
use crate::texts::{Locale, chosen_language, locale_of, td_string};
use crate::ui::badge::BadgeTone;
use backend::Backend;
use backend::db::audit::StaffLook;
use backend::db::payments::ReceivedPayment;
use backend::db::receipts::Receipt;
use backend::db::requests::RequestRow;
use backend::db::service_orders::ListedServiceOrder;
use backend::usecases::accounts::view::{BusinessView, DocumentsView, HistoryView, view_business, view_documents, view_history};
use backend::usecases::looks::LookedAt;
use billing::invoice::{DocumentKind, InvoiceSummary};
use billing::purchase_order::PurchaseOrder;
use billing::quote::QuoteSummary;
use billing::standing::PaymentState;
use billing::{Currency, Language, Money, format};
use chrono::NaiveDate;

/// Words in the reader's language.
#[derive(Clone, Copy)]
struct Words {
    locale: Locale,
    language: Language,
}

impl Words {
    fn of_reader() -> Self {
        let language = chosen_language();
        Self { locale: locale_of(language), language }
    }

    fn money(self, minor: i64, currency: Currency) -> String {
        format::money(Money::new(minor, currency), self.language)
    }

    /// In the currency of a code; of one that is none of ours, nothing is told.
    fn money_in(self, minor: i64, code: &str) -> String {
        Currency::parse(code).map(|currency| self.money(minor, currency)).unwrap_or_default()
    }
}

pub async fn load_account_documents(number: String, before: String) -> Result<PartPage, ApiError> {
    reply(documents_page(number, before).await)
}

async fn documents_page(number: String, before: String) -> Result<PartPage, ApiError> {
    let StaffSignedIn { backend, member } = staff_signed_in().await?;
    let before = Some(before.as_str()).filter(|number| !number.is_empty());
    let DocumentsView { account, rows, older, sums, payments, receipts } = view_documents(&backend, &member, &number, before).await?;
    let words = Words::of_reader();
    let open = sums.iter().filter(|sum| sum.open_minor > 0).map(|sum| words.money(sum.open_minor, sum.currency)).collect::<Vec<_>>().join(", ");
    let note = if open.is_empty() {
        td_string!(words.locale, staff.account.nothing_open).to_owned()
    } else {
        td_string!(words.locale, staff.account.open_sum, amount = open).to_string()
    };
    let documents = PartList {
        title: td_string!(words.locale, invoices.title).to_owned(),
        note,
        empty: td_string!(words.locale, staff.account.no_documents).to_owned(),
        rows: rows.into_iter().map(|row| document_row(words, row)).collect(),
        older,
        act: None,
    };
    let payments = PartList {
        title: td_string!(words.locale, staff.account.payments).to_owned(),
        note: String::new(),
        empty: td_string!(words.locale, staff.account.no_payments).to_owned(),
        rows: payments.into_iter().map(|payment| payment_row(words, payment)).collect(),
        older: None,
        act: None,
    };
    let receipts = PartList {
        title: td_string!(words.locale, staff.receipts.title).to_owned(),
        note: String::new(),
        empty: td_string!(words.locale, staff.account.no_receipts).to_owned(),
        rows: receipts.into_iter().map(|receipt| receipt_row(words, receipt)).collect(),
        older: None,
        act: None,
    };
    Ok(PartPage { number: account.number, name: account.party.name, lists: vec![documents, payments, receipts] })
}

fn document_row(words: Words, row: InvoiceSummary) -> PartRow {
    let locale = words.locale;
    let (state, tone) = match (row.kind, row.open_minor > 0, row.overdue_since) {
        (DocumentKind::CreditNote, ..) => (td_string!(locale, invoices.credit_note).to_owned(), PartTone::Plain),
        (_, true, Some(_)) => (td_string!(locale, staff.account.overdue, amount = words.money(row.open_minor, row.currency)).to_string(), PartTone::Error),
        (_, true, None) => (td_string!(locale, staff.account.open_amount, amount = words.money(row.open_minor, row.currency)).to_string(), PartTone::Notice),
        (_, false, _) if row.corrected_by.is_some() => (td_string!(locale, staff.account.corrected).to_owned(), PartTone::Plain),
        (_, false, _) => (td_string!(locale, invoices.paid).to_owned(), PartTone::Success),
    };
    PartRow {
        address: format!("/staff/invoices/{}", row.number),
        about: row.products,
        day: row.issued_on,
        amount: words.money(row.total_minor, row.currency),
        name: row.number,
        state,
        tone,
    }
}

fn payment_row(words: Words, payment: ReceivedPayment) -> PartRow {
    let locale = words.locale;
    let (state, tone) = match payment.state {
        PaymentState::Pending => (td_string!(locale, staff.account.payment_pending), PartTone::Notice),
        PaymentState::Settled => (td_string!(locale, staff.account.payment_settled), PartTone::Success),
        PaymentState::Failed => (td_string!(locale, staff.account.payment_failed), PartTone::Error),
    };
    let day = format::date(payment.received_on, words.language);
    PartRow {
        name: td_string!(locale, staff.account.payment_of, date = day).to_string(),
        address: String::new(),
        about: payment.for_number.unwrap_or_default(),
        day: payment.received_on,
        amount: words.money_in(payment.amount_minor, &payment.currency),
        state: state.to_owned(),
        tone,
    }
}

fn receipt_row(words: Words, receipt: Receipt) -> PartRow {
    let row = receipt_bodies::row_of(receipt);
    let (tone, state) = receipt_words::state_of(words.locale, &row);
    PartRow {
        name: receipt_words::kind_text(words.locale, row.kind).to_owned(),
        address: format!("/staff/payments/{}", row.id),
        about: row.reference,
        day: row.received_on,
        amount: words.money(row.amount_minor, row.currency),
        state: state.to_owned(),
        tone: tone.into(),
    }
}

pub async fn load_account_business(number: String) -> Result<PartPage, ApiError> {
    reply(business_page(number).await)
}

async fn business_page(number: String) -> Result<PartPage, ApiError> {
    let StaffSignedIn { backend, member } = staff_signed_in().await?;
    let BusinessView { account, quotes, service_orders, purchase_orders, requests } = view_business(&backend, &member, &number).await?;
    let (words, may_open) = (Words::of_reader(), INVITING.contains(&member.role));
    let locale = words.locale;
    // Who may not open a thing is not led to it.
    let list = |title: &str, empty: &str, rows: Vec<PartRow>| {
        let rows = rows.into_iter().map(|row| PartRow { address: if may_open { row.address } else { String::new() }, ..row }).collect();
        PartList { title: title.to_owned(), note: String::new(), empty: empty.to_owned(), rows, older: None, act: None }
    };
    let quotes = quotes.into_iter().map(|quote| quote_row(words, quote)).collect();
    let orders = service_orders.into_iter().map(|order| service_order_row(words, order)).collect();
    let purchase_orders = purchase_orders.into_iter().map(|order| purchase_order_row(words, order, backend.today())).collect();
    let requests = requests.into_iter().map(|request| request_row(&backend, words, request)).collect();
    // Quotes are made for accounts that work with a representative.
    let new_quote = (may_open && account.terms.is_some())
        .then(|| PartAct { address: format!("/staff/quotes/new?account={}", account.number), name: td_string!(locale, staff.quotes.new).to_owned() });
    let lists = vec![
        PartList { act: new_quote, ..list(td_string!(locale, staff.quotes.title), td_string!(locale, staff.account.no_quotes), quotes) },
        list(td_string!(locale, staff.service_orders.title), td_string!(locale, staff.account.no_service_orders), orders),
        list(td_string!(locale, purchase_orders.title), td_string!(locale, staff.account.no_purchase_orders), purchase_orders),
        list(td_string!(locale, staff.requests.title), td_string!(locale, staff.account.no_requests), requests),
    ];
    Ok(PartPage { number: account.number, name: account.party.name, lists })
}

fn quote_row(words: Words, quote: QuoteSummary) -> PartRow {
    let (tone, state) = quote_words::state_badge(words.locale, quote.state);
    PartRow {
        address: format!("/staff/quotes/{}", quote.number),
        about: quote.products,
        day: quote.made_on,
        amount: words.money(quote.total_minor, quote.currency),
        name: quote.number,
        state: state.to_owned(),
        tone: tone.into(),
    }
}

fn service_order_row(words: Words, order: ListedServiceOrder) -> PartRow {
    let (tone, state) = service_order_words::state_badge(words.locale, order.state);
    PartRow {
        address: format!("/staff/service-orders/{}", order.number),
        about: order.products,
        day: order.placed_on,
        amount: words.money_in(order.total_minor, &order.currency),
        name: order.number,
        state: state.to_owned(),
        tone: tone.into(),
    }
}

fn purchase_order_row(words: Words, order: PurchaseOrder, today: NaiveDate) -> PartRow {
    let (tone, state) = purchase_order_words::level_badge(words.locale, order.level(today));
    let left = words.money(order.remaining_minor(), order.currency);
    PartRow {
        address: format!("/staff/purchase-orders/{}", order.id.as_str()),
        about: td_string!(words.locale, staff.account.purchase_order_left, left = left).to_string(),
        day: order.valid_until,
        amount: words.money(order.amount_minor, order.currency),
        name: order.number,
        state: state.to_owned(),
        tone: tone.into(),
    }
}

fn request_row(backend: &Backend, words: Words, request: RequestRow) -> PartRow {
    let (tone, state) = request_words::state_badge(words.locale, request.state);
    PartRow {
        name: request_words::subject_text(words.locale, request.subject).to_owned(),
        address: format!("/staff/requests/{}", request.id.0),
        about: request.opened_by.name,
        day: backend.clock.date_of(request.opened_at),
        amount: String::new(),
        state: state.to_owned(),
        tone: tone.into(),
    }
}

pub async fn load_account_history(number: String, before: String) -> Result<AccountHistory, ApiError> {
    reply(history_page(number, before).await)
}

async fn history_page(number: String, before: String) -> Result<AccountHistory, ApiError> {
    let StaffSignedIn { backend, member } = staff_signed_in().await?;
    let before = Some(before.as_str()).filter(|id| !id.is_empty());
    let HistoryView { account, entries, older, views } = view_history(&backend, &member, &number, before).await?;
    let words = Words::of_reader();
    let rows = entries.iter().map(|entry| tell(&backend, entry, (account.currency, words.language))).collect();
    let views = OPERATING.contains(&member.role).then(|| views.into_iter().map(|view| view_row(&backend, words, view)).collect());
    Ok(AccountHistory { number: account.number, name: account.party.name, rows, older, views })
}

fn view_row(backend: &Backend, words: Words, look: StaffLook) -> ViewRow {
    let (at, locale) = (backend.clock.local_time(look.happened_at), words.locale);
    let looked_at = LookedAt::of_details(&look.details);
    let kind = match looked_at {
        LookedAt::Overview => td_string!(locale, staff.account.part_overview),
        LookedAt::Documents => td_string!(locale, staff.account.part_documents),
        LookedAt::Business => td_string!(locale, staff.account.part_business),
        LookedAt::History => td_string!(locale, staff.account.part_history),
        LookedAt::Invoice => td_string!(locale, staff.account.look_invoice),
        LookedAt::Receipt => td_string!(locale, staff.account.look_receipt),
        LookedAt::Quote => td_string!(locale, staff.account.look_quote),
        LookedAt::ServiceOrder => td_string!(locale, staff.account.look_service_order),
        LookedAt::PurchaseOrder => td_string!(locale, purchase_orders.purchase_order),
        LookedAt::PurchaseOrderDocument => td_string!(locale, staff.account.look_document),
        LookedAt::Request => td_string!(locale, staff.account.look_request),
        LookedAt::Offers => td_string!(locale, staff.quotes.new),
        LookedAt::Change => td_string!(locale, staff.changes.title),
        LookedAt::Payer => td_string!(locale, staff.account.look_payer),
        LookedAt::ReceiptsFile => td_string!(locale, staff.account.look_receipts_file),
    };
    let page = if looked_at.has_number() { format!("{kind} {}", look.subject) } else { kind.to_owned() };
    ViewRow { who: look.person_name, when: format!("{}, {}", format::date(at.date(), words.language), at.format("%H:%M")), page }
}

impl From<BadgeTone> for PartTone {
    fn from(tone: BadgeTone) -> Self {
        match tone {
            BadgeTone::Plain => Self::Plain,
            BadgeTone::Success => Self::Success,
            BadgeTone::Notice => Self::Notice,
            BadgeTone::Accent => Self::Accent,
            BadgeTone::Error => Self::Error,
        }
    }
}
