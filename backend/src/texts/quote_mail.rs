//! Mails about quotes and service orders: sent, expired, placed, done with the receipt, refused, late.

use super::invoice::{line_explanation, line_text};
use super::letter::{letter, money, say};
use super::order_mail::MailText;
use crate::Backend;
use crate::actor::{Account, Contact};
use crate::db::orders::OrderRow;
use crate::db::quotes::QuoteRow;
use crate::db::service_orders::ServiceOrderRow;
use billing::corporate::PaymentProfile;
use billing::order::{IssuedDocument, MethodOnFile, OrderItem};
use billing::service_order::PROMISED_HOURS;
use billing::{Language, OrderPrice, format};

/// The representative has sent a quote.
pub fn quote_opened(quote: &QuoteRow, price: &OrderPrice, account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (number, company) = (&quote.number, &account.party.name);
    let (until, total) = (format::date(quote.valid_until, account.language), money(price.total_minor, account));
    let subject = say(account, format!("Ihr Angebot {number}"), format!("Your quote {number}"));
    let what: Vec<&str> = quote.content.items.iter().map(|item| item.product_name.as_str()).collect();
    let what = what.join(", ");
    let opening = say(
        account,
        format!("für {company} liegt ein Angebot bereit: {what}. Bei Annahme heute kostet es {total} einschließlich USt., und es gilt bis {until}."),
        format!("there is a quote for {company}: {what}. Accepted today it costs {total} including VAT, and it is valid until {until}."),
    );
    let place = format!("{}/corporate/quotes/{number}", backend.settings.origin);
    let way = say(account, format!("Ansehen, annehmen oder ablehnen können Sie es hier:\n{place}"), format!("See, accept or decline it here:\n{place}"));
    letter(account, contact, backend, subject, &[opening, quote.content.message.clone(), way])
}

/// The seller has taken a quote back, and says why.
pub fn quote_withdrawn(quote: &QuoteRow, reason: &str, account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (number, company) = (&quote.number, &account.party.name);
    let subject = say(account, format!("Angebot {number} zurückgezogen"), format!("Quote {number} withdrawn"));
    let opening = say(
        account,
        format!("wir haben das Angebot {number} für {company} zurückgezogen. Es kann nicht mehr angenommen werden; an Ihren Verträgen ändert sich nichts."),
        format!("we have withdrawn quote {number} for {company}. It can no longer be accepted; nothing changes about your contracts."),
    );
    let why = say(account, format!("Der Grund: {reason}"), format!("The reason: {reason}"));
    let place = format!("{}/corporate/quotes/{number}", backend.settings.origin);
    let way = say(account, format!("Das Angebot bleibt hier einsehbar:\n{place}"), format!("You still find the quote here:\n{place}"));
    letter(account, contact, backend, subject, &[opening, why, way])
}

/// The last day of a quote is over.
pub fn quote_expired(quote: &QuoteRow, account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (number, until) = (&quote.number, format::date(quote.valid_until, account.language));
    let subject = say(account, format!("Ihr Angebot {number} ist abgelaufen"), format!("Your quote {number} has expired"));
    let opening = say(
        account,
        format!("das Angebot {number} war bis {until} gültig und kann nicht mehr angenommen werden. Bestellt oder berechnet wurde nichts."),
        format!("quote {number} was valid until {until} and can no longer be accepted. Nothing was ordered or charged."),
    );
    let place = format!("{}/corporate/quotes/{number}", backend.settings.origin);
    let way = say(
        account,
        format!(
            "Was darin stand, sehen Sie hier:\n{place}\n\nEin neues Angebot erhalten Sie von Corporate Account Services: {}",
            backend.settings.seller.email
        ),
        format!("See what it offered:\n{place}\n\nCorporate Account Services will make you a new quote: {}", backend.settings.seller.email),
    );
    letter(account, contact, backend, subject, &[opening, way])
}

/// A service order was placed: its number, and what happens next.
pub fn service_order_placed(placed: (&str, &QuoteRow, &OrderRow), account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let (number, quote, order) = placed;
    let subject = say(account, format!("Ihr Serviceauftrag {number}"), format!("Your service order {number}"));
    let quote = &quote.number;
    let opening = say(
        account,
        format!("vielen Dank, wir haben Ihren Serviceauftrag {number} zum Angebot {quote} erhalten."),
        format!("thank you, we have received your service order {number} for quote {quote}."),
    );
    let ready = match Ordered::of(&order.content.items) {
        Ordered::Seats => say(account, "die Plätze stehen bereit".to_owned(), "the seats are ready".to_owned()),
        Ordered::New | Ordered::Both => say(account, "alles Bestellte steht bereit".to_owned(), "all that you ordered is ready".to_owned()),
    };
    let next = say(
        account,
        format!("Die Bearbeitung kann bis zu 24 Stunden dauern. Danach senden wir Ihnen die Quittung, und {ready}."),
        format!("Processing may take up to 24 hours. After that we send you the receipt, and {ready}."),
    );
    let paid = paid_later(order, account);
    let place = format!("{}/corporate/service-orders/{number}", backend.settings.origin);
    let way = say(account, format!("Den Stand sehen Sie hier:\n{place}"), format!("See where it stands:\n{place}"));
    letter(account, contact, backend, subject, &[opening, next, paid, way])
}

