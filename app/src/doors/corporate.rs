//! The root of what accounts order and pay in the Corporate Billing Portal: which address shows which page, and which forms a page may
//! post. The pages about the account itself are of [`People`](super::people::People).

use crate::api::corporate::{AskCorporateLink, CorporateSignIn};
use crate::api::corporate_payments::{GiveUpCorporatePayment, OpenSingleCard, PayCorporateInvoices, SavePaymentProfile};
use crate::api::quotes::{AcceptQuote, DeclineQuote, GiveUpPlacing, PlaceServiceOrder, SaveQuoteDetails, SaveSeats};
use crate::doors::{Bundle, FormPage, provide_door};
use crate::pages::corporate::forgot_password::CorporateForgotPasswordPage;
use crate::pages::corporate::frame::CorporateFrame;
use crate::pages::corporate::invoice::CorporateInvoicePage;
use crate::pages::corporate::invoices::CorporateInvoicesPage;
use crate::pages::corporate::pay::CorporatePayPage;
use crate::pages::corporate::payment_profile::PaymentProfilePage;
use crate::pages::corporate::quote::QuotePage;
use crate::pages::corporate::quote::payment::QuotePaymentPage;
use crate::pages::corporate::quote::review::QuoteReviewPage;
use crate::pages::corporate::quotes::QuotesPage;
use crate::pages::corporate::seats::SeatsPage;
use crate::pages::corporate::service_order::ServiceOrderPage;
use crate::pages::corporate::service_orders::ServiceOrdersPage;
use crate::pages::corporate::sign_in::CorporateSignInPage;
use crate::pages::corporate::subscriptions::CorporateSubscriptionsPage;
use crate::pages::not_found::{NotFound, NotFoundPage};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// The whole door. It runs once at start without any request, to list its routes.
#[component]
pub fn Corporate() -> impl IntoView {
    provide_door(Bundle::Corporate);
    view! {
        <Title formatter=|title: String| format!("{title} · Kontor")/>
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/corporate/sign-in") view=CorporateSignInPage ssr=SsrMode::Async/>
                <Route path=path!("/corporate/forgot-password") view=CorporateForgotPasswordPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("/corporate") view=CorporateFrame ssr=SsrMode::Async>
                    <Route path=path!("") view=CorporateSubscriptionsPage ssr=SsrMode::Async/>
                    <Route path=path!("subscriptions") view=CorporateSubscriptionsPage ssr=SsrMode::Async/>
                    <Route path=path!("seats") view=SeatsPage ssr=SsrMode::Async/>
                    <Route path=path!("quotes") view=QuotesPage ssr=SsrMode::Async/>
                    <Route path=path!("quotes/:number") view=QuotePage ssr=SsrMode::Async/>
                    <Route path=path!("quotes/:number/payment") view=QuotePaymentPage ssr=SsrMode::Async/>
                    <Route path=path!("quotes/:number/review") view=QuoteReviewPage ssr=SsrMode::Async/>
                    <Route path=path!("service-orders") view=ServiceOrdersPage ssr=SsrMode::Async/>
                    <Route path=path!("service-orders/:number") view=ServiceOrderPage ssr=SsrMode::Async/>
                    <Route path=path!("invoices") view=CorporateInvoicesPage ssr=SsrMode::Async/>
                    <Route path=path!("invoices/pay") view=CorporatePayPage ssr=SsrMode::Async/>
                    <Route path=path!("invoices/:number") view=CorporateInvoicePage ssr=SsrMode::Async/>
                    <Route path=path!("payment-profile") view=PaymentProfilePage ssr=SsrMode::Async/>
                    <Route path=path!("*unknown") view=NotFound ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// The pages with forms. A page that is missing here answers posts with 405, a function that is missing with 404.
pub fn form_pages() -> Vec<FormPage> {
    vec![
        FormPage::with::<CorporateSignIn>("/corporate/sign-in"),
        FormPage::with::<AskCorporateLink>("/corporate/forgot-password"),
        FormPage::with::<SaveSeats>("/corporate/seats"),
        FormPage::with::<AcceptQuote>("/corporate/quotes/{number}").and::<DeclineQuote>().and::<GiveUpPlacing>(),
        FormPage::with::<SaveQuoteDetails>("/corporate/quotes/{number}/payment"),
        FormPage::with::<PlaceServiceOrder>("/corporate/quotes/{number}/review"),
        FormPage::with::<PayCorporateInvoices>("/corporate/invoices/pay").and::<OpenSingleCard>(),
        FormPage::with::<GiveUpCorporatePayment>("/corporate/invoices/{number}"),
        FormPage::with::<SavePaymentProfile>("/corporate/payment-profile"),
    ]
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::doors::check_routes;

    #[test]
    fn all_routes_render_in_one_piece_and_forms_call_functions_that_exist() {
        check_routes(Corporate, Bundle::Corporate, 15, form_pages());
    }
}
