//! The list of all server functions with the role that each needs. One that is missing here fails the test.

#[path = "history_words.rs"]
mod history_words;

use crate::support::browser::{Browser, Page};
use crate::support::database::Engine::{self, Postgres, Sqlite};
use crate::support::ground::Ground;
use crate::support::orders::{PLACE_ORDER as PLACE_ORDER_PATH, editor_address, want_business_ten};
use crate::support::{ALPENWERK, ANNA, BEN, OMAR, RITA};
use app::api::corporate::CorporateSignIn;
use app::api::session::SignIn;
use app::api::staff::StaffSignIn;
use app::api::staff::security::ProveSecondFactor;
use leptos::server_fn::ServerFn;
use leptos::server_fn::axum::server_fn_paths;
use reqwest::{Method, StatusCode};
use std::collections::BTreeSet;
use std::slice;

/// Who may call a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needs {
    Nobody,
    Member,
    BillingContact,
    /// Anybody of the staff; customers are strangers there, as staff is at their door.
    Staff,
    /// Representative or operator.
    InvitingStaff,
    /// Finance or operator.
    FinanceStaff,
    /// Operator, and nobody else of the staff.
    Operator,
    /// Anybody of a corporate account; all others are strangers at that door.
    Corporate,
    /// Of a corporate account, who may pay.
    CorporatePayer,
    /// Of a corporate account, who may order.
    CorporateOrderer,
}

/// What a function does to the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    Look,
    Change,
}

struct Function {
    path: &'static str,
    needs: Needs,
    does: Does,
    fields: &'static [(&'static str, &'static str)],
}

const fn function(path: &'static str, needs: Needs, does: Does, fields: &'static [(&'static str, &'static str)]) -> Function {
    Function { path, needs, does, fields }
}

/// What a function that serves both doors of customers is told by the pages of the corporate one.
const AT_CORPORATE: (&str, &str) = ("door", "corporate");

