//! A mail as it was or will be sent: its head like that of a letter, its text as plain as it is.

use crate::texts::{td_string, use_locale};
use leptos::prelude::*;

/// A mail.
pub struct Mail {
    /// Who sends it.
    pub from: String,
    /// Who gets it.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// When it was sent, or that it waits.
    pub sent: String,
    /// Its plain text with its line breaks.
    pub text: String,
    /// The language of its text.
    pub language: &'static str,
}

/// The mail; `state` is a badge.
#[component]
pub fn MailView(mail: Mail, state: AnyView) -> impl IntoView {
    let locale = use_locale();
    let row = |name: &'static str, value: String| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    view! {
        <article class="mail">
            <div class="mail-head">
                <p class="mail-subject" lang=mail.language>{mail.subject}</p>
                {state}
                <dl>
                    {row(td_string!(locale, parts.mail_from), mail.from)}
                    {row(td_string!(locale, parts.mail_to), mail.to)}
                    {row(td_string!(locale, parts.mail_sent), mail.sent)}
                </dl>
            </div>
            <p class="mail-text" lang=mail.language>{mail.text}</p>
        </article>
    }
    .into_any()
}
