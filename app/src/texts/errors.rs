//! A sentence for every error code, telling what happened and what to do; internals never show.

use super::{Locale, td_string};
use crate::api::ApiError;
use crate::ui::upload::size_text;
use billing::editor::PlanInputError;
use billing::format;
use billing::input::InputFault;
use billing::people::{PasswordFault, SHORTEST_PASSWORD};
use billing::subscription::ScheduleObstacle;
use billing::vat_id::VatIdError;
use billing::{Money, PriceErrorCode};

/// The sentence for an error.
pub fn error_text(locale: Locale, error: &ApiError) -> String {
    match error {
        ApiError::SignedOut => td_string!(locale, errors.signed_out).to_owned(),
        ApiError::WrongCredentials => td_string!(locale, errors.wrong_credentials).to_owned(),
        ApiError::UserIdUnknown => td_string!(locale, errors.user_id_unknown).to_owned(),
        ApiError::UserIdOrPasswordWrong => td_string!(locale, errors.user_id_or_password).to_owned(),
        ApiError::CorporateAccount => td_string!(locale, errors.corporate_account).to_owned(),
        ApiError::TooManyTries { retry_after_seconds } => wait_text(locale, *retry_after_seconds),
        ApiError::FieldMissing { field } => field_missing_text(locale, field).to_owned(),
        ApiError::Input { fault, .. } => input_text(locale, fault),
        ApiError::LinkOver => td_string!(locale, errors.link_over).to_owned(),
        ApiError::SomebodyElse => td_string!(locale, errors.somebody_else).to_owned(),
        ApiError::NotAllowed => td_string!(locale, errors.not_allowed).to_owned(),
        ApiError::SecondFactorNeeded => td_string!(locale, errors.second_factor_needed).to_owned(),
        ApiError::NotBillingContact { name, email } => td_string!(locale, errors.not_billing_contact, name = name, email = email).to_string(),
        ApiError::NotFound => td_string!(locale, errors.not_found).to_owned(),
        ApiError::PlanInput(error) => plan_input_text(locale, *error),
        ApiError::Price(code) => price_text(locale, *code).to_owned(),
        ApiError::PriceChanged => td_string!(locale, errors.price_changed).to_owned(),
        ApiError::CartEmpty => td_string!(locale, errors.cart_empty).to_owned(),
        ApiError::OrderOpen { order } => td_string!(locale, errors.order_open, order = order).to_string(),
        ApiError::InvoiceOpen { number } => td_string!(locale, errors.invoice_open, number = number).to_string(),
        ApiError::AlreadySubscribed { .. } => td_string!(locale, errors.already_subscribed).to_owned(),
        ApiError::TrialUsed => td_string!(locale, errors.trial_used).to_owned(),
        ApiError::AmountChanged => td_string!(locale, errors.amount_changed).to_owned(),
        ApiError::DetailsChanged(conflict) => td_string!(locale, errors.details_changed, name = conflict.by.as_str()).to_string(),
        ApiError::TaxChanges(_) => td_string!(locale, errors.tax_changes).to_owned(),
        ApiError::LicencesExhausted { free, wanted } => {
            let language = locale.language();
            let (free_text, wanted) = (billing::format::count(*free, language), billing::format::count(*wanted, language));
            td_string!(locale, errors.licences_exhausted, count = *free, free = free_text, wanted = wanted).to_string()
        }
        ApiError::LicencesAssigned { assigned, seats, .. } => {
            let language = locale.language();
            let least = billing::format::count(assigned.saturating_sub(*seats), language);
            td_string!(locale, errors.licences_assigned, assigned = billing::format::count(*assigned, language), least = least).to_string()
        }
        ApiError::TrialEndsItself => td_string!(locale, errors.trial_ends_itself).to_owned(),
        ApiError::SubscriptionEnded => td_string!(locale, errors.subscription_ended).to_owned(),
        ApiError::NotSchedulable { obstacle } => obstacle_text(locale, *obstacle).to_owned(),
        ApiError::SubscriptionChanged => td_string!(locale, errors.subscription_changed).to_owned(),
        ApiError::NoPaymentMethod => td_string!(locale, errors.no_payment_method).to_owned(),
        ApiError::NotSelfService => td_string!(locale, errors.not_self_service).to_owned(),
        ApiError::CardNeeded => td_string!(locale, errors.card_needed).to_owned(),
        ApiError::QuotesOpen { numbers } => td_string!(locale, errors.quotes_open, numbers = numbers).to_string(),
        ApiError::QuoteMoved => td_string!(locale, errors.quote_moved).to_owned(),
        ApiError::QuoteOver { valid_until } => td_string!(locale, errors.quote_over, date = format::date(*valid_until, locale.language())).to_string(),
        ApiError::ServiceOrderMoved => td_string!(locale, errors.service_order_moved).to_owned(),
        ApiError::QuoteChanged => td_string!(locale, errors.quote_changed).to_owned(),
        ApiError::PurchaseOrderChanged => td_string!(locale, errors.purchase_order_changed).to_owned(),
        ApiError::GatewaySilent => td_string!(locale, errors.gateway_silent).to_owned(),
        ApiError::SessionUnknown => td_string!(locale, errors.session_unknown).to_owned(),
        ApiError::VatId { reason } => vat_id_text(locale, reason),
        ApiError::VatIdNotRegistered => td_string!(locale, errors.vat_id.not_registered).to_owned(),
        ApiError::Unavailable { reference } => with_reference(locale, td_string!(locale, errors.unavailable), reference),
        ApiError::Internal { reference } => with_reference(locale, td_string!(locale, errors.internal), reference),
        ApiError::Unreachable => td_string!(locale, errors.unreachable).to_owned(),
    }
}

