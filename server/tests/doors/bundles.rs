//! Which bundle a page loads: that of its door, and of no other.

use crate::support::ALPENWERK;
use crate::support::database::Engine::Sqlite;
use crate::support::ground::Ground;
use app::doors::Bundle;

#[tokio::test]
async fn nobody_loads_a_door_that_is_not_theirs() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let (stranger, anna) = (portal.browser(), portal.anna().await);
    let julia = portal.browser();
    julia.sign_in_as_corporate(ALPENWERK).await;
    for (browser, path, own) in [
        (&stranger, "/sign-in", Bundle::BillingCenter),
        (&stranger, "/forgot-password", Bundle::People),
        (&stranger, "/set-password/none", Bundle::People),
        (&stranger, "/invitation/none", Bundle::People),
        (&stranger, "/staff/sign-in", Bundle::Staff),
        (&stranger, "/corporate/sign-in", Bundle::Corporate),
        (&stranger, "/corporate/forgot-password", Bundle::Corporate),
        (&julia, "/corporate", Bundle::Corporate),
        (&julia, "/corporate/nowhere", Bundle::Corporate),
        (&stranger, "/corporate/invitation/none", Bundle::People),
        (&julia, "/corporate/contacts", Bundle::People),
        (&julia, "/corporate/profile", Bundle::People),
        (&julia, "/corporate/help", Bundle::People),
        (&julia, "/corporate/details", Bundle::People),
        (&anna, "/billing/contacts", Bundle::People),
        (&anna, "/billing", Bundle::BillingCenter),
        (&anna, "/billing/cart", Bundle::BillingCenter),
        (&anna, "/billing/nowhere", Bundle::BillingCenter),
        (&anna, "/billing/profile", Bundle::People),
        (&anna, "/billing/accounts", Bundle::People),
        (&anna, "/billing/invoices", Bundle::People),
        (&anna, "/billing/invoices/RE-2026-00012", Bundle::People),
    ] {
        let page = browser.get(path).await;
        let loaded: Vec<Bundle> = Bundle::ALL.into_iter().filter(|bundle| page.text.contains(&format!("/pkg/{}.wasm", bundle.name()))).collect();
        assert_eq!(loaded, [own], "{path}: {}", page.words());
    }
}