/// Fields are such that the role alone decides between 403 and everything else.
const FUNCTIONS: &[Function] = &[
    function("/api/sign_in", Needs::Nobody, Does::Change, &[("email", "who@ever.example"), ("password", "wrong")]),
    function("/api/load_sign_in", Needs::Nobody, Does::Look, &[]),
    function("/api/load_frame", Needs::Member, Does::Look, &[]),
    function("/api/load_subscriptions", Needs::Member, Does::Look, &[]),
    function("/api/load_cart", Needs::Member, Does::Look, &[]),
    function("/api/load_order", Needs::Member, Does::Look, &[("order", "none")]),
    function("/api/load_invoices", Needs::Member, Does::Look, &[]),
    function("/api/load_history", Needs::Member, Does::Look, &[]),
    function("/api/load_invoice", Needs::Member, Does::Look, &[("number", "RE-2026-00001")]),
    function("/api/load_editor", Needs::Member, Does::Look, &[("subscription", "none")]),
    function("/api/load_checkout", Needs::BillingContact, Does::Look, &[]),
    function(
        "/api/put_in_cart",
        Needs::BillingContact,
        Does::Change,
        &[("subscription", "none"), ("plan", "business"), ("seats", "10"), ("interval", "monthly")],
    ),
    function("/api/remove_from_cart", Needs::BillingContact, Does::Change, &[("product", "none")]),
    function("/api/load_payment", Needs::BillingContact, Does::Look, &[]),
    function("/api/open_payment_page", Needs::BillingContact, Does::Change, &[("purpose", "payment_method")]),
    function("/api/apply_vat_id", Needs::BillingContact, Does::Change, &[("vat_id", "none")]),
    function("/api/load_licences", Needs::Member, Does::Look, &[]),
    function("/api/assign_licences", Needs::BillingContact, Does::Change, &[("subscription", "none"), ("act", ""), ("people", "eva@example.com")]),
    function("/api/change_licences", Needs::BillingContact, Does::Change, &[("subscription", "none"), ("act", "release"), ("holder[]", "eva@example.com")]),
    function("/api/load_billing_details", Needs::Member, Does::Look, &[]),
    function("/api/save_billing_details", Needs::BillingContact, Does::Change, &[("company", "")]),
    function("/api/give_up_order", Needs::BillingContact, Does::Change, &[("order", "none")]),
    function("/api/cancel_subscription", Needs::BillingContact, Does::Change, &[("subscription", "none"), ("reason", "none")]),
    function("/api/reactivate_subscription", Needs::BillingContact, Does::Change, &[("subscription", "none")]),
    function("/api/load_open_invoices", Needs::Member, Does::Look, &[]),
    function("/api/load_standing", Needs::Member, Does::Look, &[("number", "RE-2026-00001")]),
    function("/api/pay_invoice", Needs::BillingContact, Does::Change, &[("number", "none"), ("seen_minor", "1")]),
    function("/api/give_up_payment", Needs::BillingContact, Does::Change, &[("number", "none")]),
    function("/api/load_new_subscription", Needs::Member, Does::Look, &[]),
    function("/api/start_trial", Needs::BillingContact, Does::Change, &[("product", "none"), ("plan", "pro"), ("seats", "1")]),
    function("/api/load_started_trial", Needs::Member, Does::Look, &[("subscription", "none")]),
    function("/api/load_proposals", Needs::Member, Does::Look, &[]),
    function("/api/load_proposal", Needs::Member, Does::Look, &[("subscription", "none"), ("product", "none"), ("plan", "none"), ("seats", "none")]),
    function("/api/propose", Needs::Member, Does::Change, &[("subscription", "none"), ("product", "none"), ("plan", "none"), ("seats", "1"), ("note", "none")]),
    function("/api/decline_proposal", Needs::BillingContact, Does::Change, &[("proposal", "none"), ("reason", "none")]),
    function("/api/withdraw_proposal", Needs::Member, Does::Change, &[("proposal", "none")]),
    function("/api/load_care", Needs::BillingContact, Does::Look, &[("subscription", "none")]),
    function("/api/open_request", Needs::BillingContact, Does::Change, &[("subject", "none"), ("subscription", "none"), ("message", "none")]),
    function("/api/load_request", Needs::BillingContact, Does::Look, &[("request", "none")]),
    function("/api/write_message", Needs::BillingContact, Does::Change, &[("request", "none"), ("message", "none")]),
    function("/api/load_care", Needs::Corporate, Does::Look, &[AT_CORPORATE, ("about", "none")]),
    function("/api/open_request", Needs::Corporate, Does::Change, &[AT_CORPORATE, ("subject", "none"), ("about", "none"), ("message", "none")]),
    function("/api/load_request", Needs::Corporate, Does::Look, &[AT_CORPORATE, ("request", "none")]),
    function("/api/write_message", Needs::Corporate, Does::Change, &[AT_CORPORATE, ("request", "none"), ("message", "none")]),
    function("/api/load_billing_details", Needs::Corporate, Does::Look, &[AT_CORPORATE]),
    function("/api/save_billing_details", Needs::CorporateOrderer, Does::Change, &[AT_CORPORATE, ("company", ""), ("back", "none")]),
    function("/api/load_invitation", Needs::Nobody, Does::Look, &[("token", "none")]),
    function("/api/accept_invitation", Needs::Nobody, Does::Change, &[("token", "none"), ("name", "Eva"), ("password", "ein ganzer Satz")]),
    function("/api/accept_as_signed_in", Needs::Member, Does::Change, &[("token", "none")]),
    function("/api/ask_password_link", Needs::Nobody, Does::Change, &[("email", "who@ever.example")]),
    function("/api/load_password_link", Needs::Nobody, Does::Look, &[("token", "none")]),
    function("/api/set_password", Needs::Nobody, Does::Change, &[("token", "none"), ("password", "ein ganzer Satz")]),
    function("/api/load_profile", Needs::Member, Does::Look, &[]),
    function("/api/load_profile", Needs::Corporate, Does::Look, &[AT_CORPORATE]),
    function("/api/save_profile", Needs::Member, Does::Change, &[("name", ""), ("language", "de")]),
    function("/api/save_profile", Needs::Corporate, Does::Change, &[AT_CORPORATE, ("name", ""), ("language", "de")]),
    function("/api/change_password", Needs::Corporate, Does::Change, &[AT_CORPORATE, ("old_password", ""), ("password", "ein ganzer Satz")]),
    function("/api/sign_out_elsewhere", Needs::Corporate, Does::Change, &[AT_CORPORATE]),
    function("/api/accept_as_signed_in", Needs::Corporate, Does::Change, &[AT_CORPORATE, ("token", "none")]),
    function("/api/load_contacts", Needs::Member, Does::Look, &[]),
    function("/api/load_history", Needs::Corporate, Does::Look, &[AT_CORPORATE]),
    function("/api/load_contacts", Needs::Corporate, Does::Look, &[AT_CORPORATE]),
    function("/api/invite_contact", Needs::BillingContact, Does::Change, &[("name", ""), ("email", "none"), ("right", "none")]),
    function("/api/invite_contact", Needs::CorporateOrderer, Does::Change, &[AT_CORPORATE, ("name", ""), ("email", "none"), ("right", "none")]),
    function("/api/settle_invitation", Needs::BillingContact, Does::Change, &[("invitation", "none"), ("act", "again")]),
    function("/api/settle_invitation", Needs::CorporateOrderer, Does::Change, &[AT_CORPORATE, ("invitation", "none"), ("act", "back")]),
    function("/api/change_contact", Needs::BillingContact, Does::Change, &[("person", "none"), ("right", "read")]),
    function("/api/change_contact", Needs::CorporateOrderer, Does::Change, &[AT_CORPORATE, ("person", "none"), ("right", "read")]),
    function("/api/remove_contact", Needs::BillingContact, Does::Change, &[("person", "none")]),
    function("/api/remove_contact", Needs::CorporateOrderer, Does::Change, &[AT_CORPORATE, ("person", "none")]),
    function("/api/offer_place", Needs::BillingContact, Does::Change, &[("receiver", "none"), ("after", "read")]),
    function("/api/offer_place", Needs::CorporateOrderer, Does::Change, &[AT_CORPORATE, ("receiver", "none"), ("after", "leave")]),
    function("/api/settle_offer", Needs::Member, Does::Change, &[("offer", "none"), ("act", "take")]),
    function("/api/settle_offer", Needs::Corporate, Does::Change, &[AT_CORPORATE, ("offer", "none"), ("act", "decline")]),
    function("/api/save_recipients", Needs::BillingContact, Does::Change, &[("recipients", "none"), ("version", "none")]),
    function("/api/save_recipients", Needs::CorporateOrderer, Does::Change, &[AT_CORPORATE, ("recipients", "none"), ("version", "none")]),
    function("/api/change_password", Needs::Member, Does::Change, &[("old_password", ""), ("password", "ein ganzer Satz")]),
    function("/api/sign_out_elsewhere", Needs::Member, Does::Change, &[]),
    function("/api/load_accounts", Needs::Member, Does::Look, &[]),
    function("/api/switch_account", Needs::Member, Does::Change, &[("account", "none")]),
    function("/api/corporate_sign_in", Needs::Nobody, Does::Change, &[("user_id", "who@ever.example"), ("password", "wrong")]),
    function("/api/load_corporate_sign_in", Needs::Nobody, Does::Look, &[]),
    function("/api/ask_corporate_link", Needs::Nobody, Does::Change, &[("user_id", "who@ever.example")]),
    function("/api/load_corporate_frame", Needs::Corporate, Does::Look, &[]),
    function("/api/load_contracts", Needs::Corporate, Does::Look, &[]),
    function("/api/load_seats", Needs::Corporate, Does::Look, &[]),
    function("/api/save_seats", Needs::CorporateOrderer, Does::Change, &[("seats[none]", "0"), ("replaced", "none")]),
    function("/api/load_quotes", Needs::Corporate, Does::Look, &[]),
    function("/api/load_quote", Needs::Corporate, Does::Look, &[("number", "none")]),
    function(
        "/api/accept_quote",
        Needs::CorporateOrderer,
        Does::Change,
        &[("number", "none"), ("purchase_order", "none"), ("purchase_order_choice", ""), ("seen", "none")],
    ),
    function("/api/give_up_placing", Needs::CorporateOrderer, Does::Change, &[("number", "none")]),
    function("/api/decline_quote", Needs::CorporateOrderer, Does::Change, &[("number", "none"), ("reason", "none")]),
    function(
        "/api/save_quote_details",
        Needs::CorporateOrderer,
        Does::Change,
        &[("number", "none"), ("admin_name", ""), ("admin_email", ""), ("purchase_order", "none")],
    ),
    function("/api/place_service_order", Needs::CorporateOrderer, Does::Change, &[("number", "none"), ("seen", "none")]),
    function("/api/load_purchase_orders", Needs::Corporate, Does::Look, &[]),
    function("/api/load_purchase_order", Needs::Corporate, Does::Look, &[("id", "none")]),
    function("/api/load_new_purchase_order", Needs::CorporateOrderer, Does::Look, &[]),
    function("/api/add_purchase_order", Needs::CorporateOrderer, Does::Change, &[("number", ""), ("amount", "1"), ("valid_from", ""), ("valid_until", "")]),
    function("/api/edit_purchase_order", Needs::CorporateOrderer, Does::Change, &[("id", "none"), ("version", "0"), ("number", "")]),
    function("/api/set_purchase_order_state", Needs::CorporateOrderer, Does::Change, &[("id", "none"), ("version", "0"), ("state", "closed")]),
    function("/api/load_service_orders", Needs::Corporate, Does::Look, &[]),
    function("/api/load_service_order", Needs::Corporate, Does::Look, &[("number", "none")]),
    function("/api/load_corporate_invoices", Needs::Corporate, Does::Look, &[("search", "none")]),
    function("/api/load_corporate_invoice", Needs::Corporate, Does::Look, &[("number", "none")]),
    function("/api/load_corporate_payment", Needs::CorporatePayer, Does::Look, &[("numbers", "none"), ("card", "")]),
    function("/api/pay_corporate_invoices", Needs::CorporatePayer, Does::Change, &[("numbers", "none"), ("seen", "1"), ("amounts", "1"), ("card", "")]),
    function("/api/open_single_card", Needs::CorporatePayer, Does::Change, &[("numbers", "none"), ("amount", "")]),
    function("/api/give_up_corporate_payment", Needs::CorporatePayer, Does::Change, &[("number", "none")]),
    function("/api/load_payment_profile", Needs::Corporate, Does::Look, &[]),
    function("/api/save_payment_profile", Needs::CorporatePayer, Does::Change, &[("profile", "none")]),
    function("/api/staff_sign_in", Needs::Nobody, Does::Change, &[("email", "who@ever.example"), ("password", "wrong")]),
    function("/api/load_staff_sign_in", Needs::Nobody, Does::Look, &[]),
    function("/api/load_staff_frame", Needs::Staff, Does::Look, &[]),
    function("/api/load_staff_accounts", Needs::Staff, Does::Look, &[("search", "nord")]),
    function("/api/load_staff_account", Needs::Staff, Does::Look, &[("number", "none")]),
    function("/api/load_account_documents", Needs::Staff, Does::Look, &[("number", "none"), ("before", "none")]),
    function("/api/load_account_business", Needs::Staff, Does::Look, &[("number", "none")]),
    function("/api/load_account_history", Needs::Staff, Does::Look, &[("number", "none"), ("before", "none")]),
    function("/api/change_terms", Needs::InvitingStaff, Does::Change, &[("number", "none"), ("terms_days", "30"), ("self_service", "eligible")]),
    function("/api/assign_representative", Needs::Operator, Does::Change, &[("number", "none"), ("representative", "none")]),
    function("/api/load_catalogue", Needs::Staff, Does::Look, &[]),
    function("/api/load_new_account", Needs::InvitingStaff, Does::Look, &[]),
    function("/api/create_account", Needs::InvitingStaff, Does::Change, &[("name", "")]),
    function("/api/send_invitation_again", Needs::InvitingStaff, Does::Change, &[("number", "none"), ("invitation", "none")]),
    function("/api/withdraw_invitation", Needs::InvitingStaff, Does::Change, &[("number", "none"), ("invitation", "none")]),
    function("/api/load_scheduled_changes", Needs::InvitingStaff, Does::Look, &[("after_day", "none"), ("after_id", "none")]),
    function("/api/load_change", Needs::InvitingStaff, Does::Look, &[("number", "none"), ("subscription", "none"), ("plan", "none"), ("seats", "none")]),
    function(
        "/api/schedule_change",
        Needs::InvitingStaff,
        Does::Change,
        &[("number", "none"), ("subscription", "none"), ("version", "0"), ("plan", "none"), ("seats", "none"), ("interval", "none")],
    ),
    function("/api/withdraw_change", Needs::InvitingStaff, Does::Change, &[("number", "none"), ("subscription", "none"), ("version", "0")]),
    function("/api/load_queue", Needs::InvitingStaff, Does::Look, &[("state", "none"), ("after_since", "none"), ("after_id", "none")]),
    function("/api/load_staff_request", Needs::InvitingStaff, Does::Look, &[("request", "none")]),
    function("/api/answer_request", Needs::InvitingStaff, Does::Change, &[("request", "none"), ("message", "none")]),
    function("/api/close_request", Needs::InvitingStaff, Does::Change, &[("request", "none")]),
    function("/api/load_clock", Needs::InvitingStaff, Does::Look, &[]),
    function("/api/move_clock", Needs::InvitingStaff, Does::Change, &[("step", "date"), ("day", "none")]),
    function("/api/load_jobs", Needs::InvitingStaff, Does::Look, &[("list", "dead"), ("after_day", "none")]),
    function("/api/run_jobs_again", Needs::Operator, Does::Change, &[("kind", "none")]),
    function("/api/load_staff_invoice", Needs::Staff, Does::Look, &[("number", "none"), ("lines", "1;2")]),
    function("/api/issue_credit_note", Needs::FinanceStaff, Does::Change, &[("number", "none"), ("seen_minor", "1"), ("lines", "1"), ("reason", "Warum")]),
    function(
        "/api/refund_credit",
        Needs::FinanceStaff,
        Does::Change,
        &[("number", "none"), ("refund_amount", "1"), ("refund_reason", "Warum"), ("refund_way", "paid_out")],
    ),
    function("/api/load_receipts", Needs::Staff, Does::Look, &[("search", "nord")]),
    function("/api/load_receipt", Needs::Staff, Does::Look, &[("receipt", "none")]),
    function("/api/load_new_receipt", Needs::FinanceStaff, Does::Look, &[("account", "none")]),
    function("/api/record_receipt", Needs::FinanceStaff, Does::Change, &[("account", "none")]),
    function("/api/allocate_receipt", Needs::FinanceStaff, Does::Change, &[("receipt", "none"), ("seen_minor", "1")]),
    function("/api/reverse_allocation", Needs::FinanceStaff, Does::Change, &[("receipt", "none"), ("allocation", "none"), ("share_reason", "Warum")]),
    function("/api/reverse_receipt", Needs::FinanceStaff, Does::Change, &[("receipt", "none"), ("reason", "Warum")]),
    function("/api/load_staff_quotes", Needs::InvitingStaff, Does::Look, &[]),
    function("/api/load_staff_quote", Needs::InvitingStaff, Does::Look, &[("number", "none")]),
    function("/api/load_quote_builder", Needs::InvitingStaff, Does::Look, &[("account", "none"), ("number", "")]),
    function("/api/save_quote_draft", Needs::InvitingStaff, Does::Change, &[("number", ""), ("account", "none"), ("valid_until", "none"), ("message", "none")]),
    function("/api/discard_quote_draft", Needs::InvitingStaff, Does::Change, &[("number", "none")]),
    function("/api/withdraw_quote", Needs::InvitingStaff, Does::Change, &[("number", "none"), ("reason", "none")]),
    function("/api/send_quote", Needs::InvitingStaff, Does::Change, &[("number", "none")]),
    function("/api/load_staff_purchase_orders", Needs::InvitingStaff, Does::Look, &[("search", "none")]),
    function("/api/load_staff_purchase_order", Needs::InvitingStaff, Does::Look, &[("id", "none")]),
    function("/api/load_service_order_queue", Needs::InvitingStaff, Does::Look, &[]),
    function("/api/load_staff_service_order", Needs::InvitingStaff, Does::Look, &[("number", "none")]),
    function("/api/take_service_order", Needs::InvitingStaff, Does::Change, &[("number", "none")]),
    function("/api/complete_service_order", Needs::InvitingStaff, Does::Change, &[("number", "none")]),
    function("/api/refuse_service_order", Needs::InvitingStaff, Does::Change, &[("number", "none"), ("reason", "none")]),
    function("/api/prove_second_factor", Needs::Nobody, Does::Change, &[("code", "none")]),
    function("/api/load_security", Needs::Staff, Does::Look, &[]),
    function("/api/offer_second_factor", Needs::Staff, Does::Change, &[]),
    function("/api/turn_on_second_factor", Needs::Staff, Does::Change, &[("code", "")]),
    function("/api/renew_recovery_codes", Needs::Staff, Does::Change, &[("code", "")]),
    function("/api/turn_off_second_factor", Needs::Staff, Does::Change, &[("code", "")]),
    function("/api/load_mails", Needs::InvitingStaff, Does::Look, &[("search", "none"), ("state", "none"), ("before", "none")]),
    function("/api/send_mails_again", Needs::Operator, Does::Change, &[("mail", "none")]),
    function("/api/load_mail", Needs::InvitingStaff, Does::Look, &[("mail", "none")]),
];