/// The heading of a page that shows nothing but the error.
pub fn error_title(locale: Locale, error: &ApiError) -> &'static str {
    match error {
        ApiError::SignedOut => td_string!(locale, errors.title.signed_out),
        ApiError::NotBillingContact { .. } => td_string!(locale, errors.title.not_billing_contact),
        ApiError::NotAllowed => td_string!(locale, errors.title.not_allowed),
        ApiError::LinkOver => td_string!(locale, errors.title.link_over),
        ApiError::SomebodyElse => td_string!(locale, errors.title.somebody_else),
        ApiError::NotFound => td_string!(locale, errors.title.not_found),
        ApiError::TooManyTries { .. } => td_string!(locale, errors.title.too_many_tries),
        ApiError::Unavailable { .. } | ApiError::Unreachable => td_string!(locale, errors.title.unavailable),
        _ => td_string!(locale, errors.title.other),
    }
}

/// Seconds below two minutes, then whole minutes, rounded up.
fn wait_text(locale: Locale, seconds: i64) -> String {
    if seconds < 120 {
        return td_string!(locale, errors.too_many_tries_seconds, count = seconds.max(1)).to_string();
    }
    let minutes = seconds.saturating_add(59) / 60;
    td_string!(locale, errors.too_many_tries_minutes, count = minutes).to_string()
}

fn field_missing_text(locale: Locale, field: &str) -> &'static str {
    match field {
        "email" => td_string!(locale, errors.field_missing.email),
        "user_id" => td_string!(locale, errors.field_missing.user_id),
        "password" => td_string!(locale, errors.field_missing.password),
        "code" => td_string!(locale, errors.field_missing.code),
        _ => td_string!(locale, errors.field_missing.other),
    }
}

