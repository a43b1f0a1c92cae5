//! A credit note in two steps: amounts for the lines, which come back in the address; then what they would do, the reason, what
//! becomes of what was paid, and the button.

use super::{Attempts, MOST_LINES};
use crate::api::staff::invoices::{CreditPreview, RefundableRow, StaffInvoicePage};
use crate::forms::{PostForm, field_error, general_error};
use crate::texts::{Locale, error_text, td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::choice::Choice;
use crate::ui::date_field::date_text;
use crate::ui::disclosure::Disclosure;
use crate::ui::facts::{Fact, Facts};
use crate::ui::field::Presence;
use crate::ui::method_text::method_name;
use crate::ui::money::money_text;
use crate::ui::money_field::MoneyField;
use crate::ui::select::SelectField;
use crate::ui::text_area::TextArea;
use billing::Currency;
use billing::receipt::LONGEST_REASON;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn Credit(page: StaffInvoicePage) -> impl IntoView {
    let locale = use_locale();
    let is_faulty = page.fault.is_some();
    let fault = page.fault.clone().map(|fault| {
        let text = error_text(locale, &crate::api::ApiError::Input { field: "lines".to_owned(), fault });
        view! { <Banner tone=BannerTone::Error><p>{text}</p></Banner> }
    });
    let preview = page.preview.clone().map(|preview| view! { <PreviewForm page=page.clone() preview/> });
    let title = td_string!(locale, staff.invoice.credit_title);
    let amounts = view! { <AmountForm page=page.clone()/> };
    let first = if preview.is_some() {
        view! { <Disclosure summary=td_string!(locale, staff.invoice.other_amounts)>{amounts}</Disclosure> }.into_any()
    } else {
        view! { <Disclosure summary=td_string!(locale, staff.invoice.credit_open) open=Signal::stored(is_faulty)>{amounts}</Disclosure> }.into_any()
    };
    view! {
        <section class="card" aria-labelledby="credit-note">
            <div class="card-head"><h2 id="credit-note">{title}</h2></div>
            <div class="card-body">{fault}{preview}{first}</div>
        </section>
    }
    .into_any()
}

/// How much of which line.
#[component]
fn AmountForm(page: StaffInvoicePage) -> impl IntoView {
    let locale = use_locale();
    let address = format!("/staff/invoices/{}", page.document.number);
    let (whole, currency) = (format!("{address}?whole=1"), page.currency);
    let query = use_query_map().get_untracked();
    let none = Signal::derive(|| None::<String>);
    let lines = page.document.lines.iter().zip(&page.left).enumerate().take(MOST_LINES);
    let field = |(place, (line, left)): (usize, (&billing::invoice::InvoiceLine, &i64))| {
        let name = format!("line{place}");
        let hint = td_string!(locale, staff.invoice.left_of_line, amount = money_text(*left, currency)).to_string();
        let value = query.get(&name).unwrap_or_default();
        view! { <MoneyField name label=line.text.clone() hint currency value presence=Presence::Unmarked error=none/> }
    };
    let fields = lines.map(field).collect_view();
    view! {
        <p>{td_string!(locale, staff.invoice.credit_lead)}</p>
        <p><a class="button" href=whole>{td_string!(locale, staff.invoice.whole)}</a></p>
        <form class="form" method="get" action=address>
            {fields}
            <p class="actions"><button class="button" type="submit">{td_string!(locale, staff.invoice.preview)}</button></p>
        </form>
    }
}

/// Today and after, and the deed.
#[component]
fn PreviewForm(page: StaffInvoicePage, preview: CreditPreview) -> impl IntoView {
    let locale = use_locale();
    let Attempts { credit, credit_error, .. } = expect_context();
    let above = general_error(credit_error, &["reason", "paid_part"]);
    let money = |minor: i64| money_text(minor, page.currency);
    let open = page.standing.as_ref().map(|standing| standing.open_minor).unwrap_or_default();
    let from_to = |before: i64, after: i64| td_string!(locale, staff.invoice.from_to, before = money(before), after = money(after)).to_string();
    let facts = vec![
        Fact::text(td_string!(locale, staff.invoice.net), money(preview.net_minor)),
        Fact::text(td_string!(locale, staff.invoice.tax, rate = preview.rate.as_str()).to_string(), money(preview.tax_minor)),
        Fact::text(td_string!(locale, staff.invoice.gross), money(preview.total_minor)),
        Fact::text(td_string!(locale, staff.invoice.open), from_to(open, preview.open_after_minor)),
        Fact::text(td_string!(locale, staff.invoice.paid_back), money(preview.paid_minor)),
    ];
    let ways = (preview.paid_minor > 0).then(|| {
        let options = ways_of(locale, &page, preview.paid_minor, Some(td_string!(locale, staff.invoice.as_credit)));
        view! { <SelectField name="paid_part" label=td_string!(locale, staff.invoice.paid_part) options value="credit" error=field_error(credit_error, "paid_part")/> }
    });
    // The amounts stay in the address, so that a page that comes back with an error still shows what they do.
    let address = format!("/staff/invoices/{}{}", page.document.number, use_query_map().get_untracked().to_query_string());
    let button = td_string!(locale, staff.invoice.issue, amount = money(preview.total_minor)).to_string();
    view! {
        {move || above.get().map(|error| view! { <Banner tone=BannerTone::Error><p>{error_text(locale, &error)}</p></Banner> })}
        <Facts facts/>
        <PostForm action=credit page=address>
            <input type="hidden" name="form_key" value=page.form_key/>
            <input type="hidden" name="number" value=page.document.number/>
            <input type="hidden" name="seen_minor" value=open.to_string()/>
            <input type="hidden" name="lines" value=preview.lines/>
            {ways}
            <TextArea
                name="reason"
                label=td_string!(locale, staff.receipts.reason)
                hint=td_string!(locale, staff.invoice.reason_hint)
                limit=LONGEST_REASON
                error=field_error(credit_error, "reason")
            />
            <div class="actions"><SubmitButton pending=credit.pending()>{button}</SubmitButton></div>
        </PostForm>
    }
}

/// By which ways that much can go back; `credit` is the word for leaving it as account credit, where that is a choice.
pub fn ways_of(locale: Locale, page: &StaffInvoicePage, minor: i64, credit: Option<&'static str>) -> Vec<Choice> {
    let by_payment = |payment: &RefundableRow| Choice::new(format!("payment:{}", payment.id), payment_text(locale, payment, page.currency));
    let payments = page.refundable.iter().filter(|payment| payment.left_minor >= minor).map(by_payment);
    let by_hand = (page.returnable_minor >= minor && page.returnable_minor > 0).then(|| {
        let left = money_text(page.returnable_minor, page.currency);
        Choice::new("paid_out", td_string!(locale, staff.invoice.by_hand, amount = left).to_string())
    });
    credit.map(|text| Choice::new("credit", text)).into_iter().chain(payments).chain(by_hand).collect()
}

/// "Visa •••• 4242, 21.11.2026, bis zu 170,56 €"
fn payment_text(locale: Locale, payment: &RefundableRow, currency: Currency) -> String {
    let method = payment.method.as_ref().map_or_else(|| td_string!(locale, staff.invoice.payment).to_owned(), |method| method_name(locale, method));
    td_string!(locale, staff.invoice.by_payment, method = method, date = date_text(payment.on), amount = money_text(payment.left_minor, currency)).to_string()
}