/// Sign-in answers a stranger as it answers everybody.
fn is_sign_in(function: &Function) -> bool {
    [SignIn::PATH, CorporateSignIn::PATH, StaffSignIn::PATH, ProveSecondFactor::PATH].contains(&function.path)
}

/// Apart, since it spends money.
const PLACE_ORDER: Function =
    function("/api/place_order", Needs::BillingContact, Does::Change, &[("checkout_key", "none"), ("seen", "none"), ("seen_due_minor", "1")]);

fn all() -> impl Iterator<Item = &'static Function> {
    FUNCTIONS.iter().chain(slice::from_ref(&PLACE_ORDER))
}

/// The functions by which the staff looks at something.
pub fn looks_of_the_staff() -> impl Iterator<Item = &'static str> {
    let is_staffs = |needs| matches!(needs, Needs::Staff | Needs::InvitingStaff | Needs::FinanceStaff | Needs::Operator);
    all().filter(move |function| function.does == Does::Look && is_staffs(function.needs)).map(|function| function.path)
}

async fn call(browser: &Browser, function: &Function) -> Page {
    browser.call(function.path, function.fields).await
}

#[test]
fn every_server_function_is_in_the_list() {
    // Named, so that the linker keeps the crate that registers them.
    assert_eq!(SignIn::PATH, "/api/sign_in");
    let registered: BTreeSet<String> = server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    let listed: BTreeSet<String> = all().map(|function| function.path.to_owned()).collect();
    assert_eq!(registered, listed);
    assert!(server_fn_paths().all(|(_, method)| method == Method::POST));
}

