//! Account credit goes back to who paid this invoice.

use super::Attempts;
use super::credit::ways_of;
use crate::api::staff::invoices::StaffInvoicePage;
use crate::forms::{PostForm, field_error, general_error};
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::disclosure::Disclosure;
use crate::ui::money::money_text;
use crate::ui::money_field::MoneyField;
use crate::ui::select::SelectField;
use crate::ui::text_area::TextArea;
use billing::receipt::LONGEST_REASON;
use leptos::prelude::*;

#[component]
pub fn RefundForm(page: StaffInvoicePage) -> impl IntoView {
    let locale = use_locale();
    let Attempts { refund, refund_error, .. } = expect_context();
    let above = general_error(refund_error, &["refund_amount", "refund_reason", "refund_way"]);
    let refusal = move || above.get().map(|error| view! { <Banner tone=BannerTone::Error><p>{error_text(locale, &error)}</p></Banner> });
    let options = ways_of(locale, &page, 0, None);
    let first = options.first().map(|choice| choice.value.clone()).unwrap_or_default();
    let credit = td_string!(locale, staff.invoice.credit_today, amount = money_text(page.credit_minor, page.currency)).to_string();
    let address = format!("/staff/invoices/{}", page.document.number);
    view! {
        <section class="card" aria-labelledby="refund">
            <div class="card-head"><h2 id="refund">{td_string!(locale, staff.invoice.refund_title)}</h2></div>
            <div class="card-body">
                <p>{credit}</p>
                {refusal}
                <Disclosure summary=td_string!(locale, staff.invoice.refund_open) open=Signal::derive(move || refund_error.read().is_some())>
                    <PostForm action=refund page=address>
                        <input type="hidden" name="form_key" value=page.form_key/>
                        <input type="hidden" name="number" value=page.document.number/>
                        <MoneyField name="refund_amount" label=td_string!(locale, staff.receipts.amount) currency=page.currency error=field_error(refund_error, "refund_amount")/>
                        <SelectField name="refund_way" label=td_string!(locale, staff.invoice.way) options value=first error=field_error(refund_error, "refund_way")/>
                        <TextArea
                            name="refund_reason"
                            label=td_string!(locale, staff.receipts.reason)
                            hint=td_string!(locale, staff.receipts.reason_hint)
                            limit=LONGEST_REASON
                            error=field_error(refund_error, "refund_reason")
                        />
                        <div class="actions"><SubmitButton pending=refund.pending()>{td_string!(locale, staff.invoice.refund)}</SubmitButton></div>
                    </PostForm>
                </Disclosure>
            </div>
        </section>
    }
    .into_any()
}
