//! Which address leads where, and through which middleware.

mod corporate_return;
mod forms;
mod gateway_return;
pub mod health;
mod history_download;
mod invoice_download;
mod language;
pub mod metrics;
mod news;
mod purchase_order_document;
mod quote_download;
mod receipts_download;
mod sign_out;
pub mod webhooks;

use crate::configuration::SessionLimits;
use crate::metrics::Metrics;
use crate::middleware::{body_limit, cross_site, headers, identify, rate_limit, record, reference};
use crate::portal::Portal;
use crate::session_store::DatabaseSessions;
use crate::site;
use app::api::corporate::{AskCorporateLink, CorporateSignIn};
use app::api::people::{AcceptInvitation, AskPasswordLink, ChangePassword, SetPassword};
use app::api::request::local_address;
use app::api::session::SignIn;
use app::api::staff::StaffSignIn;
use app::api::staff::security::ProveSecondFactor;
use app::doors::billing_center::BillingCenter;
use app::doors::corporate::Corporate;
use app::doors::people::People;
use app::doors::staff::Staff;
use app::doors::styleguide::Styleguide;
use app::doors::{billing_center, corporate, people, staff};
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use backend::Demo;
use http::StatusCode;
use leptos::server_fn::ServerFn;
use leptos_axum::{generate_route_list, handle_server_fns_with_context};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::watch;
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};

/// The largest body that is read, in bytes.
pub const LARGEST_BODY: usize = 64 * 1024;

/// Server functions whose answer could tell a guesser something.
const GUESSED_AT: [&str; 9] = [
    SignIn::PATH,
    CorporateSignIn::PATH,
    StaffSignIn::PATH,
    AskPasswordLink::PATH,
    AskCorporateLink::PATH,
    SetPassword::PATH,
    AcceptInvitation::PATH,
    ChangePassword::PATH,
    ProveSecondFactor::PATH,
];

const SESSION_COOKIE: &str = "kontor_session";

/// What the routes are told besides the portal itself.
pub struct RouteSettings {
    /// Where people reach the portal.
    pub origin: Arc<str>,
    /// How long sessions last.
    pub sessions: SessionLimits,
    /// The folder of the site's files.
    pub site_root: PathBuf,
    /// Says true once the server was told to stop.
    pub leaving: watch::Receiver<bool>,
    /// What is counted.
    pub metrics: Metrics,
}

/// All of the portal.
pub fn router(portal: Portal, settings: &RouteSettings) -> Router {
    let api = server_functions(&portal);
    let otherwise = Router::new().fallback(not_found).with_state(portal.clone());
    let own = language::routes(&portal, &settings.origin)
        .merge(sign_out::routes(&portal))
        .merge(gateway_return::routes(&portal))
        .merge(corporate_return::routes(&portal))
        .merge(invoice_download::routes(&portal))
        .merge(quote_download::routes(&portal))
        .merge(history_download::routes(&portal))
        .merge(news::routes(&portal, settings.leaving.clone()))
        .merge(receipts_download::routes(&portal))
        .merge(purchase_order_document::routes(&portal));
    let known = pages(&portal).merge(forms(&portal, &api)).merge(api).merge(own);
    let gateway: Arc<str> = portal.backend.settings.gateway.public_url.as_str().into();
    let news = webhooks::routes(&portal);
    let uploads = with_identity(purchase_order_document::upload_routes(&portal), &portal, settings);
    let files = site::plain_files(&settings.site_root, with_identity(otherwise, &portal, settings));
    with_identity(known, &portal, settings)
        .route("/", get(async || Redirect::to("/billing")))
        .route("/staff", get(async || Redirect::to("/staff/accounts")))
        .merge(health::routes(portal.backend, settings.leaving.clone()))
        .merge(news)
        .nest(site::HASHED_PATH, site::hashed_files(&settings.site_root))
        .fallback_service(files)
        // The last is the outermost.
        .layer(from_fn_with_state(LARGEST_BODY, body_limit::limit_body))
        // Outside of that limit, inside of all that follows.
        .merge(uploads)
        .layer(from_fn_with_state(settings.origin.clone(), cross_site::refuse_foreign_writes))
        .layer(from_fn_with_state(gateway, headers::protect))
        .layer(from_fn_with_state(settings.metrics.clone(), record::record_answer))
        .layer(from_fn(reference::name_request))
}

/// Adds the session, and who it belongs to.
fn with_identity(router: Router, portal: &Portal, settings: &RouteSettings) -> Router {
    let idle = time::Duration::try_from(settings.sessions.idle).unwrap_or(time::Duration::HOUR);
    let sessions = SessionManagerLayer::new(DatabaseSessions::new(portal.backend.db.clone(), settings.sessions.absolute))
        .with_name(SESSION_COOKIE)
        .with_same_site(SameSite::Lax)
        .with_secure(is_encrypted(&settings.origin))
        .with_expiry(Expiry::OnInactivity(idle));
    let identifying = identify::Identifying { backend: portal.backend.clone(), limits: settings.sessions };
    router.layer(from_fn_with_state(identifying, identify::identify)).layer(sessions)
}

/// Whether cookies can be kept to encrypted connections.
fn is_encrypted(origin: &str) -> bool {
    origin.starts_with("https://")
}

/// Every page of every door; the style guide is none of customers.
fn pages(portal: &Portal) -> Router {
    let mut routes = generate_route_list(BillingCenter);
    routes.extend(generate_route_list(People));
    routes.extend(generate_route_list(Corporate));
    routes.extend(generate_route_list(Staff));
    if portal.backend.settings.demo != Demo::Off {
        routes.extend(generate_route_list(Styleguide));
    }
    let paths: BTreeSet<&str> = routes.iter().map(|route| route.path()).collect();
    let render = async |State(portal): State<Portal>, request: Request| portal.render(request, None).await;
    paths.into_iter().fold(Router::new(), |router, path| router.route(path, get(render))).with_state(portal.clone())
}

/// Posts to pages, see [`forms`].
fn forms(portal: &Portal, api: &Router) -> Router {
    let pages = billing_center::form_pages().into_iter().chain(people::form_pages()).chain(corporate::form_pages()).chain(staff::form_pages());
    pages.fold(Router::new(), |router, page| {
        let form = forms::Form { portal: portal.clone(), api: api.clone(), functions: page.functions.into() };
        router.merge(Router::new().route(page.path, post(forms::post_page)).with_state(form))
    })
}

/// The server functions; those that check passwords and links are slowed down for whoever tries too often.
fn server_functions(portal: &Portal) -> Router {
    let context = portal.context();
    let call = async move |request: Request| handle_server_fns_with_context(context, request).await.into_response();
    let paths = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path);
    paths.fold(Router::new(), |router, path| {
        let route = Router::new().route(path, post(call.clone()));
        router.merge(if GUESSED_AT.contains(&path) { rate_limit::limit_tries(route) } else { route })
    })
}

/// The page for addresses that lead nowhere; a slash too many is forgiven.
async fn not_found(State(portal): State<Portal>, request: Request) -> Response {
    let shorter = request.uri().path().strip_suffix('/').and_then(local_address);
    if let Some(address) = shorter {
        return Redirect::permanent(address).into_response();
    }
    let mut response = portal.render(request, None).await;
    if response.status().is_success() {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}