#[tokio::test]
async fn every_server_function_wants_the_role_that_the_list_says() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let (nobody, ben, anna) = (portal.browser(), portal.browser(), portal.browser());
    let (fina, rita, julia) = (portal.browser(), portal.browser(), portal.browser());
    julia.sign_in_as_corporate(ALPENWERK).await;
    let reader = portal.browser();
    reader.sign_in_as_corporate("konrad.kern@alpenwerk.example").await;
    ground.database.change("UPDATE memberships SET may_pay = 0", vec![]).await;
    ben.sign_in(BEN).await;
    anna.sign_in(ANNA).await;
    rita.sign_in_as_staff(RITA).await;
    fina.sign_in_as_staff(OMAR).await;
    // A role counts from the next request on.
    ground.database.change("UPDATE staff SET role = 'finance' WHERE role = 'operator'", vec![]).await;
    for function in all().filter(|function| !is_sign_in(function)) {
        let path = function.path;
        // Whoever has signed out elsewhere is still signed in here, and so on: none of the calls ends a session of these.
        let answers = [
            call(&nobody, function).await,
            call(&ben, function).await,
            call(&anna, function).await,
            call(&fina, function).await,
            call(&rita, function).await,
            call(&julia, function).await,
        ];
        let expected = match function.needs {
            Needs::Nobody => [false, false, false, false, false, false],
            Needs::Member => [true, false, false, true, true, true],
            Needs::BillingContact => [true, true, false, true, true, true],
            Needs::Staff => [true, true, true, false, false, true],
            Needs::InvitingStaff => [true, true, true, true, false, true],
            Needs::FinanceStaff => [true, true, true, false, true, true],
            Needs::Operator => [true, true, true, true, true, true],
            Needs::Corporate | Needs::CorporatePayer | Needs::CorporateOrderer => [true, true, true, true, true, false],
        };
        for ((answer, is_refused), who) in answers.iter().zip(expected).zip(["nobody", "Ben", "Anna", "Fina", "Rita", "Julia"]) {
            let refused = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(&answer.status);
            assert_eq!(refused, is_refused, "{path} for {who}: {} {}", answer.status, answer.text);
            assert!(!answer.status.is_server_error(), "{path} for {who}: {} {}", answer.status, answer.text);
        }
        if function.needs != Needs::Nobody {
            assert_eq!((answers[0].status, answers[0].text.as_str()), (StatusCode::UNAUTHORIZED, "\"signed_out\""), "{path}");
        }
        let strangers: &[usize] = match function.needs {
            Needs::Nobody => &[],
            // Being signed in at one door is worth as much at the other as being signed in nowhere.
            Needs::Member | Needs::BillingContact => &[0, 3, 4, 5],
            Needs::Staff | Needs::InvitingStaff | Needs::FinanceStaff | Needs::Operator => &[0, 1, 2, 5],
            Needs::Corporate | Needs::CorporatePayer | Needs::CorporateOrderer => &[0, 1, 2, 3, 4],
        };
        for place in strangers {
            assert_eq!((answers[*place].status, answers[*place].text.as_str()), (StatusCode::UNAUTHORIZED, "\"signed_out\""), "{path}");
        }
        let others: &[usize] = match function.needs {
            Needs::InvitingStaff => &[3],
            Needs::FinanceStaff => &[4],
            Needs::Operator => &[3, 4],
            _ => &[],
        };
        for place in others {
            assert_eq!((answers[*place].status, answers[*place].text.as_str()), (StatusCode::FORBIDDEN, "\"not_allowed\""), "{path}");
        }
        if matches!(function.needs, Needs::CorporatePayer | Needs::CorporateOrderer) {
            let answer = call(&reader, function).await;
            let words = "{\"not_billing_contact\":{\"name\":\"Julia Alpers\",\"email\":\"julia.alpers@alpenwerk.example\"}}";
            assert_eq!((answer.status, answer.text.as_str()), (StatusCode::FORBIDDEN, words), "{path}");
        }
        if function.needs == Needs::BillingContact {
            let words = "{\"not_billing_contact\":{\"name\":\"Anna Albrecht\",\"email\":\"anna@nordlicht.example\"}}";
            assert_eq!((answers[1].status, answers[1].text.as_str()), (StatusCode::FORBIDDEN, words), "{path}");
        }
    }
    // Whoever may pay orders no more than whoever may read.
    ground
        .database
        .change("UPDATE memberships SET may_pay = 1 WHERE person_id = (SELECT id FROM people WHERE email = 'konrad.kern@alpenwerk.example')", vec![])
        .await;
    for function in all().filter(|function| function.needs == Needs::CorporateOrderer) {
        let answer = call(&reader, function).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{} for a payer: {}", function.path, answer.text);
    }
    let answer = call(&nobody, &FUNCTIONS[0]).await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::UNAUTHORIZED, "\"wrong_credentials\""));
    let books = ground.checked_books().await;
    assert!(books.orders.is_empty() && books.cart.is_empty(), "{books:?}");
}

