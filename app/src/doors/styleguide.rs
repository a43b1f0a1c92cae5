//! The style guide's root: every part of the screens in every state, for those who build them. Only in the demonstration.

use crate::forms::provide_posted;
use crate::pages::not_found::NotFoundPage;
use crate::pages::styleguide::{GuideFrame, GuideHome, GuideSection};
use crate::texts::provide_language;
use crate::ui::page::{mark_hydrated, provide_first_page};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// The whole door. It runs once at start without any request, to list its routes.
#[component]
pub fn Styleguide() -> impl IntoView {
    provide_meta_context();
    provide_language();
    provide_posted();
    provide_first_page();
    mark_hydrated();
    view! {
        <Title formatter=|title: String| format!("{title} · Kontor")/>
        <Router>
            <Routes fallback=NotFoundPage>
                <ParentRoute path=path!("/styleguide") view=GuideFrame ssr=SsrMode::Async>
                    <Route path=path!("") view=GuideHome ssr=SsrMode::Async/>
                    <Route path=path!(":section") view=GuideSection ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}