fn input_text(locale: Locale, fault: &InputFault) -> String {
    match fault {
        InputFault::Missing => td_string!(locale, errors.input.missing).to_owned(),
        InputFault::TooLong { most } => td_string!(locale, errors.input.too_long, count = most).to_string(),
        InputFault::NotMailAddress => td_string!(locale, errors.input.not_mail_address).to_owned(),
        InputFault::NoMailAddress { text } => td_string!(locale, errors.input.no_mail_address, text = text.as_str()).to_string(),
        InputFault::TooMany { most } => td_string!(locale, errors.input.too_many, count = *most).to_string(),
        InputFault::NamedTwice => td_string!(locale, errors.input.named_twice).to_owned(),
        InputFault::NotOffered => td_string!(locale, errors.input.not_offered).to_owned(),
        InputFault::StillNeeded { text } => td_string!(locale, errors.input.still_needed, text = text.as_str()).to_string(),
        InputFault::CardNumber => td_string!(locale, errors.input.card_number).to_owned(),
        InputFault::TooMuchWaiting { most } => td_string!(locale, errors.input.too_much_waiting, count = *most).to_string(),
        InputFault::NotDate => td_string!(locale, errors.input.not_date).to_owned(),
        InputFault::DayNotAhead { most_days } => td_string!(locale, errors.input.day_not_ahead, count = *most_days).to_string(),
        InputFault::PostalCode { example } => td_string!(locale, errors.input.postal_code, example = example).to_string(),
        InputFault::VatId(error) => vat_id_text(locale, error),
        InputFault::Password(fault) => password_text(locale, *fault),
        InputFault::NoAmount => td_string!(locale, errors.input.no_amount).to_owned(),
        InputFault::MoreThanLeft => td_string!(locale, errors.input.more_than_left).to_owned(),
        InputFault::DayTooOld { most_days } => td_string!(locale, errors.input.day_too_old, days = *most_days).to_string(),
        InputFault::AmountTooLarge => td_string!(locale, errors.input.amount_too_large).to_owned(),
        InputFault::DayToCome => td_string!(locale, errors.input.day_to_come).to_owned(),
        InputFault::RecordedBefore => td_string!(locale, errors.input.recorded_before).to_owned(),
        InputFault::BelowUsed { used_minor, currency } => {
            let used = format::money(Money::new(*used_minor, *currency), locale.language());
            td_string!(locale, errors.input.below_used, used = used).to_string()
        }
        InputFault::NumberTaken => td_string!(locale, errors.input.number_taken).to_owned(),
        InputFault::EndsBeforeStart => td_string!(locale, errors.input.ends_before_start).to_owned(),
        InputFault::NotPdf => td_string!(locale, errors.input.not_pdf).to_owned(),
        InputFault::FileTooLarge { most_bytes } => {
            let size = size_text(u64::try_from(*most_bytes).unwrap_or_default(), locale.language());
            td_string!(locale, parts.upload_size, size = size).to_string()
        }
        InputFault::AmountNotDue => td_string!(locale, errors.input.amount_not_due).to_owned(),
        InputFault::CodeWrong => td_string!(locale, errors.input.code_wrong).to_owned(),
        InputFault::CodeUsed => td_string!(locale, errors.input.code_used).to_owned(),
        InputFault::LastOrderer => td_string!(locale, errors.input.last_orderer).to_owned(),
        InputFault::BelongsAlready => td_string!(locale, errors.input.belongs_already).to_owned(),
        InputFault::InvitedAlready => td_string!(locale, errors.input.invited_already).to_owned(),
        InputFault::NotUserId => td_string!(locale, errors.input.not_user_id).to_owned(),
        InputFault::UserIdTaken => td_string!(locale, errors.input.user_id_taken).to_owned(),
        InputFault::NotBetween { least, most } => td_string!(locale, errors.input.not_between, least = *least, most = *most).to_string(),
        InputFault::WrongPassword => td_string!(locale, errors.input.password_wrong).to_owned(),
    }
}

/// What is wrong with a new password.
pub fn password_text(locale: Locale, fault: PasswordFault) -> String {
    match fault {
        PasswordFault::TooShort => td_string!(locale, errors.input.password_short, count = SHORTEST_PASSWORD).to_string(),
        PasswordFault::IsMailAddress => td_string!(locale, errors.input.password_mail).to_owned(),
        PasswordFault::IsPublic => td_string!(locale, errors.input.password_public).to_owned(),
    }
}

