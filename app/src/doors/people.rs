//! The root of the pages about people themselves, about the account and its invoices, and of what they ask each other, behind both doors of
//! customers. They are seldom opened, most of them by a link in a mail, so that those who order load none of them. Each door's frame
//! stands around its own.

use crate::api::billing_details::SaveBillingDetails;
use crate::api::licences::{AssignLicences, ChangeLicences};
use crate::api::open_invoices::{GiveUpPayment, PayInvoice};
use crate::api::people::{AcceptAsSignedIn, AcceptInvitation, AskPasswordLink, ChangePassword, SaveProfile, SetPassword, SignOutElsewhere, SwitchAccount};
use crate::api::proposals::{DeclineProposal, Propose, WithdrawProposal};
use crate::api::purchase_orders::{AddPurchaseOrder, EditPurchaseOrder, SetPurchaseOrderState};
use crate::api::requests::{OpenRequest, WriteMessage};
use crate::doors::customer::contacts_forms;
use crate::doors::{Bundle, FormPage, provide_door};
use crate::pages::account::contacts::ContactsPage;
use crate::pages::account::details::BillingDetailsPage;
use crate::pages::account::history::HistoryPage;
use crate::pages::account::licences::LicencesPage;
use crate::pages::billing_center::frame::BillingFrame;
use crate::pages::billing_center::invoice::InvoicePage;
use crate::pages::billing_center::invoices::InvoicesPage;
use crate::pages::corporate::frame::CorporateFrame;
use crate::pages::corporate::purchase_orders::PurchaseOrdersPage;
use crate::pages::corporate::purchase_orders::new::NewPurchaseOrderPage;
use crate::pages::corporate::purchase_orders::one::PurchaseOrderPage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::people::accounts::AccountsPage;
use crate::pages::people::customer_care::CustomerCarePage;
use crate::pages::people::customer_care::conversation::ConversationPage;
use crate::pages::people::forgot_password::ForgotPasswordPage;
use crate::pages::people::invitation::InvitationPage;
use crate::pages::people::profile::ProfilePage;
use crate::pages::people::proposals::ProposalsPage;
use crate::pages::people::proposals::new::NewProposalPage;
use crate::pages::people::set_password::SetPasswordPage;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// The whole door. It runs once at start without any request, to list its routes.
#[component]
pub fn People() -> impl IntoView {
    provide_door(Bundle::People);
    view! {
        <Title formatter=|title: String| format!("{title} · Kontor")/>
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/forgot-password") view=ForgotPasswordPage ssr=SsrMode::Async/>
                <Route path=path!("/set-password/:token") view=SetPasswordPage ssr=SsrMode::Async/>
                <Route path=path!("/invitation/:token") view=InvitationPage ssr=SsrMode::Async/>
                <Route path=path!("/corporate/invitation/:token") view=InvitationPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("/billing") view=BillingFrame ssr=SsrMode::Async>
                    <Route path=path!("profile") view=ProfilePage ssr=SsrMode::Async/>
                    <Route path=path!("accounts") view=AccountsPage ssr=SsrMode::Async/>
                    <Route path=path!("history") view=HistoryPage ssr=SsrMode::Async/>
                    <Route path=path!("invoices") view=InvoicesPage ssr=SsrMode::Async/>
                    <Route path=path!("invoices/:number") view=InvoicePage ssr=SsrMode::Async/>
                    <Route path=path!("details") view=BillingDetailsPage ssr=SsrMode::Async/>
                    <Route path=path!("contacts") view=ContactsPage ssr=SsrMode::Async/>
                    <Route path=path!("licences") view=LicencesPage ssr=SsrMode::Async/>
                    <Route path=path!("proposals") view=ProposalsPage ssr=SsrMode::Async/>
                    <Route path=path!("proposals/new") view=NewProposalPage ssr=SsrMode::Async/>
                    <Route path=path!("customer-care") view=CustomerCarePage ssr=SsrMode::Async/>
                    <Route path=path!("customer-care/:id") view=ConversationPage ssr=SsrMode::Async/>
                </ParentRoute>
                <ParentRoute path=path!("/corporate") view=CorporateFrame ssr=SsrMode::Async>
                    <Route path=path!("profile") view=ProfilePage ssr=SsrMode::Async/>
                    <Route path=path!("history") view=HistoryPage ssr=SsrMode::Async/>
                    <Route path=path!("details") view=BillingDetailsPage ssr=SsrMode::Async/>
                    <Route path=path!("contacts") view=ContactsPage ssr=SsrMode::Async/>
                    <Route path=path!("purchase-orders") view=PurchaseOrdersPage ssr=SsrMode::Async/>
                    <Route path=path!("purchase-orders/new") view=NewPurchaseOrderPage ssr=SsrMode::Async/>
                    <Route path=path!("purchase-orders/:id") view=PurchaseOrderPage ssr=SsrMode::Async/>
                    // Where its document is sent: a refused one comes back here.
                    <Route path=path!("purchase-orders/:id/document") view=PurchaseOrderPage ssr=SsrMode::Async/>
                    <Route path=path!("help") view=CustomerCarePage ssr=SsrMode::Async/>
                    <Route path=path!("help/:id") view=ConversationPage ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// The pages with forms. A page that is missing here answers posts with 405, a function that is missing with 404.
pub fn form_pages() -> Vec<FormPage> {
    vec![
        FormPage::with::<AskPasswordLink>("/forgot-password"),
        FormPage::with::<SetPassword>("/set-password/{token}"),
        FormPage::with::<AcceptInvitation>("/invitation/{token}").and::<AcceptAsSignedIn>(),
        FormPage::with::<ChangePassword>("/billing/profile").and::<SignOutElsewhere>().and::<SaveProfile>(),
        FormPage::with::<AcceptInvitation>("/corporate/invitation/{token}").and::<AcceptAsSignedIn>(),
        FormPage::with::<ChangePassword>("/corporate/profile").and::<SignOutElsewhere>().and::<SaveProfile>(),
        contacts_forms("/billing/contacts"),
        contacts_forms("/corporate/contacts"),
        FormPage::with::<SwitchAccount>("/billing/accounts"),
        FormPage::with::<PayInvoice>("/billing/invoices/{number}").and::<GiveUpPayment>(),
        FormPage::with::<SaveBillingDetails>("/billing/details"),
        FormPage::with::<SaveBillingDetails>("/corporate/details"),
        FormPage::with::<AddPurchaseOrder>("/corporate/purchase-orders/new"),
        FormPage::with::<EditPurchaseOrder>("/corporate/purchase-orders/{id}").and::<SetPurchaseOrderState>(),
        FormPage::with::<AssignLicences>("/billing/licences").and::<ChangeLicences>(),
        FormPage::with::<DeclineProposal>("/billing/proposals").and::<WithdrawProposal>(),
        FormPage::with::<Propose>("/billing/proposals/new"),
        FormPage::with::<OpenRequest>("/billing/customer-care"),
        FormPage::with::<WriteMessage>("/billing/customer-care/{id}"),
        FormPage::with::<OpenRequest>("/corporate/help"),
        FormPage::with::<WriteMessage>("/corporate/help/{id}"),
    ]
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::doors::check_routes;

    #[test]
    fn all_routes_render_in_one_piece_and_forms_call_functions_that_exist() {
        check_routes(People, Bundle::People, 26, form_pages());
    }
}
