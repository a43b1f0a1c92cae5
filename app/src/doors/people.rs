//! The root of the pages about people themselves, about the account and its invoices, and of what they ask each other. They are seldom opened,
//! most of them by a link in a mail, so that those who change their subscriptions load none of them. Its frame stands around those of who is signed in.

use crate::api::billing_details::SaveBillingDetails;
use crate::api::licences::{AssignLicences, ChangeLicences};
use crate::api::open_invoices::{GiveUpPayment, PayInvoice};
use crate::api::people::{AcceptAsSignedIn, AcceptInvitation, AskPasswordLink, ChangePassword, SaveProfile, SetPassword, SignOutElsewhere, SwitchAccount};
use crate::api::proposals::{DeclineProposal, Propose, WithdrawProposal};
use crate::api::requests::{OpenRequest, WriteMessage};
use crate::doors::customer::contacts_forms;
use crate::doors::{Bundle, FormPage, provide_door};
use crate::pages::account::contacts::ContactsPage;
use crate::pages::account::details::BillingDetailsPage;
use crate::pages::account::licences::LicencesPage;
use crate::pages::billing_center::frame::BillingFrame;
use crate::pages::billing_center::history::HistoryPage;
use crate::pages::billing_center::invoice::InvoicePage;
use crate::pages::billing_center::invoices::InvoicesPage;
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
        contacts_forms("/billing/contacts"),
        FormPage::with::<SwitchAccount>("/billing/accounts"),
        FormPage::with::<PayInvoice>("/billing/invoices/{number}").and::<GiveUpPayment>(),
        FormPage::with::<SaveBillingDetails>("/billing/details"),
        FormPage::with::<AssignLicences>("/billing/licences").and::<ChangeLicences>(),
        FormPage::with::<DeclineProposal>("/billing/proposals").and::<WithdrawProposal>(),
        FormPage::with::<Propose>("/billing/proposals/new"),
        FormPage::with::<OpenRequest>("/billing/customer-care"),
        FormPage::with::<WriteMessage>("/billing/customer-care/{id}"),
    ]
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::doors::check_routes;

    #[test]
    fn all_routes_render_in_one_piece_and_forms_call_functions_that_exist() {
        check_routes(People, Bundle::People, 14, form_pages());
    }
}
