//! A gateway that does something else than it was asked to: nothing of it is booked, and staff has to look.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::gateway::until;
use crate::common::{Buyer, World};
use backend::gateways::payment::{
    Charge, ChargeOutcome, ChargeRequest, GatewayError, HostedSession, OutcomeUnknown, PaymentGateway, RefundRequest, SessionRequest,
};
use backend::recovery::recover_orders;
use backend::usecases::collections::pay::{Payment, pay_invoice};
use backend::usecases::operations::backlog::load_backlog;
use backend::usecases::orders::refresh::refresh_order;
use backend::{Refusal, args, worker};
use billing::order::OrderState;
use chrono::NaiveDate;
use std::sync::Arc;
use tokio::sync::watch;

on_both_engines!(in_world: another_amount_is_not_booked, another_currency_is_not_booked, what_was_only_authorised_is_not_booked, a_renewal_is_not_charged_a_second_time, a_gateway_that_hangs_delays_no_mail);

/// Answers one outcome to whatever it is asked; without one it never answers.
struct Stubborn(Option<ChargeOutcome>);

impl Stubborn {
    async fn answer(&self) -> ChargeOutcome {
        match &self.0 {
            Some(outcome) => outcome.clone(),
            None => std::future::pending().await,
        }
    }
}

#[async_trait::async_trait]
impl PaymentGateway for Stubborn {
    async fn move_demo_clock(&self, _today: NaiveDate) -> Result<(), GatewayError> {
        Ok(())
    }

    async fn open_session(&self, _request: &SessionRequest) -> Result<HostedSession, GatewayError> {
        Err(GatewayError::Refused("not here".to_owned()))
    }

    async fn find_session(&self, _id: &str) -> Result<Option<HostedSession>, OutcomeUnknown> {
        Ok(None)
    }

    async fn charge(&self, _request: &ChargeRequest) -> Result<ChargeOutcome, OutcomeUnknown> {
        Ok(self.answer().await)
    }

    async fn authorise(&self, _request: &ChargeRequest) -> Result<ChargeOutcome, OutcomeUnknown> {
        Ok(self.answer().await)
    }

    async fn find(&self, _key: &str) -> Result<Option<ChargeOutcome>, OutcomeUnknown> {
        Ok(Some(self.answer().await))
    }

    async fn settle(&self, _key: &str) -> Result<ChargeOutcome, OutcomeUnknown> {
        Ok(self.answer().await)
    }

    async fn capture(&self, _key: &str, _amount_minor: i64) -> Result<ChargeOutcome, GatewayError> {
        Ok(self.answer().await)
    }

    async fn void(&self, _key: &str) -> Result<ChargeOutcome, GatewayError> {
        Ok(self.answer().await)
    }

    async fn refund(&self, _request: &RefundRequest) -> Result<String, GatewayError> {
        Err(GatewayError::Refused("not here".to_owned()))
    }
}

async fn is_not_booked(world: World, outcome: ChargeOutcome) {
    let mut backend = world.backend.clone();
    backend.gateway = Arc::new(Stubborn(Some(outcome)));
    let anna = Buyer { backend, ..world.anna().await };
    let order = anna.upgrade().await;
    assert_eq!(order.state, OrderState::Placed);
    assert_eq!(world.texts("SELECT state AS value FROM payment_attempts", args![]).await, ["contradicted"]);
    assert_eq!(world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM payments", args![]).await, 0);
    assert_eq!((world.order_documents().await, anna.subscription("goto-meeting").await.running.seats), (vec![], 10));
    let detail = world.text("SELECT details AS value FROM audit WHERE action = 'charge_contradicted' AND subject = $1", args![order.id.as_str()]).await;
    assert!(detail.contains("\"asked_minor\":17056") && detail.contains("ch_wrong"), "{detail}");
    // Nobody asks again, nobody changes it, and its subscription takes no other order until somebody has looked.
    world.expire_leases().await;
    assert_eq!(recover_orders(&anna.backend).await.unwrap(), 0);
    refresh_order(&anna.backend, &anna.actor, &order.id).await.unwrap();
    assert_eq!(anna.order(&order.id).await.state, OrderState::Placed);
    assert!(matches!(anna.put("goto-meeting", "enterprise", "10", "monthly").await, Err(Refusal::OrderOpen(_))));
    let seen = world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM audit WHERE action = 'charge_contradicted'", args![]).await;
    assert_eq!(seen, 1);
}

fn charge(amount_minor: i64, currency: &str) -> Charge {
    Charge { id: "ch_wrong".to_owned(), amount_minor, currency: currency.to_owned() }
}

async fn another_amount_is_not_booked(world: World) {
    is_not_booked(world, ChargeOutcome::Succeeded(charge(17_057, "EUR"))).await;
}

async fn another_currency_is_not_booked(world: World) {
    is_not_booked(world, ChargeOutcome::Succeeded(charge(17_056, "USD"))).await;
}

async fn what_was_only_authorised_is_not_booked(world: World) {
    is_not_booked(world, ChargeOutcome::Authorised(charge(17_056, "EUR"))).await;
}

async fn a_renewal_is_not_charged_a_second_time(world: World) {
    let anna = world.anna().await;
    let mut wrong = world.clone();
    wrong.backend.gateway = Arc::new(Stubborn(Some(ChargeOutcome::Succeeded(charge(16_661, "EUR")))));
    wrong.pass_to("2026-12-20").await;
    assert_eq!(world.texts("SELECT state AS value FROM payment_attempts WHERE invoice_id IS NOT NULL", args![]).await, ["contradicted"]);
    assert_eq!(world.documents_since(anna.account(), "2026-11-22").await, ["RE-2026-00013 2026-12-01 GoTo Meeting 16660 16660"]);
    let paid = pay_invoice(&wrong.backend, &anna.actor, "RE-2026-00013", 16_660).await.unwrap();
    assert_eq!(paid, Payment::Unknown);
    let waiting = load_backlog(&world.backend).await.unwrap();
    assert!(waiting.iter().any(|waiting| waiting.kind == "payment_attempts" && waiting.failed == 1));
}

async fn a_gateway_that_hangs_delays_no_mail(world: World) {
    let anna = world.anna().await;
    anna.use_card(&world, "4000000000003220").await;
    assert_eq!(anna.upgrade().await.state, OrderState::Placed);
    world.expire_leases().await;
    let mut backend = world.backend.clone();
    backend.gateway = Arc::new(Stubborn(None));
    let (_stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(worker::run(backend, stopped));
    let asked = "SELECT CAST(COUNT(*) AS BIGINT) AS value FROM payment_attempts WHERE lease_until > 0";
    until("recovery hangs", async || world.number(asked, args![]).await == 1).await;
    let before = world.number("SELECT CAST(COUNT(*) AS BIGINT) AS value FROM outbox WHERE state = 'kept'", args![]).await;
    anna.use_card(&world, "4242424242424242").await;
    let left = "SELECT CAST(COUNT(*) AS BIGINT) AS value FROM outbox WHERE state = 'kept'";
    until("the next mail has left", async || world.number(left, args![]).await > before).await;
    worker.abort();
    world.expire_leases().await;
    assert_eq!(recover_orders(&world.backend).await.unwrap(), 1);
}
