//! The staff's root: which address shows which page, and which forms a page may post.

use crate::api::staff::changes::{ScheduleChange, WithdrawChange};
use crate::api::staff::clock::MoveClock;
use crate::api::staff::invoices::{IssueCreditNote, RefundCredit};
use crate::api::staff::jobs::RunJobsAgain;
use crate::api::staff::outbox::SendMailsAgain;
use crate::api::staff::quotes::{DiscardQuoteDraft, SaveQuoteDraft, SendQuote, WithdrawQuote};
use crate::api::staff::receipts::{AllocateReceipt, RecordReceipt, ReverseAllocation, ReverseReceipt};
use crate::api::staff::requests::{AnswerRequest, CloseRequest};
use crate::api::staff::security::{OfferSecondFactor, ProveSecondFactor, RenewRecoveryCodes, TurnOffSecondFactor, TurnOnSecondFactor};
use crate::api::staff::service_orders::{CompleteServiceOrder, RefuseServiceOrder, TakeServiceOrder};
use crate::api::staff::{AssignRepresentative, ChangeTerms, CreateAccount, SendInvitationAgain, StaffSignIn, WithdrawInvitation};
use crate::doors::{Bundle, FormPage, provide_door};
use crate::pages::not_found::{Home, NotFound, NotFoundPage};
use crate::pages::staff::account::AccountPage;
use crate::pages::staff::account::parts::{AccountBusinessPage, AccountDocumentsPage, AccountHistoryPage};
use crate::pages::staff::accounts::AccountsPage;
use crate::pages::staff::catalogue::CataloguePage;
use crate::pages::staff::change::ChangePage;
use crate::pages::staff::changes::ChangesPage;
use crate::pages::staff::clock::ClockPage;
use crate::pages::staff::frame::StaffFrame;
use crate::pages::staff::invoice::StaffInvoicePage;
use crate::pages::staff::jobs::JobsPage;
use crate::pages::staff::mail::MailPage;
use crate::pages::staff::new_account::NewAccountPage;
use crate::pages::staff::new_receipt::NewReceiptPage;
use crate::pages::staff::outbox::OutboxPage;
use crate::pages::staff::purchase_order::PurchaseOrderPage;
use crate::pages::staff::purchase_orders::PurchaseOrdersPage;
use crate::pages::staff::quote::QuotePage;
use crate::pages::staff::quote_builder::QuoteBuilderPage;
use crate::pages::staff::quotes::QuotesPage;
use crate::pages::staff::receipt::ReceiptPage;
use crate::pages::staff::receipts::ReceiptsPage;
use crate::pages::staff::request::RequestPage;
use crate::pages::staff::requests::RequestsPage;
use crate::pages::staff::second_step::SecondStepPage;
use crate::pages::staff::security::SecurityPage;
use crate::pages::staff::service_order::ServiceOrderPage;
use crate::pages::staff::service_orders::ServiceOrdersPage;
use crate::pages::staff::sign_in::StaffSignInPage;
use crate::texts::td_string;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// The whole door. It runs once at start without any request, to list its routes.
#[component]
pub fn Staff() -> impl IntoView {
    provide_door(Bundle::Staff);
    provide_context(Home { address: "/staff/accounts", text: |locale| td_string!(locale, staff.account.back) });
    view! {
        <Title formatter=|title: String| format!("{title} · Kontor")/>
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/staff/sign-in") view=StaffSignInPage ssr=SsrMode::Async/>
                <Route path=path!("/staff/sign-in/code") view=SecondStepPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("/staff") view=StaffFrame ssr=SsrMode::Async>
                    <Route path=path!("accounts") view=AccountsPage ssr=SsrMode::Async/>
                    <Route path=path!("accounts/new") view=NewAccountPage ssr=SsrMode::Async/>
                    <Route path=path!("accounts/:number") view=AccountPage ssr=SsrMode::Async/>
                    <Route path=path!("accounts/:number/documents") view=AccountDocumentsPage ssr=SsrMode::Async/>
                    <Route path=path!("accounts/:number/business") view=AccountBusinessPage ssr=SsrMode::Async/>
                    <Route path=path!("accounts/:number/history") view=AccountHistoryPage ssr=SsrMode::Async/>
                    <Route path=path!("catalogue") view=CataloguePage ssr=SsrMode::Async/>
                    <Route path=path!("accounts/:number/subscriptions/:id/change") view=ChangePage ssr=SsrMode::Async/>
                    <Route path=path!("changes") view=ChangesPage ssr=SsrMode::Async/>
                    <Route path=path!("clock") view=ClockPage ssr=SsrMode::Async/>
                    <Route path=path!("jobs") view=JobsPage ssr=SsrMode::Async/>
                    <Route path=path!("requests") view=RequestsPage ssr=SsrMode::Async/>
                    <Route path=path!("requests/:id") view=RequestPage ssr=SsrMode::Async/>
                    <Route path=path!("outbox") view=OutboxPage ssr=SsrMode::Async/>
                    <Route path=path!("outbox/:id") view=MailPage ssr=SsrMode::Async/>
                    <Route path=path!("invoices/:number") view=StaffInvoicePage ssr=SsrMode::Async/>
                    <Route path=path!("payments") view=ReceiptsPage ssr=SsrMode::Async/>
                    <Route path=path!("payments/new") view=NewReceiptPage ssr=SsrMode::Async/>
                    <Route path=path!("payments/:id") view=ReceiptPage ssr=SsrMode::Async/>
                    <Route path=path!("quotes") view=QuotesPage ssr=SsrMode::Async/>
                    <Route path=path!("quotes/new") view=QuoteBuilderPage ssr=SsrMode::Async/>
                    <Route path=path!("quotes/:number") view=QuotePage ssr=SsrMode::Async/>
                    <Route path=path!("security") view=SecurityPage ssr=SsrMode::Async/>
                    <Route path=path!("purchase-orders") view=PurchaseOrdersPage ssr=SsrMode::Async/>
                    <Route path=path!("purchase-orders/:id") view=PurchaseOrderPage ssr=SsrMode::Async/>
                    <Route path=path!("service-orders") view=ServiceOrdersPage ssr=SsrMode::Async/>
                    <Route path=path!("service-orders/:number") view=ServiceOrderPage ssr=SsrMode::Async/>
                    <Route path=path!("*unknown") view=NotFound ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// The pages with forms. A page that is missing here answers posts with 405, a function that is missing with 404.
pub fn form_pages() -> Vec<FormPage> {
    vec![
        FormPage::with::<StaffSignIn>("/staff/sign-in"),
        FormPage::with::<ProveSecondFactor>("/staff/sign-in/code"),
        FormPage::with::<OfferSecondFactor>("/staff/security").and::<TurnOnSecondFactor>().and::<RenewRecoveryCodes>().and::<TurnOffSecondFactor>(),
        FormPage::with::<CreateAccount>("/staff/accounts/new"),
        FormPage::with::<SendInvitationAgain>("/staff/accounts/{number}").and::<WithdrawInvitation>().and::<AssignRepresentative>().and::<ChangeTerms>(),
        FormPage::with::<SendMailsAgain>("/staff/outbox"),
        FormPage::with::<ScheduleChange>("/staff/accounts/{number}/subscriptions/{id}/change").and::<WithdrawChange>(),
        FormPage::with::<MoveClock>("/staff/clock"),
        FormPage::with::<RunJobsAgain>("/staff/jobs"),
        FormPage::with::<AnswerRequest>("/staff/requests/{id}").and::<CloseRequest>(),
        FormPage::with::<IssueCreditNote>("/staff/invoices/{number}").and::<RefundCredit>(),
        FormPage::with::<RecordReceipt>("/staff/payments/new"),
        FormPage::with::<AllocateReceipt>("/staff/payments/{id}").and::<ReverseAllocation>().and::<ReverseReceipt>(),
        FormPage::with::<SaveQuoteDraft>("/staff/quotes/new"),
        FormPage::with::<SendQuote>("/staff/quotes/{number}").and::<DiscardQuoteDraft>().and::<WithdrawQuote>(),
        FormPage::with::<TakeServiceOrder>("/staff/service-orders/{number}").and::<CompleteServiceOrder>().and::<RefuseServiceOrder>(),
    ]
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::doors::check_routes;

    #[test]
    fn all_routes_render_in_one_piece_and_forms_call_functions_that_exist() {
        check_routes(Staff, Bundle::Staff, 29, form_pages());
    }
}
