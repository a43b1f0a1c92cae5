//! What happened to an account, in words of the reader's language: for the page, and as a file. Names of products and plans
//! are today's.

mod purchase_order;

use crate::api::history::{HistoryChange, HistoryRow, HistoryTone};
use crate::pages::account::contacts::right_name;
use crate::pages::account::details::field_name;
use crate::pages::corporate::payment_profile::profile_name;
use crate::pages::request_words::subject_text;
use crate::pages::staff::account::terms::{days_text, self_service_text};
use crate::texts::{Locale, locale_of, td_string};
use crate::ui::method_text::{card_name, debit_name};
use backend::Backend;
use backend::history::{AgreedTerms, Happening, MethodDigits, Terms, TermsChange};
use backend::usecases::history::read::{Doer, HistoryEntry};
use billing::editor::PlanChoice;
use billing::ids::{PlanId, ProductId};
use billing::receipt::ReceiptKind;
use billing::request::RequestSubject;
use billing::{BillingInterval, Currency, Language, Money, format};
use chrono::NaiveDate;

/// An entry in words.
pub fn tell(backend: &Backend, entry: &HistoryEntry, (currency, language): (Currency, Language)) -> HistoryRow {
    let words = Words { backend, entry, currency, language, locale: locale_of(language) };
    let at = backend.clock.local_time(entry.happened_at);
    let (what, changes) = words.of_happening();
    HistoryRow {
        moment: at.format("%Y-%m-%dT%H:%M:%S").to_string(),
        when: format!("{}, {}", format::date(at.date(), language), at.format("%H:%M")),
        who: words.doer(),
        what,
        changes,
        tone: tone_of(&entry.happening),
    }
}

/// The history as a file for spreadsheets: a line for each value that changed, or one for what changed none.
pub fn history_csv(rows: &[HistoryRow], language: Language) -> String {
    let locale = locale_of(language);
    let (separator, heads) = match language {
        Language::De => (';', td_string!(locale, history.csv_heads)),
        Language::En => (',', td_string!(locale, history.csv_heads)),
    };
    // Read by spreadsheets as the sign that umlauts are UTF-8.
    let mut file = format!("\u{feff}{}\r\n", heads.replace(',', &separator.to_string()));
    let none = [HistoryChange { name: String::new(), from: String::new(), to: String::new() }];
    for row in rows {
        for change in if row.changes.is_empty() { &none[..] } else { &row.changes } {
            let cells = [row.moment.replace('T', " "), row.who.clone(), row.what.clone(), change.name.clone(), change.from.clone(), change.to.clone()];
            file.push_str(&cells.map(|cell| csv_cell(&cell, separator)).join(&separator.to_string()));
            file.push_str("\r\n");
        }
    }
    file
}

/// A cell that no spreadsheet takes for a formula, quoted where it must be (RFC 4180).
fn csv_cell(text: &str, separator: char) -> String {
    // Spaces that must not break are of no use in a cell, and nobody can search for them.
    let text = text.replace('\u{a0}', " ");
    let harmless = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text };
    if harmless.contains([separator, '"', '\r', '\n']) { format!("\"{}\"", harmless.replace('"', "\"\"")) } else { harmless }
}

const fn tone_of(happening: &Happening) -> HistoryTone {
    match happening {
        Happening::OrderDeclined {}
        | Happening::ServiceOrderRefused { .. }
        | Happening::DebitReturned { .. }
        | Happening::ChargeDeclined { .. }
        | Happening::InvoiceOverdue { .. } => HistoryTone::Error,
        Happening::SubscriptionCancelled { .. }
        | Happening::SubscriptionEnded { .. }
        | Happening::PriceRiseAnnounced { .. }
        | Happening::ServiceSuspended { .. }
        | Happening::InvoiceReminded {}
        | Happening::PurchaseOrderTold { .. }
        | Happening::ContactRemoved { .. }
        | Happening::QuoteDeclined { .. }
        | Happening::QuoteExpired {}
        | Happening::QuoteWithdrawn { .. }
        | Happening::VatIdDenied { .. } => HistoryTone::Notice,
        Happening::ReceiptReversed { .. } | Happening::AllocationReversed { .. } | Happening::RefundRefused { .. } => HistoryTone::Notice,
        Happening::ReceiptAllocated { .. } => HistoryTone::Success,
        Happening::QuoteAccepted {}
        | Happening::ServiceOrderDone { .. }
        | Happening::OrderCompleted { .. }
        | Happening::InvoicePaid { .. }
        | Happening::ServiceResumed { .. }
        | Happening::VatIdProven { .. } => HistoryTone::Success,
        _ => HistoryTone::Plain,
    }
}