fn plan_input_text(locale: Locale, error: PlanInputError) -> String {
    match error {
        PlanInputError::PlanMissing => td_string!(locale, errors.plan_input.plan_missing).to_owned(),
        PlanInputError::SeatsMissing => td_string!(locale, errors.plan_input.seats_missing).to_owned(),
        PlanInputError::SeatsNotWhole => td_string!(locale, errors.plan_input.seats_not_whole).to_owned(),
        PlanInputError::SeatsOutOfRange { least, most } => {
            let language = locale.language();
            let (least, most) = (billing::format::count(least, language), billing::format::count(most, language));
            td_string!(locale, errors.plan_input.seats_out_of_range, least = least, most = most).to_string()
        }
        PlanInputError::IntervalMissing => td_string!(locale, errors.plan_input.interval_missing).to_owned(),
    }
}

fn price_text(locale: Locale, code: PriceErrorCode) -> &'static str {
    match code {
        PriceErrorCode::InvalidInput => td_string!(locale, errors.price.invalid_input),
        PriceErrorCode::UnknownProduct => td_string!(locale, errors.price.unknown_product),
        PriceErrorCode::UnknownPlan => td_string!(locale, errors.price.unknown_plan),
        PriceErrorCode::NoPrice => td_string!(locale, errors.price.no_price),
        PriceErrorCode::SeatsOutOfRange => td_string!(locale, errors.price.seats_out_of_range),
        PriceErrorCode::NothingChanged => td_string!(locale, errors.price.nothing_changed),
        PriceErrorCode::DowngradeNotSelfService => td_string!(locale, errors.price.downgrade_not_self_service),
        PriceErrorCode::PeriodNotRunning => td_string!(locale, errors.price.period_not_running),
        PriceErrorCode::ProductNotEligible => td_string!(locale, errors.price.product_not_eligible),
        PriceErrorCode::UnknownCountry => td_string!(locale, errors.price.unknown_country),
        PriceErrorCode::AmountOverflow => td_string!(locale, errors.price.amount_overflow),
    }
}

/// Why nothing can be scheduled for a renewal.
pub fn obstacle_text(locale: Locale, obstacle: ScheduleObstacle) -> &'static str {
    match obstacle {
        ScheduleObstacle::Trial => td_string!(locale, errors.obstacle.trial),
        ScheduleObstacle::Ended => td_string!(locale, errors.subscription_ended),
        ScheduleObstacle::PendingCancellation => td_string!(locale, errors.obstacle.pending_cancellation),
        ScheduleObstacle::OrderOpen => td_string!(locale, errors.obstacle.order_open),
        ScheduleObstacle::Suspended => td_string!(locale, errors.obstacle.suspended),
        ScheduleObstacle::RenewalDue => td_string!(locale, errors.obstacle.renewal_due),
    }
}

fn vat_id_text(locale: Locale, error: &VatIdError) -> String {
    match error {
        VatIdError::Missing => td_string!(locale, errors.vat_id.missing).to_owned(),
        VatIdError::NoMemberState => td_string!(locale, errors.vat_id.no_member_state).to_owned(),
        VatIdError::WrongCountry { expected } => td_string!(locale, errors.vat_id.wrong_country, expected = expected).to_string(),
        VatIdError::Format { example } => td_string!(locale, errors.vat_id.format, example = example).to_string(),
        VatIdError::CheckDigits => td_string!(locale, errors.vat_id.check_digits).to_owned(),
    }
}