#[tokio::test]
async fn no_server_function_answers_anything_but_a_post() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let anna = portal.anna().await;
    for function in all() {
        let query = serde_urlencoded::to_string(function.fields).unwrap();
        let address = format!("{}?{query}", function.path);
        for method in [Method::GET, Method::HEAD, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS] {
            let answer = anna.send(anna.request(method.clone(), &address).header("Sec-Fetch-Site", "same-origin")).await.unwrap();
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {address}");
        }
    }
}

#[tokio::test]
async fn what_a_member_sends_by_form_is_refused_in_words_and_changes_nothing() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let ben = portal.browser();
    ben.sign_in(BEN).await;
    let anna = portal.anna().await;
    let editor = editor_address(&anna).await;
    let cancellation = editor.replace("/edit", "/cancel");
    let checkout = want_business_ten(&anna).await;
    // Giving up is sent by the page of what waits to be confirmed, and nothing does.
    let gives_up = |path: &str| ["/api/give_up_order", "/api/give_up_payment"].contains(&path);
    let sent = |function: &&Function| function.does == Does::Change && function.needs == Needs::BillingContact && !gives_up(function.path);
    for function in all().filter(sent) {
        let page = match function.path {
            "/api/put_in_cart" => &editor,
            "/api/cancel_subscription" => &cancellation,
            "/api/reactivate_subscription" | "/api/pay_invoice" => "/billing",
            "/api/remove_from_cart" => "/billing/cart",
            "/api/start_trial" => "/billing/subscriptions/new",
            "/api/save_billing_details" => "/billing/details",
            "/api/assign_licences" | "/api/change_licences" => "/billing/licences",
            "/api/decline_proposal" => "/billing/proposals",
            "/api/open_request" => "/billing/customer-care",
            "/api/invite_contact" | "/api/settle_invitation" | "/api/change_contact" | "/api/remove_contact" | "/api/offer_place" | "/api/save_recipients" => {
                "/billing/contacts"
            }
            "/api/write_message" => "/billing/customer-care/none",
            _ => "/billing/checkout",
        };
        let own = function.fields.iter().copied().chain([("_fn", function.path)]);
        let fields: Vec<(String, String)> = own.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let answer = ben.post(page, &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{page}: {}", answer.words());
        assert!(answer.words().contains("(Anna Albrecht, anna@nordlicht.example)"), "{page}: {}", answer.words());
    }
    // With everything that Anna's page held.
    let answer = ben.submit(&checkout, PLACE_ORDER_PATH).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let books = ground.checked_books().await;
    assert_eq!((books.orders.len(), books.cart.as_slice()), (0, ["goto-meeting business 10".to_owned()].as_slice()));
}