struct Words<'a> {
    backend: &'a Backend,
    entry: &'a HistoryEntry,
    currency: Currency,
    language: Language,
    locale: Locale,
}

type Told = (String, Vec<HistoryChange>);

impl Words<'_> {
    fn doer(&self) -> String {
        match &self.entry.doer {
            Doer::Person(name) => name.clone(),
            Doer::Staff => td_string!(self.locale, history.team).to_owned(),
            Doer::Portal => td_string!(self.locale, history.automatic).to_owned(),
        }
    }

    fn of_happening(&self) -> Told {
        let l = self.locale;
        let plain = |text: &str| (text.to_owned(), Vec::new());
        match &self.entry.happening {
            Happening::OrderCompleted { total_minor, changes } => {
                let what = td_string!(l, history.order_completed, amount = self.money(*total_minor)).to_string();
                (what, changes.iter().map(|change| self.terms_change(change)).collect())
            }
            Happening::OrderDeclined {} => plain(td_string!(l, history.order_declined)),
            Happening::OrderCancelled {} => plain(td_string!(l, history.order_cancelled)),
            Happening::TrialStarted { product, plan, seats, ends } => {
                let terms = td_string!(l, history.trial_terms, plan = self.plan_name(product, plan), seats = format::count(*seats, self.language)).to_string();
                let changes = vec![change(td_string!(l, history.plan), "", terms), change(td_string!(l, history.ends), "", self.date(*ends))];
                (td_string!(l, history.trial_started, product = self.product_name(product)).to_string(), changes)
            }
            Happening::TrialEnded { product } => (td_string!(l, history.trial_ended, product = self.product_name(product)).to_string(), Vec::new()),
            Happening::SubscriptionCancelled { product, ends } => {
                let changes = vec![change(td_string!(l, history.runs_until), "", self.date(ends.pred_opt().unwrap_or(*ends)))];
                (td_string!(l, history.subscription_cancelled, product = self.product_name(product)).to_string(), changes)
            }
            Happening::CancellationTakenBack { product, renews } => {
                let changes = vec![change(td_string!(l, history.renews_on), "", self.date(*renews))];
                (td_string!(l, history.cancellation_taken_back, product = self.product_name(product)).to_string(), changes)
            }
            Happening::SubscriptionEnded { invoice } => {
                let changes = invoice.iter().map(|number| change(td_string!(l, history.open_invoice), "", number.clone())).collect();
                (td_string!(l, history.subscription_ended, product = self.subject()).to_string(), changes)
            }
            other => self.of_other(other),
        }
    }

    fn of_other(&self, happening: &Happening) -> Told {
        let l = self.locale;
        match happening {
            Happening::SubscriptionRenewed { before, after, period_start, period_end, total_minor } => {
                let last = period_end.pred_opt().unwrap_or(*period_end);
                let mut changes = vec![change(td_string!(l, history.period), "", format!("{} – {}", self.date(*period_start), self.date(last)))];
                if let (Some(product), Some(before), Some(after)) = (&self.entry.product, before, after)
                    && before != after
                {
                    changes.push(change(td_string!(l, history.terms), self.terms(product, before), self.terms(product, after)));
                }
                (td_string!(l, history.subscription_renewed, product = self.subject(), amount = self.money(*total_minor)).to_string(), changes)
            }
            Happening::PriceRiseAnnounced { unit_minor, before_minor, from } => {
                let price = change(td_string!(l, history.unit_price), self.money(*before_minor), self.money(*unit_minor));
                let changes = vec![price, change(td_string!(l, history.applies_from), "", self.date(*from))];
                (td_string!(l, history.price_rise_announced, product = self.subject()).to_string(), changes)
            }
            Happening::ServiceSuspended { invoice } => {
                let changes = vec![change(td_string!(l, history.open_invoice), "", invoice.clone())];
                (td_string!(l, history.service_suspended, product = self.subject()).to_string(), changes)
            }
            Happening::ServiceResumed { .. } => (td_string!(l, history.service_resumed, product = self.subject()).to_string(), Vec::new()),
            Happening::PaymentMethodChanged { before, after } => {
                let before = before.as_ref().map_or_else(String::new, |method| self.method(method));
                let changes = vec![change(td_string!(l, history.method), before, self.method(after))];
                (td_string!(l, history.payment_method_changed).to_owned(), changes)
            }
            Happening::VatIdApplied { before, vat_id } => {
                let none = td_string!(l, history.none).to_owned();
                let to = vat_id.clone().unwrap_or(none);
                let changes = vec![change(td_string!(l, history.vat_id), before.clone().unwrap_or_default(), to)];
                (td_string!(l, history.vat_id_applied).to_owned(), changes)
            }
            Happening::VatIdProven { vat_id, documents, credit_minor } => {
                let documents = (!documents.is_empty()).then(|| change(td_string!(l, history.new_documents), "", documents.join(", ")));
                let credit = (*credit_minor > 0).then(|| change(td_string!(l, history.credit), "", self.money(*credit_minor)));
                (td_string!(l, history.vat_id_proven, number = vat_id.as_str()).to_string(), documents.into_iter().chain(credit).collect())
            }
            Happening::BillingDetailsChanged { changes } => {
                let changes = changes.iter().map(|found| change(field_name(l, &found.field), found.from.clone(), found.to.clone())).collect();
                (td_string!(l, history.details_changed).to_owned(), changes)
            }
            Happening::ChangeScheduled { product, on, from, to, unit_minor_from, unit_minor_to } => {
                let terms = |choice: &PlanChoice, unit_minor| {
                    let PlanChoice { plan, seats, interval } = choice.clone();
                    self.terms(product, &Terms { plan, seats, interval, unit_minor })
                };
                let terms = change(td_string!(l, history.terms), terms(from, *unit_minor_from), terms(to, *unit_minor_to));
                let changes = vec![terms, change(td_string!(l, history.applies_from), "", self.date(*on))];
                (td_string!(l, history.change_scheduled, product = self.product_name(product)).to_string(), changes)
            }
            Happening::ScheduledChangeWithdrawn { product, from, to } => {
                let changes = vec![change(td_string!(l, history.terms), self.choice(product, from), self.choice(product, to))];
                (td_string!(l, history.scheduled_change_withdrawn, product = self.product_name(product)).to_string(), changes)
            }
            Happening::ChangeProposed { product, to } => {
                let changes = vec![change(td_string!(l, history.terms), "", self.choice(product, to))];
                (td_string!(l, history.change_proposed, product = self.product_name(product)).to_string(), changes)
            }
            Happening::ProposalTaken { product, to } => {
                let changes = vec![change(td_string!(l, history.terms), "", self.choice(product, to))];
                (td_string!(l, history.proposal_taken, product = self.product_name(product)).to_string(), changes)
            }
            Happening::ProposalDeclined { product, to } => {
                let changes = vec![change(td_string!(l, history.terms), "", self.choice(product, to))];
                (td_string!(l, history.proposal_declined, product = self.product_name(product)).to_string(), changes)
            }
            Happening::ProposalWithdrawn { product, to } => {
                let changes = vec![change(td_string!(l, history.terms), "", self.choice(product, to))];
                (td_string!(l, history.proposal_withdrawn, product = self.product_name(product)).to_string(), changes)
            }
            Happening::LicencesAssigned { people, from, to } => {
                (td_string!(l, history.licences_assigned, product = self.subject()).to_string(), self.licences(people, *from, *to))
            }
            Happening::LicencesReleased { people, from, to } => {
                (td_string!(l, history.licences_released, product = self.subject()).to_string(), self.licences(people, *from, *to))
            }
            Happening::VatIdDenied { vat_id } => (td_string!(l, history.vat_id_denied, number = vat_id.as_str()).to_string(), Vec::new()),
            other => {
                let contract = self.of_purchase_order(other).or_else(|| self.of_contract(other));
                contract.unwrap_or_else(|| (self.of_money_and_people(other), Vec::new()))
            }
        }
    }

    /// Quotes, service orders, and who may do what: what accounts that work with a representative have besides.
    fn of_contract(&self, happening: &Happening) -> Option<Told> {
        let (l, number) = (self.locale, self.entry.subject.as_str());
        let none = Vec::new();
        Some(match happening {
            Happening::QuoteOpened {} => (td_string!(l, history.quote_opened, number = number).to_string(), none),
            Happening::QuoteAccepted {} => (td_string!(l, history.quote_accepted, number = number).to_string(), none),
            Happening::QuoteDeclined { reason } => (td_string!(l, history.quote_declined, number = number).to_string(), self.reason(reason.as_ref())),
            Happening::QuoteWithdrawn { reason } => (td_string!(l, history.quote_withdrawn, number = number).to_string(), self.reason(reason.as_ref())),
            Happening::QuoteExpired {} => (td_string!(l, history.quote_expired, number = number).to_string(), none),
            Happening::QuoteSuperseded { replaced_by } => {
                (td_string!(l, history.quote_superseded, number = number, by = replaced_by.as_str()).to_string(), none)
            }
            Happening::ServiceOrderPlaced { quote } => {
                let changes = vec![change(td_string!(l, quotes.quote), "", quote.clone())];
                (td_string!(l, history.service_order_placed, number = number).to_string(), changes)
            }
            Happening::ServiceOrderTaken {} => (td_string!(l, history.service_order_taken, number = number).to_string(), none),
            Happening::ServiceOrderDone { total_minor } => {
                (td_string!(l, history.service_order_done, number = number, amount = self.money(*total_minor)).to_string(), none)
            }
            Happening::ServiceOrderRefused { reason } => {
                (td_string!(l, history.service_order_refused, number = number).to_string(), self.reason(reason.as_ref()))
            }
            Happening::PaymentProfileChanged { from, to } => {
                let changes = vec![change(td_string!(l, corporate.profile.kind), profile_name(l, *from), profile_name(l, *to).to_owned())];
                (td_string!(l, history.payment_profile_changed).to_owned(), changes)
            }
            Happening::TermsChanged { from, to } => (td_string!(l, history.terms_changed).to_owned(), self.agreed_changes(*from, *to)),
            Happening::ContactRightChanged { name, from, to } => {
                let changes = vec![change(td_string!(l, contacts.right), right_name(l, *from), right_name(l, *to).to_owned())];
                (td_string!(l, history.contact_right_changed, name = name.as_str()).to_string(), changes)
            }
            _ => return None,
        })
    }

    fn agreed_changes(&self, from: AgreedTerms, to: AgreedTerms) -> Vec<HistoryChange> {
        let l = self.locale;
        let days = |terms: AgreedTerms| days_text(l, terms.days);
        let seats = |terms: AgreedTerms| self_service_text(l, terms.self_service);
        let mut changes = Vec::new();
        if from.days != to.days {
            changes.push(change(td_string!(l, terms.days), days(from), days(to)));
        }
        if from.self_service != to.self_service {
            changes.push(change(td_string!(l, terms.self_service), seats(from), seats(to).to_owned()));
        }
        changes
    }

    fn reason(&self, reason: Option<&String>) -> Vec<HistoryChange> {
        let given = reason.filter(|reason| !reason.is_empty());
        given.map(|reason| change(td_string!(self.locale, history.reason), "", reason.clone())).into_iter().collect()
    }

    fn request(&self, subject: RequestSubject) -> &'static str {
        subject_text(self.locale, subject)
    }

    fn of_money_and_people(&self, happening: &Happening) -> String {
        let l = self.locale;
        let number = self.entry.invoice.clone().unwrap_or_default();
        match happening {
            Happening::DebitSettled { amount_minor } => td_string!(l, history.debit_settled, amount = self.money(*amount_minor)).to_string(),
            Happening::DebitReturned { amount_minor } => td_string!(l, history.debit_returned, amount = self.money(*amount_minor)).to_string(),
            Happening::InvoiceOverdue { open_minor } => td_string!(l, history.invoice_overdue, number = number, amount = self.money(*open_minor)).to_string(),
            Happening::InvoiceReminded {} => td_string!(l, history.invoice_reminded, number = number).to_string(),
            Happening::InvoicePaid { amount_minor } => td_string!(l, history.invoice_paid, number = number, amount = self.money(*amount_minor)).to_string(),
            Happening::ChargeDeclined { amount_minor } => {
                td_string!(l, history.charge_declined, number = number, amount = self.money(*amount_minor)).to_string()
            }
            Happening::ReceiptRecorded { .. }
            | Happening::ReceiptReversed { .. }
            | Happening::ReceiptAllocated { .. }
            | Happening::AllocationReversed { .. }
            | Happening::CreditNoteIssued { .. }
            | Happening::RefundBegun { .. }
            | Happening::RefundMade { .. }
            | Happening::RefundRefused { .. } => self.of_finance(happening, &number),
            Happening::InvitationSent { email } => td_string!(l, history.invitation_sent, email = email.as_str()).to_string(),
            Happening::InvitationSentAgain { email } => td_string!(l, history.invitation_sent_again, email = email.as_str()).to_string(),
            Happening::InvitationWithdrawn { email } => td_string!(l, history.invitation_withdrawn, email = email.as_str()).to_string(),
            Happening::InvitationAccepted {} => td_string!(l, history.invitation_accepted).to_owned(),
            Happening::PasswordChanged {} => td_string!(l, history.password_changed).to_owned(),
            Happening::ContactRemoved { name } => td_string!(l, history.contact_removed, name = name.as_str()).to_string(),
            Happening::PlaceOffered { giver, receiver } => {
                td_string!(l, history.place_offered, giver = giver.as_str(), receiver = receiver.as_str()).to_string()
            }
            Happening::PlaceTaken { giver, receiver } => td_string!(l, history.place_taken, giver = giver.as_str(), receiver = receiver.as_str()).to_string(),
            Happening::PlaceDeclined { giver, receiver } => {
                td_string!(l, history.place_declined, giver = giver.as_str(), receiver = receiver.as_str()).to_string()
            }
            Happening::PlaceWithdrawn { giver, receiver } => {
                td_string!(l, history.place_withdrawn, giver = giver.as_str(), receiver = receiver.as_str()).to_string()
            }
            Happening::AdminContactAssigned { email } => td_string!(l, history.admin_contact_assigned, email = email.as_str()).to_string(),
            Happening::RequestOpened { subject } => td_string!(l, history.request_opened, subject = self.request(*subject)).to_string(),
            Happening::RequestWritten { subject } => td_string!(l, history.request_written, subject = self.request(*subject)).to_string(),
            Happening::RequestAnswered { subject } => td_string!(l, history.request_answered, subject = self.request(*subject)).to_string(),
            Happening::RequestClosed { subject } => td_string!(l, history.request_closed, subject = self.request(*subject)).to_string(),
            // All that is left; the others have their words above.
            _ => td_string!(l, history.account_created).to_owned(),
        }
    }

    /// What finance did by hand; `number` is the invoice's.
    fn of_finance(&self, happening: &Happening, number: &str) -> String {
        let l = self.locale;
        let kind = |kind: &ReceiptKind| match kind {
            ReceiptKind::BankTransfer => td_string!(l, history.bank_transfer),
            ReceiptKind::Check => td_string!(l, history.check),
        };
        let money = |minor: &i64| self.money(*minor);
        match happening {
            Happening::ReceiptRecorded { amount_minor, kind: by } => {
                td_string!(l, history.receipt_recorded, kind = kind(by), amount = money(amount_minor)).to_string()
            }
            Happening::ReceiptReversed { amount_minor, kind: by, reason } => {
                td_string!(l, history.receipt_reversed, kind = kind(by), amount = money(amount_minor), reason = reason.as_str()).to_string()
            }
            Happening::ReceiptAllocated { amount_minor, kind: by } => {
                td_string!(l, history.receipt_allocated, number = number, kind = kind(by), amount = money(amount_minor)).to_string()
            }
            Happening::AllocationReversed { amount_minor, kind: by, reason } => {
                td_string!(l, history.allocation_reversed, number = number, kind = kind(by), amount = money(amount_minor), reason = reason.as_str()).to_string()
            }
            Happening::CreditNoteIssued { amount_minor, number: credit_note, reason } => {
                let amount = money(amount_minor);
                td_string!(l, history.credit_note_issued, number = number, credit_note = credit_note.as_str(), amount = amount, reason = reason.as_str())
                    .to_string()
            }
            Happening::RefundBegun { amount_minor, reason } => {
                td_string!(l, history.refund_begun, number = number, amount = money(amount_minor), reason = reason.as_str()).to_string()
            }
            Happening::RefundMade { amount_minor } => td_string!(l, history.refund_made, number = number, amount = money(amount_minor)).to_string(),
            Happening::RefundRefused { amount_minor } => td_string!(l, history.refund_refused, number = number, amount = money(amount_minor)).to_string(),
            _ => String::new(),
        }
    }

    fn terms_change(&self, found: &TermsChange) -> HistoryChange {
        let from = found.before.as_ref().map_or_else(String::new, |terms| self.terms(&found.product, terms));
        HistoryChange { name: self.product_name(&found.product), from, to: self.terms(&found.product, &found.after) }
    }

    /// Who got or lost a licence, and how many are held.
    fn licences(&self, people: &[String], from: i64, to: i64) -> Vec<HistoryChange> {
        let (l, count) = (self.locale, |held| format::count(held, self.language));
        vec![change(td_string!(l, history.licence_people), "", people.join(", ")), change(td_string!(l, history.licences_held), count(from), count(to))]
    }

    /// "Professional × 10, monatlich, 14,00 € je Lizenz"
    fn terms(&self, product: &ProductId, terms: &Terms) -> String {
        let (plan, seats) = (self.plan_name(product, &terms.plan), format::count(terms.seats, self.language));
        let (l, unit) = (self.locale, self.money(terms.unit_minor));
        match terms.interval {
            BillingInterval::Monthly => td_string!(l, history.terms_monthly, plan = plan, seats = seats, unit = unit).to_string(),
            BillingInterval::Annual => td_string!(l, history.terms_annual, plan = plan, seats = seats, unit = unit).to_string(),
        }
    }

    /// "Professional × 10, monatlich"
    fn choice(&self, product: &ProductId, choice: &PlanChoice) -> String {
        let (plan, seats) = (self.plan_name(product, &choice.plan), format::count(choice.seats, self.language));
        match choice.interval {
            BillingInterval::Monthly => td_string!(self.locale, history.choice_monthly, plan = plan, seats = seats).to_string(),
            BillingInterval::Annual => td_string!(self.locale, history.choice_annual, plan = plan, seats = seats).to_string(),
        }
    }

    /// The product of the subscription that it happened to.
    fn subject(&self) -> String {
        self.entry.product.as_ref().map_or_else(|| td_string!(self.locale, history.terms).to_owned(), |product| self.product_name(product))
    }

    fn method(&self, method: &MethodDigits) -> String {
        match method.brand.as_deref() {
            None | Some("") => debit_name(self.locale, "", &method.last4),
            Some(brand) => card_name(brand, &method.last4),
        }
    }

    fn product_name(&self, id: &ProductId) -> String {
        self.backend.catalogue.product_name(id)
    }

    fn plan_name(&self, product: &ProductId, id: &PlanId) -> String {
        self.backend.catalogue.plan_name(product, id)
    }

    fn money(&self, minor: i64) -> String {
        format::money(Money::new(minor, self.currency), self.language)
    }

    fn date(&self, day: NaiveDate) -> String {
        format::date(day, self.language)
    }
}