fn with_reference(locale: Locale, text: &str, reference: &str) -> String {
    if reference.is_empty() {
        return text.to_owned();
    }
    td_string!(locale, errors.with_reference, text = text, reference = reference).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use billing::details::DetailsConflict;
    use billing::subscription::LineTax;
    use billing::{Currency, Language, TaxCategory, TaxRate};

    #[test]
    fn every_error_is_put_into_words_in_both_languages() {
        let reference = || "7F3K-92QD".to_owned();
        let errors = [
            ApiError::SignedOut,
            ApiError::WrongCredentials,
            ApiError::TooManyTries { retry_after_seconds: 1 },
            ApiError::FieldMissing { field: "email".to_owned() },
            ApiError::NotBillingContact { name: "Anna Albrecht".to_owned(), email: "anna@nordlicht.example".to_owned() },
            ApiError::NotFound,
            ApiError::NotAllowed,
            ApiError::LinkOver,
            ApiError::SomebodyElse,
            ApiError::Input { field: "street".to_owned(), fault: InputFault::Missing },
            ApiError::Input { field: "street".to_owned(), fault: InputFault::TooLong { most: 120 } },
            ApiError::Input { field: "email".to_owned(), fault: InputFault::NotMailAddress },
            ApiError::Input { field: "recipients".to_owned(), fault: InputFault::NoMailAddress { text: "eva".to_owned() } },
            ApiError::Input { field: "recipients".to_owned(), fault: InputFault::TooMany { most: 20 } },
            ApiError::LicencesExhausted { free: 3, wanted: 5 },
            ApiError::LicencesAssigned { subscription: "1".to_owned(), assigned: 8, seats: 6 },
            ApiError::DetailsChanged(DetailsConflict { version: "1".to_owned(), by: "Anna Albrecht".to_owned(), differences: Vec::new() }),
            ApiError::TaxChanges(LineTax { category: TaxCategory::O, rate: TaxRate::ZERO }),
            ApiError::Input { field: "country".to_owned(), fault: InputFault::NotOffered },
            ApiError::Input { field: "person".to_owned(), fault: InputFault::StillNeeded { text: "eva@nordlicht.example".to_owned() } },
            ApiError::Input { field: "message".to_owned(), fault: InputFault::CardNumber },
            ApiError::Input { field: "message".to_owned(), fault: InputFault::TooMuchWaiting { most: 20 } },
            ApiError::Input { field: "day".to_owned(), fault: InputFault::NotDate },
            ApiError::Input { field: "amount".to_owned(), fault: InputFault::AmountNotDue },
            ApiError::Input { field: "amount".to_owned(), fault: InputFault::NoAmount },
            ApiError::Input { field: "amount".to_owned(), fault: InputFault::MoreThanLeft },
            ApiError::Input { field: "received_on".to_owned(), fault: InputFault::DayToCome },
            ApiError::Input { field: "received_on".to_owned(), fault: InputFault::DayTooOld { most_days: 730 } },
            ApiError::Input { field: "amount".to_owned(), fault: InputFault::AmountTooLarge },
            ApiError::Input { field: "reference".to_owned(), fault: InputFault::RecordedBefore },
            ApiError::Input { field: "amount".to_owned(), fault: InputFault::BelowUsed { used_minor: 12_000, currency: Currency::EUR } },
            ApiError::Input { field: "number".to_owned(), fault: InputFault::NumberTaken },
            ApiError::Input { field: "valid_until".to_owned(), fault: InputFault::EndsBeforeStart },
            ApiError::Input { field: "document".to_owned(), fault: InputFault::NotPdf },
            ApiError::Input { field: "document".to_owned(), fault: InputFault::FileTooLarge { most_bytes: 5_000_000 } },
            ApiError::PurchaseOrderChanged,
            ApiError::QuoteChanged,
            ApiError::Input { field: "product".to_owned(), fault: InputFault::NamedTwice },
            ApiError::Input { field: "day".to_owned(), fault: InputFault::DayNotAhead { most_days: 400 } },
            ApiError::Input { field: "postal_code".to_owned(), fault: InputFault::PostalCode { example: "20457".to_owned() } },
            ApiError::Input { field: "vat_id".to_owned(), fault: InputFault::VatId(VatIdError::NoMemberState) },
            ApiError::Input { field: "vat_id".to_owned(), fault: InputFault::VatId(VatIdError::WrongCountry { expected: "AT".to_owned() }) },
            ApiError::Input { field: "vat_id".to_owned(), fault: InputFault::VatId(VatIdError::Format { example: "ATU12345675".to_owned() }) },
            ApiError::Input { field: "vat_id".to_owned(), fault: InputFault::VatId(VatIdError::CheckDigits) },
            ApiError::Input { field: "password".to_owned(), fault: InputFault::Password(PasswordFault::TooShort) },
            ApiError::Input { field: "password".to_owned(), fault: InputFault::Password(PasswordFault::IsMailAddress) },
            ApiError::Input { field: "password".to_owned(), fault: InputFault::Password(PasswordFault::IsPublic) },
            ApiError::Input { field: "old_password".to_owned(), fault: InputFault::WrongPassword },
            ApiError::Input { field: "right".to_owned(), fault: InputFault::LastOrderer },
            ApiError::Input { field: "email".to_owned(), fault: InputFault::BelongsAlready },
            ApiError::Input { field: "email".to_owned(), fault: InputFault::InvitedAlready },
            ApiError::Input { field: "user_id".to_owned(), fault: InputFault::NotUserId },
            ApiError::Input { field: "user_id".to_owned(), fault: InputFault::UserIdTaken },
            ApiError::Input { field: "terms_days".to_owned(), fault: InputFault::NotBetween { least: 0, most: 120 } },
            ApiError::PlanInput(PlanInputError::SeatsOutOfRange { least: 1, most: 10_000 }),
            ApiError::Price(PriceErrorCode::NothingChanged),
            ApiError::PriceChanged,
            ApiError::CartEmpty,
            ApiError::OrderOpen { order: "B-1".to_owned() },
            ApiError::InvoiceOpen { number: "RE-2026-00013".to_owned() },
            ApiError::AlreadySubscribed { subscription: "1".to_owned() },
            ApiError::TrialUsed,
            ApiError::AmountChanged,
            ApiError::TrialEndsItself,
            ApiError::SubscriptionEnded,
            ApiError::NotSchedulable { obstacle: ScheduleObstacle::Trial },
            ApiError::NotSchedulable { obstacle: ScheduleObstacle::Ended },
            ApiError::NotSchedulable { obstacle: ScheduleObstacle::PendingCancellation },
            ApiError::NotSchedulable { obstacle: ScheduleObstacle::OrderOpen },
            ApiError::NotSchedulable { obstacle: ScheduleObstacle::Suspended },
            ApiError::NotSchedulable { obstacle: ScheduleObstacle::RenewalDue },
            ApiError::SubscriptionChanged,
            ApiError::NoPaymentMethod,
            ApiError::GatewaySilent,
            ApiError::SessionUnknown,
            ApiError::VatId { reason: VatIdError::NoMemberState },
            ApiError::VatId { reason: VatIdError::WrongCountry { expected: "AT".to_owned() } },
            ApiError::VatId { reason: VatIdError::Format { example: "ATU12345675".to_owned() } },
            ApiError::VatId { reason: VatIdError::CheckDigits },
            ApiError::VatIdNotRegistered,
            ApiError::Unavailable { reference: reference() },
            ApiError::Internal { reference: reference() },
            ApiError::Unreachable,
        ];
        for error in errors {
            let [german, english] = [Language::De, Language::En].map(|language| error_text(super::super::locale_of(language), &error));
            assert!(german.len() > 15 && english.len() > 15 && german != english, "{error:?}: {german} / {english}");
            assert!(!german.contains("{{") && !english.contains("{{"), "{german} / {english}");
        }
    }

    #[test]
    fn waiting_is_told_in_seconds_and_then_in_minutes() {
        let text = |seconds| error_text(Locale::de, &ApiError::TooManyTries { retry_after_seconds: seconds });
        for (seconds, expected) in [(0, "1 Sekunde."), (1, "1 Sekunde."), (119, "119 Sekunden."), (120, "2 Minuten."), (121, "3 Minuten.")] {
            assert!(text(seconds).contains(expected), "{}", text(seconds));
        }
    }

    #[test]
    fn the_wrong_person_is_told_who_the_right_one_is() {
        let error = ApiError::NotBillingContact { name: "Anna Albrecht".to_owned(), email: "anna@nordlicht.example".to_owned() };
        let expected = "Contact your billing administrator (Anna Albrecht, anna@nordlicht.example) to request product or licence changes for your account.";
        assert_eq!(error_text(Locale::en, &error), expected);
    }
}
