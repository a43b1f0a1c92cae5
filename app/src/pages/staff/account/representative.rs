//! Who looks after an account, and for operators the way to change that.

use super::Actions;
use crate::api::staff::AccountPage as PageData;
use crate::forms::PostForm;
use crate::texts::{td_string, use_locale};
use crate::ui::button::SubmitButton;
use crate::ui::choice::Choice;
use crate::ui::select::SelectField;
use leptos::prelude::*;

/// The card.
#[component]
pub fn RepresentativeCard(page: PageData) -> impl IntoView {
    let locale = use_locale();
    let Actions { assign, .. } = expect_context();
    let everybody = td_string!(locale, staff.account.everybody);
    let matter = if page.may_assign {
        let value = page.representative.map(|who| who.id).unwrap_or_default();
        let options = [Choice::new("", everybody)].into_iter().chain(page.representatives.into_iter().map(|who| Choice::new(who.id, who.name))).collect();
        view! {
            <PostForm action=assign page=format!("/staff/accounts/{}", page.number)>
                <input type="hidden" name="number" value=page.number.clone()/>
                <SelectField
                    name="representative"
                    label=td_string!(locale, staff.account.representative)
                    hint=td_string!(locale, staff.account.representative_hint)
                    options
                    value
                    error=Signal::derive(|| None::<String>)
                />
                <SubmitButton pending=assign.pending()>{td_string!(locale, staff.account.assign)}</SubmitButton>
            </PostForm>
        }
        .into_any()
    } else {
        view! { <p>{page.representative.map_or_else(|| everybody.to_owned(), |who| who.name)}</p> }.into_any()
    };
    view! {
        <section class="card" aria-labelledby="representative-title">
            <div class="card-head"><h2 id="representative-title">{td_string!(locale, staff.account.looked_after)}</h2></div>
            <div class="card-body">{matter}</div>
        </section>
    }
    .into_any()
}
