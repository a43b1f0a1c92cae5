//! The style guide's root: every part of the screens in every state, for those who build them. Only in the demonstration.

use crate::doors::{Bundle, provide_door};
use crate::pages::not_found::NotFoundPage;
use crate::pages::styleguide::{GuideFrame, GuideHome, GuideSection};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// The whole door. It runs once at start without any request, to list its routes.
#[component]
pub fn Styleguide() -> impl IntoView {
    provide_door(Bundle::Styleguide);
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

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::doors::check_routes;

    #[test]
    fn all_routes_render_in_one_piece_and_forms_call_functions_that_exist() {
        check_routes(Styleguide, Bundle::Styleguide, 2, Vec::new());
    }
}
