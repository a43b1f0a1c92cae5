//! The corporate door's sign-in page: by User ID.

use crate::api::corporate::{CorporateSignIn, LoadCorporateSignIn};
use crate::forms::use_posted;
use crate::pages::sign_in::{Door, DoorPage, LoginField, OtherDoor};
use crate::texts::{td_string, use_locale};
use crate::wire::page_resource;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The page.
#[component]
pub fn CorporateSignInPage() -> impl IntoView {
    let locale = use_locale();
    let page = page_resource(|| LoadCorporateSignIn {});
    let door = Door {
        page: "/corporate/sign-in",
        function: CorporateSignIn::PATH,
        title: td_string!(locale, corporate.sign_in.title),
        claim: td_string!(locale, corporate.sign_in.claim),
        login: LoginField {
            name: "user_id",
            label: td_string!(locale, corporate.user_id),
            kind: "text",
            hint: Some(td_string!(locale, corporate.user_id_hint)),
        },
        forgot: Some("/corporate/forgot-password"),
        other: Some(OtherDoor {
            address: "/sign-in",
            question: td_string!(locale, corporate.sign_in.online_question),
            link: td_string!(locale, corporate.sign_in.to_billing_center),
        }),
    };
    let posted = use_posted::<CorporateSignIn>();
    view! { <DoorPage door page posted/> }
}
