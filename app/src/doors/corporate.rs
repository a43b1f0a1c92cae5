//! The Corporate Billing Portal's root: which address shows which page, and which forms a page may post.

use crate::api::billing_details::SaveBillingDetails;
use crate::api::corporate::{AskCorporateLink, CorporateSignIn};
use crate::api::corporate_payments::{GiveUpCorporatePayment, OpenSingleCard, PayCorporateInvoices, SavePaymentProfile};
use crate::api::people::{AcceptAsSignedIn, AcceptInvitation, ChangePassword, SaveProfile, SignOutElsewhere};
use crate::api::purchase_orders::{AddPurchaseOrder, EditPurchaseOrder, SetPurchaseOrderState};
use crate::api::quotes::{AcceptQuote, DeclineQuote, PlaceServiceOrder, SaveQuoteDetails, SaveSeats};
use crate::api::requests::{OpenRequest, WriteMessage};
use crate::doors::customer::{CustomerDoor, contacts_forms};
use crate::doors::{Bundle, FormPage, provide_door};
use crate::pages::account::contacts::ContactsPage;
use crate::pages::account::details::BillingDetailsPage;
use crate::pages::corporate::forgot_password::CorporateForgotPasswordPage;
use crate::pages::corporate::frame::CorporateFrame;
use crate::pages::corporate::invoice::CorporateInvoicePage;
use crate::pages::corporate::invoices::CorporateInvoicesPage;
use crate::pages::corporate::pay::CorporatePayPage;
use crate::pages::corporate::payment_profile::PaymentProfilePage;
use crate::pages::corporate::purchase_orders::PurchaseOrdersPage;
use crate::pages::corporate::purchase_orders::new::NewPurchaseOrderPage;
use crate::pages::corporate::purchase_orders::one::PurchaseOrderPage;
use crate::pages::corporate::quote::QuotePage;
use crate::pages::corporate::quote::payment::QuotePaymentPage;
use crate::pages::corporate::quote::review::QuoteReviewPage;
use crate::pages::corporate::quotes::QuotesPage;
use crate::pages::corporate::seats::SeatsPage;
use crate::pages::corporate::service_order::ServiceOrderPage;
use crate::pages::corporate::service_orders::ServiceOrdersPage;
use crate::pages::corporate::sign_in::CorporateSignInPage;
use crate::pages::corporate::subscriptions::CorporateSubscriptionsPage;
use crate::pages::not_found::{Home, NotFound, NotFoundPage};
use crate::pages::people::customer_care::CustomerCarePage;
use crate::pages::people::customer_care::conversation::ConversationPage;
use crate::pages::people::invitation::InvitationPage;
use crate::pages::people::profile::ProfilePage;
use crate::texts::td_string;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// The whole door. It runs once at start without any request, to list its routes.
#[component]
pub fn Corporate() -> impl IntoView {
    provide_door(Bundle::Corporate);
    provide_context(CustomerDoor::Corporate);
    provide_context(Home { address: "/corporate", text: |locale| td_string!(locale, not_found.subscriptions) });
    view! {
        <Title formatter=|title: String| format!("{title} · Kontor")/>
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/corporate/sign-in") view=CorporateSignInPage ssr=SsrMode::Async/>
                <Route path=path!("/corporate/forgot-password") view=CorporateForgotPasswordPage ssr=SsrMode::Async/>
                <Route path=path!("/corporate/invitation/:token") view=InvitationPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("/corporate") view=CorporateFrame ssr=SsrMode::Async>
                    <Route path=path!("") view=CorporateSubscriptionsPage ssr=SsrMode::Async/>
                    <Route path=path!("subscriptions") view=CorporateSubscriptionsPage ssr=SsrMode::Async/>
                    <Route path=path!("seats") view=SeatsPage ssr=SsrMode::Async/>
                    <Route path=path!("quotes") view=QuotesPage ssr=SsrMode::Async/>
                    <Route path=path!("quotes/:number") view=QuotePage ssr=SsrMode::Async/>
                    <Route path=path!("quotes/:number/payment") view=QuotePaymentPage ssr=SsrMode::Async/>
                    <Route path=path!("quotes/:number/review") view=QuoteReviewPage ssr=SsrMode::Async/>
                    <Route path=path!("purchase-orders") view=PurchaseOrdersPage ssr=SsrMode::Async/>
                    <Route path=path!("purchase-orders/new") view=NewPurchaseOrderPage ssr=SsrMode::Async/>
                    <Route path=path!("purchase-orders/:id") view=PurchaseOrderPage ssr=SsrMode::Async/>
                    // Where its document is sent: a refused one comes back here.
                    <Route path=path!("purchase-orders/:id/document") view=PurchaseOrderPage ssr=SsrMode::Async/>
                    <Route path=path!("service-orders") view=ServiceOrdersPage ssr=SsrMode::Async/>
                    <Route path=path!("service-orders/:number") view=ServiceOrderPage ssr=SsrMode::Async/>
                    <Route path=path!("invoices") view=CorporateInvoicesPage ssr=SsrMode::Async/>
                    <Route path=path!("invoices/pay") view=CorporatePayPage ssr=SsrMode::Async/>
                    <Route path=path!("invoices/:number") view=CorporateInvoicePage ssr=SsrMode::Async/>
                    <Route path=path!("payment-profile") view=PaymentProfilePage ssr=SsrMode::Async/>
                    <Route path=path!("contacts") view=ContactsPage ssr=SsrMode::Async/>
                    <Route path=path!("details") view=BillingDetailsPage ssr=SsrMode::Async/>
                    <Route path=path!("help") view=CustomerCarePage ssr=SsrMode::Async/>
                    <Route path=path!("help/:id") view=ConversationPage ssr=SsrMode::Async/>
                    <Route path=path!("profile") view=ProfilePage ssr=SsrMode::Async/>
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
        FormPage::with::<AcceptQuote>("/corporate/quotes/{number}").and::<DeclineQuote>(),
        FormPage::with::<SaveQuoteDetails>("/corporate/quotes/{number}/payment"),
        FormPage::with::<PlaceServiceOrder>("/corporate/quotes/{number}/review"),
        FormPage::with::<AddPurchaseOrder>("/corporate/purchase-orders/new"),
        FormPage::with::<EditPurchaseOrder>("/corporate/purchase-orders/{id}").and::<SetPurchaseOrderState>(),
        FormPage::with::<PayCorporateInvoices>("/corporate/invoices/pay").and::<OpenSingleCard>(),
        FormPage::with::<GiveUpCorporatePayment>("/corporate/invoices/{number}"),
        FormPage::with::<SavePaymentProfile>("/corporate/payment-profile"),
        FormPage::with::<AcceptInvitation>("/corporate/invitation/{token}").and::<AcceptAsSignedIn>(),
        contacts_forms("/corporate/contacts"),
        FormPage::with::<SaveBillingDetails>("/corporate/details"),
        FormPage::with::<OpenRequest>("/corporate/help"),
        FormPage::with::<WriteMessage>("/corporate/help/{id}"),
        FormPage::with::<ChangePassword>("/corporate/profile").and::<SignOutElsewhere>().and::<SaveProfile>(),
    ]
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::doors::check_routes;

    #[test]
    fn all_routes_render_in_one_piece_and_forms_call_functions_that_exist() {
        check_routes(Corporate, Bundle::Corporate, 20, form_pages());
    }
}
