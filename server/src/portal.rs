//! What all requests share, and how a page is rendered with it.

use crate::middleware::headers::PageNonce;
use app::doors::Bundle;
use app::forms::Posted;
use app::shell::{Assets, shell};
use axum::extract::Request;
use axum::response::Response;
use backend::{Backend, Demo};
use http::request::Parts;
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::render_app_async_with_context;

/// The use cases and the site's files. Cheap to clone.
#[derive(Clone)]
pub struct Portal {
    /// The use cases.
    pub backend: Backend,
    /// What pages load.
    pub assets: Assets,
}

impl Portal {
    /// What components and server functions find in context, besides the request itself. Every way in which they
    /// run needs it: a page without its nonce has its scripts refused.
    pub fn context(&self) -> impl Fn() + Clone + Send + Sync + 'static {
        let backend = self.backend.clone();
        move || {
            provide_context(backend.clone());
            let nonce = use_context::<Parts>().and_then(|parts| parts.extensions.get::<PageNonce>().cloned());
            if let Some(PageNonce(text)) = nonce {
                provide_context(Nonce::from_value(text));
            }
        }
    }

    /// The style guide is shown in the demonstration only; elsewhere its address leads nowhere.
    fn bundle_of(&self, path: &str) -> Bundle {
        match Bundle::of_path(path) {
            Bundle::Styleguide if self.backend.settings.demo == Demo::Off => Bundle::BillingCenter,
            bundle => bundle,
        }
    }

    /// Renders the page that the request's address names. `posted` is a form that was refused there.
    pub async fn render(&self, request: Request, posted: Option<Posted>) -> Response {
        let (context, assets, bundle) = (self.context(), self.assets.clone(), self.bundle_of(request.uri().path()));
        let with_form = move || {
            context();
            if let Some(posted) = posted.clone() {
                provide_context(posted);
            }
        };
        render_app_async_with_context(with_form, move || shell(&assets, bundle))(request).await
    }
}