fn change(name: &str, from: impl Into<String>, to: String) -> HistoryChange {
    HistoryChange { name: name.to_owned(), from: from.into(), to }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_a_line_for_each_value_that_changed() {
        let changes = vec![change("GoTo Meeting", "Professional; 10", "Business".to_owned()), change("=A1", "", "-1".to_owned())];
        let row = HistoryRow {
            moment: "2026-11-21T09:30:00".to_owned(),
            when: String::new(),
            who: "Anna".to_owned(),
            what: "Bestellung".to_owned(),
            changes,
            tone: HistoryTone::Plain,
        };
        let quiet = HistoryRow { changes: Vec::new(), ..row.clone() };
        let file = history_csv(&[row, quiet], Language::De);
        let lines: Vec<&str> = file.trim_end().split("\r\n").collect();
        assert_eq!(lines[0], "\u{feff}Zeit;Wer;Was;Wovon;Vorher;Nachher");
        assert_eq!(lines[1], "2026-11-21 09:30:00;Anna;Bestellung;GoTo Meeting;\"Professional; 10\";Business");
        assert_eq!(lines[2], "2026-11-21 09:30:00;Anna;Bestellung;'=A1;;'-1");
        assert_eq!(lines[3], "2026-11-21 09:30:00;Anna;Bestellung;;;");
        assert!(history_csv(&[], Language::En).contains("Time,Who,What,Of what,Before,After"));
    }
}
