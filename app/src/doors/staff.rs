//! The staff's root: which address shows which page, and which forms a page may post.

use crate::doors::FormPage;
use crate::forms::provide_posted;
use crate::pages::not_found::NotFoundPage;
use crate::texts::provide_language;
use crate::ui::page::{mark_hydrated, provide_first_page};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// The whole door. It runs once at start without any request, to list its routes.
#[component]
pub fn Staff() -> impl IntoView {
    provide_meta_context();
    provide_language();
    provide_posted();
    provide_first_page();
    mark_hydrated();
    view! {
        <Title formatter=|title: String| format!("{title} · Kontor")/>
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/staff/*unknown") view=NotFoundPage ssr=SsrMode::Async/>
            </Routes>
        </Router>
    }
}

/// The pages with forms. A page that is missing here answers posts with 405, a function that is missing with 404.
pub fn form_pages() -> Vec<FormPage> {
    Vec::new()
}