/// A service order is done: the receipt.
pub fn service_order_done(
    done: (&ServiceOrderRow, &QuoteRow, &OrderRow),
    documents: &[IssuedDocument],
    account: &Account,
    contact: &Contact,
    backend: &Backend,
) -> MailText {
    let (row, quote, order) = done;
    let (number, price) = (&row.number, &order.content.price);
    let subject = say(account, format!("Quittung zum Serviceauftrag {number}"), format!("Receipt for service order {number}"));
    let ready = ready_now(&order.content.items, account);
    let opening =
        say(account, format!("Ihr Serviceauftrag {number} ist bearbeitet. {ready}"), format!("your service order {number} has been processed. {ready}"));
    let lines: Vec<String> = price
        .lines
        .iter()
        .filter_map(|line| {
            let item = usize::try_from(line.item).ok().and_then(|place| order.content.items.get(place))?;
            let explanation = line_explanation(line, account.currency, None, account.language);
            Some(format!("  {}: {}\n    {explanation}", line_text(line, item, account.language), money(line.net_minor, account)))
        })
        .collect();
    let vat = say(account, "USt.".to_owned(), "VAT".to_owned());
    let taxes = price.tax.iter().map(|sum| format!("  {vat} {}: {}", format::rate(sum.rate, account.language), money(sum.tax_minor, account)));
    let sums: Vec<String> = taxes.chain([settled(order, account)]).collect();
    let papers: Vec<&str> = documents.iter().map(|document| document.number.as_str()).collect();
    let papers = papers.join(", ");
    let papers = say(account, format!("Ihre Rechnung: {papers}"), format!("Your invoice: {papers}"));
    let bought = quote.purchase_order.as_ref().map(|number| purchase_order_note(number, account.language)).unwrap_or_default();
    letter(account, contact, backend, subject, &[opening, lines.join("\n"), sums.join("\n"), papers, bought])
}

/// What somebody has ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ordered {
    /// Seats for contracts that run.
    Seats,
    /// Products that the account did not have.
    New,
    /// Both.
    Both,
}

impl Ordered {
    fn of(items: &[OrderItem]) -> Self {
        match (items.iter().any(|item| item.before.is_some()), items.iter().any(|item| item.before.is_none())) {
            (true, true) => Self::Both,
            (false, true) => Self::New,
            (_, false) => Self::Seats,
        }
    }
}

/// What may be used from now on, and whether periods have changed.
fn ready_now(items: &[OrderItem], account: &Account) -> String {
    match (Ordered::of(items), items) {
        (Ordered::Seats, _) => say(
            account,
            "Die Plätze stehen ab sofort bereit; das Ende Ihrer Abrechnungszeiträume bleibt, wie es war.".to_owned(),
            "The seats are ready now; your billing periods end as before.".to_owned(),
        ),
        (Ordered::New, [_]) => say(account, "Das neue Abonnement läuft ab sofort.".to_owned(), "The new subscription runs from now on.".to_owned()),
        (Ordered::New, _) => say(account, "Die neuen Abonnements laufen ab sofort.".to_owned(), "The new subscriptions run from now on.".to_owned()),
        (Ordered::Both, _) => say(
            account,
            "Was neu ist, läuft ab sofort, und die zusätzlichen Plätze stehen bereit; das Ende laufender Abrechnungszeiträume bleibt, wie es war.".to_owned(),
            "What is new runs from now on, and the additional seats are ready; billing periods that run end as before.".to_owned(),
        ),
    }
}

/// Whether what no card was reserved for is debited from the account's bank account.
fn is_debited(account: &Account) -> bool {
    account.terms.is_some_and(|terms| terms.profile == PaymentProfile::SepaDebit)
}

/// How what was ordered will be paid; empty where nothing is due.
fn paid_later(order: &OrderRow, account: &Account) -> String {
    let due_minor = order.content.price.due_now_minor;
    let due = money(due_minor, account);
    match &order.content.method {
        _ if due_minor == 0 => String::new(),
        Some(MethodOnFile::Card(card)) => say(
            account,
            format!("Auf Ihrer Karte mit den Endziffern {} sind {due} vorgemerkt. Abgebucht wird erst, wenn der Auftrag bearbeitet ist.", card.last4),
            format!("{due} are reserved on your card ending in {}. It is charged only once the order has been processed.", card.last4),
        ),
        _ if is_debited(account) => say(
            account,
            format!("Sobald der Auftrag bearbeitet ist, ziehen wir {due} von Ihrem Bankkonto ein."),
            format!("Once the order has been processed, we collect {due} from your bank account."),
        ),
        _ => say(
            account,
            format!("Sobald der Auftrag bearbeitet ist, erhalten Sie eine Rechnung über {due}."),
            format!("Once the order has been processed, you receive an invoice of {due}."),
        ),
    }
}

