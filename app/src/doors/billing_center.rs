//! The Billing Center's root: which address shows which page, and which forms a page may post.

use crate::api::cart::{PlaceOrder, PutInCart, RemoveFromCart};
use crate::api::new_subscription::StartTrial;
use crate::api::open_invoices::PayInvoice;
use crate::api::orders::GiveUpOrder;
use crate::api::payment::{ApplyVatId, OpenPaymentPage};
use crate::api::session::SignIn;
use crate::api::subscriptions::{CancelSubscription, ReactivateSubscription};
use crate::doors::{Bundle, FormPage, provide_door};
use crate::pages::billing_center::cancellation::CancellationPage;
use crate::pages::billing_center::cart::CartPage;
use crate::pages::billing_center::checkout::CheckoutPage;
use crate::pages::billing_center::editor::EditorPage;
use crate::pages::billing_center::frame::BillingFrame;
use crate::pages::billing_center::new_subscription::NewSubscriptionPage;
use crate::pages::billing_center::order::OrderPage;
use crate::pages::billing_center::payment::PaymentMethodPage;
use crate::pages::billing_center::subscriptions::SubscriptionsPage;
use crate::pages::billing_center::trial_started::TrialStartedPage;
use crate::pages::not_found::{NotFound, NotFoundPage};
use crate::pages::sign_in::SignInPage;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// The whole door. It runs once at start without any request, to list its routes.
#[component]
pub fn BillingCenter() -> impl IntoView {
    provide_door(Bundle::BillingCenter);
    view! {
        <Title formatter=|title: String| format!("{title} · Kontor")/>
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("/billing") view=BillingFrame ssr=SsrMode::Async>
                    <Route path=path!("") view=SubscriptionsPage ssr=SsrMode::Async/>
                    <Route path=path!("subscriptions/new") view=NewSubscriptionPage ssr=SsrMode::Async/>
                    <Route path=path!("subscriptions/:id/edit") view=EditorPage ssr=SsrMode::Async/>
                    <Route path=path!("subscriptions/:id/cancel") view=CancellationPage ssr=SsrMode::Async/>
                    <Route path=path!("subscriptions/:id/trial-started") view=TrialStartedPage ssr=SsrMode::Async/>
                    <Route path=path!("cart") view=CartPage ssr=SsrMode::Async/>
                    <Route path=path!("checkout") view=CheckoutPage ssr=SsrMode::Async/>
                    <Route path=path!("orders/:id") view=OrderPage ssr=SsrMode::Async/>
                    <Route path=path!("payment-method") view=PaymentMethodPage ssr=SsrMode::Async/>
                    <Route path=path!("*unknown") view=NotFound ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// The pages with forms. A page that is missing here answers posts with 405, a function that is missing with 404.
pub fn form_pages() -> Vec<FormPage> {
    vec![
        FormPage::with::<SignIn>("/sign-in"),
        FormPage::with::<PutInCart>("/billing/subscriptions/new").and::<StartTrial>(),
        FormPage::with::<ReactivateSubscription>("/billing").and::<PayInvoice>(),
        FormPage::with::<PutInCart>("/billing/subscriptions/{id}/edit").and::<ReactivateSubscription>(),
        FormPage::with::<CancelSubscription>("/billing/subscriptions/{id}/cancel").and::<ReactivateSubscription>(),
        FormPage::with::<RemoveFromCart>("/billing/cart"),
        FormPage::with::<PlaceOrder>("/billing/checkout").and::<OpenPaymentPage>().and::<ApplyVatId>(),
        FormPage::with::<GiveUpOrder>("/billing/orders/{id}").and::<OpenPaymentPage>(),
        FormPage::with::<OpenPaymentPage>("/billing/payment-method").and::<ApplyVatId>().and::<PayInvoice>(),
    ]
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::doors::check_routes;

    #[test]
    fn all_routes_render_in_one_piece_and_forms_call_functions_that_exist() {
        check_routes(BillingCenter, Bundle::BillingCenter, 10, form_pages());
    }
}
