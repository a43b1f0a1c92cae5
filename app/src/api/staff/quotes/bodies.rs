//! What the server functions of the staff's quotes do.

use super::{BuilderPage, LINES, LineForm, MOST_LINES, OfferChoice, StaffQuotePage, StaffQuoteRow, StaffQuotesPage};
use crate::api::ApiError;
use crate::api::quotes::bodies::page_of;
use crate::api::request::{StaffSignedIn, lead_to, reply, staff_as};
use crate::api::staff::AfterDay;
use crate::api::staff::bodies::LOOKING_AFTER;
use crate::texts::chosen_language;
use crate::ui::money::read_money;
use backend::Backend;
use backend::db::quotes::QuoteRow;
use backend::identifiers::new_key;
use backend::usecases::accounts::offers::{AccountOffers, load_offers};
use backend::usecases::quotes::draft::{DraftInput, DraftOf, LineInput, LineWish, save_draft};
use backend::usecases::quotes::{find, list, open, take_back};
use billing::ids::{PlanId, ProductId};
use billing::input::{InputFault, read_text};
use billing::quote::{Offer, QuoteItem};
use billing::renewal::PriceOrigin;
use billing::seats::DEFAULT_RANGE;
use billing::{BillingInterval, Currency, Language, Money, format};
use chrono::Days;

/// How long a quote of the staff is valid unless they say otherwise.
const USUAL_DAYS: Days = Days::new(30);

pub async fn load_staff_quotes(state: String, after: (String, String)) -> Result<StaffQuotesPage, ApiError> {
    reply(quotes(&state, (&after.0, &after.1)).await)
}

async fn quotes(state: &str, after: (&str, &str)) -> Result<StaffQuotesPage, ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    let page = list::list_all(&backend, &member, state, after).await?;
    let row = |row: backend::db::quotes::StaffQuote| StaffQuoteRow { quote: row.quote, account_number: row.account_number, account_name: row.account_name };
    Ok(StaffQuotesPage { rows: page.rows.into_iter().map(row).collect(), next: page.next.map(|(day, id)| AfterDay { day, id }) })
}

pub async fn load_staff_quote(number: String) -> Result<StaffQuotePage, ApiError> {
    reply(quote(&number).await)
}

async fn quote(number: &str) -> Result<StaffQuotePage, ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    let priced = find::find_for_staff(&backend, &member, number).await?;
    let (account_number, account_name) = (priced.account.number.clone(), priced.account.party.name.clone());
    Ok(StaffQuotePage { page: page_of(&backend, priced), account_number, account_name })
}

pub async fn load_quote_builder(account: String, number: String) -> Result<BuilderPage, ApiError> {
    reply(builder(account, number).await)
}

async fn builder(account: String, number: String) -> Result<BuilderPage, ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    let language = chosen_language();
    let draft = if number.is_empty() { None } else { Some(find::find_for_staff(&backend, &member, &number).await?) };
    let account = draft.as_ref().map_or(account, |draft| draft.account.number.clone());
    let found = load_offers(&backend, &member, account.trim()).await?;
    let currency = found.account.currency;
    let row: Option<&QuoteRow> = draft.as_ref().map(|draft| &draft.row);
    let mut lines: Vec<LineForm> = row.map(|row| row.content.items.iter().map(|item| line_of(item, currency, language)).collect()).unwrap_or_default();
    lines.resize(LINES.max(lines.len()), LineForm::default());
    let today = backend.today();
    Ok(BuilderPage {
        account_number: found.account.number.clone(),
        account_name: found.account.party.name.clone(),
        number: row.map(|row| row.number.clone()),
        form_key: new_key(),
        offers: choices(&backend, &found),
        currency,
        today,
        valid_until: row.map_or_else(|| today.checked_add_days(USUAL_DAYS).unwrap_or(today), |row| row.valid_until),
        message: row.map(|row| row.content.message.clone()).unwrap_or_default(),
        lines,
    })
}

/// Contracts that run, and what the account does not have yet.
fn choices(backend: &Backend, found: &AccountOffers) -> Vec<OfferChoice> {
    let currency = found.account.currency;
    let mut choices = Vec::new();
    for contract in &found.contracts {
        let running = &contract.running;
        let Some(product) = backend.catalogue.product(&running.product).filter(|product| product.seat_add_on) else { continue };
        let plan = product.plan(&running.plan).map(|(_, plan)| plan.name.clone()).unwrap_or_default();
        let name = format!("{} {plan}", product.name);
        let (unit_minor, interval) = (running.unit_minor, running.interval);
        choices.push(OfferChoice { value: format!("seats:{}", contract.id), name, unit_minor, interval, adds: true });
    }
    for product in backend.catalogue.products.iter().filter(|product| found.contracts.iter().all(|contract| contract.running.product != product.id)) {
        for plan in &product.plans {
            for interval in [BillingInterval::Annual, BillingInterval::Monthly] {
                let Some(unit_minor) = plan.unit_minor(currency, interval, 1, backend.today()) else { continue };
                let name = format!("{} {}", product.name, plan.name);
                let value = format!("new:{}:{}:{}", product.id, plan.id, interval.code());
                choices.push(OfferChoice { value, name, unit_minor, interval, adds: false });
            }
        }
    }
    choices
}

