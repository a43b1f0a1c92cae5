//! One mail from the outbox, as it was or will be sent; its secret stays with its recipient.

use super::outbox::{ADDRESS, standing_badge};
use crate::api::staff::outbox::{LoadMail, MailPage as PageData, SendMailsAgain};
use crate::forms::FunctionField;
use crate::pages::loaded::Loaded;
use crate::texts::{td_string, use_locale};
use crate::ui::badge::Badge;
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::date_field::date_text;
use crate::ui::mail_view::{Mail, MailView};
use crate::ui::page::{Page, PageKind};
use crate::ui::placeholder::{Placeholder, PlaceholderKind};
use crate::ui::way_back::BackLink;
use crate::wire::page_resource;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

/// The page.
#[component]
pub fn MailPage() -> impl IntoView {
    let parameters = use_params_map();
    let mail = page_resource(move || LoadMail { mail: parameters.read().get("id").unwrap_or_default() });
    view! {
        <Page title=td_string!(use_locale(), staff.outbox.mail) kind=PageKind::Narrow>
            <Loaded resource=mail skeleton=Skeleton view=show/>
        </Page>
    }
    .into_any()
}

#[component]
fn Head() -> impl IntoView {
    let locale = use_locale();
    view! {
        <BackLink href=ADDRESS text=td_string!(locale, staff.outbox.back)/>
        <div class="page-head"><div><h1>{td_string!(locale, staff.outbox.mail)}</h1></div></div>
    }
}

fn show(page: PageData) -> AnyView {
    let locale = use_locale();
    let PageData { mail: row, sender, text, has_secret, why, may_send_again } = page;
    let again = may_send_again.then(|| view! { <Again mail=row.id.clone()/> });
    let (tone, state) = standing_badge(locale, row.standing);
    let about = row.account.map(|account| {
        let text = td_string!(locale, staff.outbox.about_account, name = account.name).to_string();
        view! { <p><a href=format!("/staff/accounts/{}", account.number)>{text}</a></p> }
    });
    let secret = has_secret.then(|| view! { <p class="calendar-note">{td_string!(locale, staff.outbox.secret)}</p> });
    let why = why.map(|why| view! { <Banner tone=BannerTone::Notice title=td_string!(locale, staff.outbox.why)><p>{why}</p></Banner> });
    let sent = format!("{}, {}", date_text(row.written_on), row.written_at);
    let mail = Mail { from: sender, to: row.recipient, subject: row.subject, sent, text, language: row.language.code() };
    view! {
        <Head/>
        {why}
        <MailView mail state=view! { <Badge tone text=state/> }.into_any()/>
        {secret}
        {about}
        {again}
    }
    .into_any()
}

/// A plain form: it leads to the list.
#[component]
fn Again(mail: String) -> impl IntoView {
    view! {
        <form method="post" action=ADDRESS>
            <FunctionField function=SendMailsAgain::PATH/>
            <input type="hidden" name="mail" value=mail/>
            <button class="button" type="submit">{td_string!(use_locale(), staff.outbox.again_one)}</button>
        </form>
    }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <Head/>
        <Placeholder kind=PlaceholderKind::Card/>
    }
}