/// What was paid by the card, is debited, or is still to be paid.
fn settled(order: &OrderRow, account: &Account) -> String {
    let due_minor = order.content.price.due_now_minor;
    let due = money(due_minor, account);
    match &order.content.method {
        _ if due_minor == 0 => say(account, "  Zu zahlen ist nichts.".to_owned(), "  There is nothing to pay.".to_owned()),
        Some(MethodOnFile::Card(card)) => say(
            account,
            format!("  Bezahlt mit der Karte mit den Endziffern {}: {due}", card.last4),
            format!("  Paid by the card ending in {}: {due}", card.last4),
        ),
        _ if is_debited(account) => say(account, format!("  Wird von Ihrem Bankkonto eingezogen: {due}"), format!("  Collected from your bank account: {due}")),
        _ => say(account, format!("  Zu zahlen laut Rechnung: {due}"), format!("  To be paid as the invoice says: {due}")),
    }
}

/// A service order was refused, and why.
pub fn service_order_refused(row: &ServiceOrderRow, account: &Account, contact: &Contact, backend: &Backend) -> MailText {
    let number = &row.number;
    let subject = say(account, format!("Serviceauftrag {number} nicht ausgeführt"), format!("Service order {number} not carried out"));
    let opening = say(
        account,
        format!("wir konnten Ihren Serviceauftrag {number} nicht ausführen. Abgebucht wurde nichts; eine Vormerkung auf Ihrer Karte ist aufgehoben."),
        format!("we could not carry out your service order {number}. Nothing was charged; an amount reserved on your card has been released."),
    );
    let reason = row.reason.clone().unwrap_or_default();
    let reason = say(account, format!("Der Grund: {reason}"), format!("The reason: {reason}"));
    let email = &backend.settings.seller.email;
    let way = say(account, format!("Corporate Account Services hilft Ihnen weiter: {email}"), format!("Corporate Account Services will help you: {email}"));
    letter(account, contact, backend, subject, &[opening, reason, way])
}

/// To the staff: a service order has waited for longer than was promised.
pub fn service_order_late(number: &str, account: &Account, representative: &Contact, backend: &Backend) -> MailText {
    let company = &account.party.name;
    let subject = say(account, format!("Überfällig: Serviceauftrag {number}"), format!("Late: service order {number}"));
    let place = format!("{}/staff/service-orders/{number}", backend.settings.origin);
    let text = say(
        account,
        format!("der Serviceauftrag {number} von {company} wartet seit mehr als einem Tag:\n{place}"),
        format!("service order {number} of {company} has waited for more than a day:\n{place}"),
    );
    letter(account, representative, backend, subject, &[text])
}

/// A service order was placed: somebody of the staff has to take it.
pub fn service_order_arrived((number, quote): (&str, &str), account: &Account, member: &Contact, backend: &Backend) -> MailText {
    let (company, hours) = (&account.party.name, PROMISED_HOURS);
    let subject = say(account, format!("Neuer Serviceauftrag {number}"), format!("New service order {number}"));
    let place = format!("{}/staff/service-orders/{number}", backend.settings.origin);
    let text = say(
        account,
        format!(
            "{company} hat das Angebot {quote} angenommen. Der Serviceauftrag {number} wartet, bearbeitet zu werden; zugesagt sind {hours} Stunden:\n{place}"
        ),
        format!("{company} has accepted quote {quote}. Service order {number} waits to be processed; {hours} hours were promised:\n{place}"),
    );
    letter(account, member, backend, subject, &[text])
}

/// The gateway would not end a service order: somebody of the staff has to look.
pub fn service_order_not_settled((number, code): (&str, &str), account: &Account, member: &Contact, backend: &Backend) -> MailText {
    let company = &account.party.name;
    let subject = say(account, format!("Zahlung offen: Serviceauftrag {number}"), format!("Not settled: service order {number}"));
    let place = format!("{}/staff/service-orders/{number}", backend.settings.origin);
    let text = say(
        account,
        format!(
            "der Zahlungsdienst hat die Zahlung zum Serviceauftrag {number} von {company} nicht ausgeführt ({code}). Er ist wieder offen; sehen Sie ihn an:\n{place}"
        ),
        format!(
            "the payment service would not carry out the payment of service order {number} of {company} ({code}). It is open again; please look at it:\n{place}"
        ),
    );
    letter(account, member, backend, subject, &[text])
}

/// The sentence that names the customer's purchase order.
fn purchase_order_note(number: &str, language: Language) -> String {
    match language {
        Language::De => format!("Ihr Kaufauftrag: {number}"),
        Language::En => format!("Your purchase order: {number}"),
    }
}
