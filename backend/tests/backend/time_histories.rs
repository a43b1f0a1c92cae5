//! Many accounts live for a while as chance has it: they buy, change, fail to pay, pay, and cancel, while days pass one by
//! one or in leaps. Whatever happens, the books are right at the end. The same chances at every run.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::{Buyer, World};
use backend::usecases::collections::pay::pay_invoice;
use backend::usecases::subscriptions::cancel::cancel_subscription;
use backend::usecases::subscriptions::list::load_overview;
use backend::{Refusal, args};
use chrono::Days;

on_both_engines!(in_world: a_hundred_and_twenty_accounts_live_through_a_quarter);

const ACCOUNTS: u64 = 120;
const MOVES: u64 = 24;

/// Numbers that nobody can foresee, and everybody can repeat (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (value ^ (value >> 31)) % limit
    }

    fn one_of<'a>(&mut self, options: &[&'a str]) -> &'a str {
        let place = self.below(u64::try_from(options.len()).unwrap());
        options.iter().copied().nth(usize::try_from(place).unwrap()).unwrap()
    }
}

const TOKENS: [&str; 4] = ["tok_visa_4242", "tok_visa_4242", "tok_insufficient_9995", "tok_3ds_3220"];
const PRODUCTS: [(&str, &str); 3] = [("goto-meeting", "professional"), ("goto-webinar", "lite"), ("goto-training", "starter")];

async fn open_accounts(world: &World) -> Vec<Buyer> {
    let anna = world.anna().await;
    let mut buyers = Vec::new();
    for place in 0..ACCOUNTS {
        let (account, person) = (format!("account-{place}"), format!("person-{place}"));
        let email = format!("{person}@many.example");
        let copy = "INSERT INTO accounts (id, number, kind, name, name_folded, street, postal_code, city, country, currency, language, vat_id_state, credit_minor, version, created_at) \
                    SELECT $2, $2, kind, name, name_folded, street, postal_code, city, country, currency, language, vat_id_state, 0, 0, 0 FROM accounts WHERE id = $1";
        world.change(copy, args![anna.account(), &account]).await;
        world.change("INSERT INTO people (id, name, email, created_at) VALUES ($1, $1, $2, 0)", args![&person, &email]).await;
        let login = "INSERT INTO logins (door, login_folded, person_id, password_hash, created_at) VALUES ('billing_center', $2, $1, '', 0)";
        world.change(login, args![&person, &email]).await;
        world.change("INSERT INTO memberships (account_id, person_id, role, created_at) VALUES ($1, $2, 'billing_contact', 0)", args![&account, &person]).await;
        let card = "INSERT INTO payment_methods (id, account_id, kind, gateway_token, brand, last4, expires, state, created_at) \
                    VALUES ($1, $1, 'card', 'tok_visa_4242', 'visa', '4242', '2030-01', 'active', 0)";
        world.change(card, args![&account]).await;
        buyers.push(world.buyer(&email).await);
    }
    buyers
}

async fn a_hundred_and_twenty_accounts_live_through_a_quarter(world: World) {
    let buyers = open_accounts(&world).await;
    let mut chance = Chance(20_261_121);
    for buyer in &buyers {
        buy_something(buyer, &mut chance).await;
    }
    for _move in 0..MOVES {
        for buyer in &buyers {
            if chance.below(5) == 0 {
                act(&world, buyer, &mut chance).await;
            }
        }
        let day = world.backend.today().checked_add_days(Days::new(1 + chance.below(7))).unwrap();
        world.pass_to(&day.to_string()).await;
    }
    // Who has not come back to confirm is not waited for.
    world.expire_leases().await;
    backend::recovery::recover_orders(&world.backend).await.unwrap();
    world.wait_for_jobs().await;
    world.catch_up().await;
    all_periods_are_whole(&world).await;
    let counts = "SELECT kind || ' ' || CAST(COUNT(*) AS TEXT) AS value FROM (SELECT CASE WHEN order_id IS NULL THEN 'renewal' ELSE 'order' END AS kind FROM invoices \
                  WHERE account_id LIKE 'account-%') AS counted GROUP BY kind ORDER BY kind";
    eprintln!("{:?}", world.texts(counts, args![]).await);
    let renewals = "SELECT CAST(COUNT(*) AS BIGINT) AS value FROM invoices WHERE order_id IS NULL AND account_id LIKE 'account-%'";
    assert!(world.number(renewals, args![]).await > 200);
}

async fn buy_something(buyer: &Buyer, chance: &mut Chance) {
    let place = usize::try_from(chance.below(3)).unwrap();
    let (product, plan) = PRODUCTS.into_iter().nth(place).unwrap();
    let seats = (1 + chance.below(20)).to_string();
    match buyer.put_new(product, plan, &seats, "monthly").await {
        Ok(_) => place_cart(buyer).await,
        // It wants more of what it has, or less.
        Err(Refusal::AlreadySubscribed(id)) => {
            if buyer.put_for(&id, plan, &seats, "monthly").await.is_ok() {
                place_cart(buyer).await;
            }
        }
        Err(refused) => assert!(!matches!(refused, Refusal::Storage(_)), "{refused:?}"),
    }
}

/// A declined card or a service that rests is no fault here.
async fn place_cart(buyer: &Buyer) {
    let cart = buyer.cart().await;
    let Some(seen) = cart.seen() else { return };
    let placed = backend::usecases::orders::place::place_order(&buyer.backend, &buyer.actor, &cart.checkout_key, &seen).await;
    assert!(!matches!(placed, Err(Refusal::Storage(_))), "{placed:?}");
}

async fn act(world: &World, buyer: &Buyer, chance: &mut Chance) {
    match chance.below(5) {
        0 | 1 => buy_something(buyer, chance).await,
        2 => world.use_token(buyer, chance.one_of(&TOKENS)).await,
        3 => {
            let open =
                "SELECT number || ' ' || open_minor AS value FROM invoices WHERE account_id = $1 AND open_minor > 0 AND replaced_by IS NULL ORDER BY number";
            for line in world.texts(open, args![buyer.account()]).await {
                let (number, minor) = line.split_once(' ').unwrap();
                pay_invoice(&buyer.backend, &buyer.actor, number, minor.parse().unwrap()).await.unwrap();
            }
        }
        _ => {
            for found in load_overview(&buyer.backend, &buyer.actor).await.unwrap().subscriptions {
                let cancelled = cancel_subscription(&buyer.backend, &buyer.actor, &found.id, "").await;
                assert!(!matches!(cancelled, Err(Refusal::Storage(_))), "{cancelled:?}");
            }
        }
    }
}

/// Of each subscription every period begins where the one before ended, or where a change or the end of a rest began it.
async fn all_periods_are_whole(world: &World) {
    let gaps = "SELECT p.subscription_id || ' ' || p.period_start AS value FROM invoice_periods p JOIN invoices i ON i.id = p.invoice_id \
                WHERE p.account_id LIKE 'account-%' AND i.order_id IS NULL AND NOT EXISTS (SELECT 1 FROM invoice_periods q WHERE q.subscription_id = p.subscription_id \
                AND q.period_end = p.period_start) AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.action = 'service_resumed' AND a.subject = p.subscription_id)";
    assert_eq!(world.texts(gaps, args![]).await, Vec::<String>::new(), "periods that follow on nothing");
}
