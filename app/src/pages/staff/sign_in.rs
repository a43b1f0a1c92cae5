//! The staff's sign-in page.

use crate::api::staff::{LoadStaffSignIn, StaffSignIn};
use crate::forms::use_posted;
use crate::pages::sign_in::{Door, DoorPage, LoginField};
use crate::texts::{td_string, use_locale};
use crate::wire::page_resource;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The page. A forgotten password is the operator's business.
#[component]
pub fn StaffSignInPage() -> impl IntoView {
    let locale = use_locale();
    let page = page_resource(|| LoadStaffSignIn {});
    let door = Door {
        page: "/staff/sign-in",
        function: StaffSignIn::PATH,
        title: td_string!(locale, staff.sign_in.title),
        claim: td_string!(locale, staff.sign_in.claim),
        login: LoginField::mail(locale),
        forgot: None,
        other: None,
    };
    let posted = use_posted::<StaffSignIn>();
    view! { <DoorPage door page posted/> }
}