async fn takes_no_nonsense(engine: Engine) {
    let ground = Ground::new(engine).await;
    let portal = ground.portal().start().await;
    let anna = portal.anna().await;
    let long = "x".repeat(15_000);
    let rita = portal.browser();
    rita.sign_in_as_staff(RITA).await;
    let omar = portal.browser();
    omar.sign_in_as_staff(OMAR).await;
    let julia = portal.browser();
    julia.sign_in_as_corporate(ALPENWERK).await;
    for function in all().filter(|function| !is_sign_in(function)) {
        let anna = match function.needs {
            Needs::Staff | Needs::InvitingStaff | Needs::Operator => &rita,
            Needs::FinanceStaff => &omar,
            Needs::Corporate | Needs::CorporatePayer | Needs::CorporateOrderer => &julia,
            Needs::Nobody | Needs::Member | Needs::BillingContact => &anna,
        };
        let names = function.fields.iter().filter(|field| **field != AT_CORPORATE).map(|(name, _)| *name);
        let door = function.fields.contains(&AT_CORPORATE).then_some(AT_CORPORATE);
        for value in ["", "\0", "'; DROP TABLE orders; --", "%00", "💶", "../../etc/passwd", long.as_str()] {
            let fields: Vec<(&str, &str)> = names.clone().map(|name| (name, value)).chain(door).collect();
            let answer = anna.call(function.path, &fields).await;
            assert!(!answer.status.is_server_error(), "{} with {:?}: {} {}", function.path, &value[..value.len().min(30)], answer.status, answer.text);
        }
        for body in ["{}", "\u{0}", "a=1&a=2&a[]=3", "%ff%fe=%80"] {
            let request = anna.request(Method::POST, function.path).header("Sec-Fetch-Site", "same-origin").header("Accept", "application/json");
            let answer = anna.send(request.header("Content-Type", "application/x-www-form-urlencoded").body(body)).await.unwrap();
            assert!(!answer.status.is_server_error(), "{} with {body:?}: {} {}", function.path, answer.status, answer.text);
            assert!(!answer.text.contains("missing field") && !answer.text.contains("serde"), "{} with {body:?}: {}", function.path, answer.text);
        }
    }
    for page in [
        "/billing/orders/IT",
        "/billing/invoices/IT",
        "/billing/subscriptions/IT/edit",
        "/billing/subscriptions/IT/cancel",
        "/billing/history?before=IT",
        "/billing/history?kind=IT&from=IT&until=IT",
        "/billing/history.csv?kind=IT&from=IT",
        "/billing/invoices?before=IT",
        "/billing/invoices?search=IT&year=IT&product=IT&state=IT",
        "/billing/invoices.csv?search=IT&product=IT",
        "/billing/invoices.html?year=IT",
        "/billing/invoices/IT/file",
        "/billing/IT",
        "/IT",
    ] {
        for nonsense in ["%00", "%ff", "%f0%9f%92%b6", "'", "%2e%2e%2f", "%0d%0aSet-Cookie:a=b", &"9".repeat(4000)] {
            let answer = anna.get(&page.replace("IT", nonsense)).await;
            assert!(!answer.status.is_server_error(), "{page} with {}: {} {}", &nonsense[..nonsense.len().min(30)], answer.status, answer.words());
            assert_eq!(answer.header("set-cookie"), "", "{page} with {nonsense}");
        }
    }
}

#[tokio::test]
async fn what_is_no_input_is_refused_without_internals_on_sqlite() {
    takes_no_nonsense(Sqlite).await;
}

#[tokio::test]
async fn what_is_no_input_is_refused_without_internals_on_postgres() {
    takes_no_nonsense(Postgres).await;
}