/// A stored line as the form holds it.
fn line_of(item: &QuoteItem, currency: Currency, language: Language) -> LineForm {
    let what = match &item.offer {
        Offer::AddSeats { subscription, .. } => format!("seats:{subscription}"),
        Offer::New { plan, interval, .. } => format!("new:{}:{plan}:{}", item.product, interval.code()),
    };
    let own = item.unit.filter(|unit| unit.origin == PriceOrigin::Negotiated);
    let own = own.map(|unit| format::money(Money::new(unit.unit_minor, currency), language)).unwrap_or_default();
    LineForm { what, seats: item.seats().to_string(), own, reason: item.reason.clone() }
}

pub async fn save_quote_draft(of: (String, String, String), said: (String, String), lines: Vec<LineForm>) -> Result<(), ApiError> {
    reply(try_save(of, said, lines).await)
}

async fn try_save((form_key, number, account): (String, String, String), said: (String, String), lines: Vec<LineForm>) -> Result<(), ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    let language = chosen_language();
    let found = load_offers(&backend, &member, &account).await?;
    let (valid_until, message) = said;
    let valid_until = valid_until.parse().map_err(|_| ApiError::Input { field: "valid_until".to_owned(), fault: InputFault::NotDate })?;
    let reader = LineReader { backend: &backend, found: &found, language };
    let input = DraftInput { account, valid_until, message, lines: reader.read(lines)? };
    let draft = if number.is_empty() { DraftOf::New { form_key: &form_key } } else { DraftOf::Number(&number) };
    let number = save_draft(&backend, &member, draft, &input).await?;
    lead_to(&format!("/staff/quotes/{number}"));
    Ok(())
}

/// Reads the lines of the form; what is wrong with one is an error of its field.
struct LineReader<'a> {
    backend: &'a Backend,
    found: &'a AccountOffers,
    language: Language,
}

impl LineReader<'_> {
    fn read(&self, lines: Vec<LineForm>) -> Result<Vec<LineInput>, ApiError> {
        if lines.len() > MOST_LINES {
            let most = i64::try_from(MOST_LINES).unwrap_or(i64::MAX);
            return Err(ApiError::Input { field: "lines".to_owned(), fault: InputFault::TooMany { most } });
        }
        let offered: Vec<String> = choices(self.backend, self.found).into_iter().map(|choice| choice.value).collect();
        let (mut read, mut products) = (Vec::new(), Vec::new());
        for (place, line) in lines.into_iter().enumerate().filter(|(_, line)| !line.what.is_empty()) {
            let at = |field: &str, fault: InputFault| ApiError::Input { field: format!("lines[{place}][{field}]"), fault };
            let (wish, product, seats) =
                self.read_wish(&line.what).filter(|_| offered.contains(&line.what)).ok_or_else(|| at("what", InputFault::NotOffered))?;
            if products.contains(&product) {
                return Err(at("what", InputFault::NamedTwice));
            }
            products.push(product);
            let line = self.read_line(line, wish, seats).map_err(|(field, fault)| at(field, fault))?;
            read.push(line);
        }
        Ok(read)
    }

    /// What a choice stands for: its wish, its product, and between which numbers of seats it can be had.
    fn read_wish(&self, what: &str) -> Option<(LineWish, ProductId, (i64, i64))> {
        match what.split(':').collect::<Vec<_>>().as_slice() {
            ["seats", id] => {
                let contract = self.found.contracts.iter().find(|contract| contract.id.as_str() == *id)?;
                Some((LineWish::AddSeats(contract.id.clone()), contract.running.product.clone(), DEFAULT_RANGE))
            }
            ["new", product, plan, interval] => {
                let (product, plan) = (ProductId((*product).to_owned()), PlanId((*plan).to_owned()));
                let (_, listed) = self.backend.catalogue.product(&product)?.plan(&plan)?;
                let wish = LineWish::New { product: product.clone(), plan, interval: BillingInterval::parse(interval)? };
                Some((wish, product, listed.seats_range()))
            }
            _ => None,
        }
    }

    fn read_line(&self, line: LineForm, wish: LineWish, (least, most): (i64, i64)) -> Result<LineInput, (&'static str, InputFault)> {
        let seats = match line.seats.trim() {
            "" => Err(InputFault::Missing),
            typed => typed.parse().ok().filter(|seats| (least..=most).contains(seats)).ok_or(InputFault::NotBetween { least, most }),
        };
        let seats = seats.map_err(|fault| ("seats", fault))?;
        let own_minor = match line.own.trim() {
            "" => None,
            typed => Some(read_money(typed, self.found.account.currency, self.language).map_err(|_| ("own", InputFault::NoAmount))?),
        };
        if own_minor.is_some() {
            read_text(&line.reason).map_err(|fault| ("reason", fault))?;
        }
        Ok(LineInput { wish, seats, own_minor, reason: line.reason })
    }
}

pub async fn discard_quote_draft(number: String) -> Result<(), ApiError> {
    reply(try_discard(&number).await)
}

async fn try_discard(number: &str) -> Result<(), ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    take_back::discard_draft(&backend, &member, number).await?;
    lead_to(&format!("/staff/quotes/{number}"));
    Ok(())
}

pub async fn withdraw_quote(number: String, reason: String) -> Result<(), ApiError> {
    reply(try_withdraw(&number, &reason).await)
}

async fn try_withdraw(number: &str, reason: &str) -> Result<(), ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    take_back::withdraw_quote(&backend, &member, number, reason).await?;
    lead_to(&format!("/staff/quotes/{number}"));
    Ok(())
}

pub async fn send_quote(number: String) -> Result<(), ApiError> {
    reply(try_send(&number).await)
}

async fn try_send(number: &str) -> Result<(), ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    open::open_quote(&backend, &member, number).await?;
    lead_to(&format!("/staff/quotes/{number}"));
    Ok(())
}
