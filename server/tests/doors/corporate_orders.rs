//! The pages of the corporate door on the way from seats to a service order and to what is paid: what each says to whom.

use crate::support::browser::Browser;
use crate::support::database::Engine::Sqlite;
use crate::support::ground::Ground;
use crate::support::texts::german;
use crate::support::{ALPENWERK, HAFENBAU};
use backend::args;
use reqwest::StatusCode;

const KONRAD: &str = "konrad.kern@alpenwerk.example";
const OPEN_QUOTES: &str = "SELECT number FROM quotes WHERE state = 'open' ORDER BY number";

async fn first_quote(ground: &Ground) -> String {
    ground.database.look(OPEN_QUOTES, |row| row.text("number")).await.remove(0)
}

async fn training(ground: &Ground) -> String {
    let sql = "SELECT s.id FROM subscriptions s JOIN accounts a ON a.id = s.account_id WHERE a.number = 'KD-20417' AND s.product = 'goto-training'";
    ground.database.look(sql, |row| row.text("id")).await.remove(0)
}

/// Julia wants five seats of the training, and has given up the quotes that were open; answers the new one's number.
async fn want_seats(ground: &Ground, julia: &Browser) -> String {
    let seats = format!("seats[id-{}]", training(ground).await);
    let replaced = ground.database.look(OPEN_QUOTES, |row| row.text("number")).await.join(",");
    let answer = julia.call("/api/save_seats", &[(seats.as_str(), "5"), ("replaced", replaced.as_str())]).await;
    assert!(answer.status.is_success(), "{}", answer.text);
    first_quote(ground).await
}

#[tokio::test]
async fn who_may_not_order_sees_what_is_there_and_who_may() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let (julia, konrad) = (portal.browser(), portal.browser());
    julia.sign_in_as_corporate(ALPENWERK).await;
    konrad.sign_in_as_corporate(KONRAD).await;
    let quote = first_quote(&ground).await;
    for (page, function, text, matter) in [
        ("/corporate/seats".to_owned(), "/api/save_seats", "seats_page.only_orderer", "25 Plätze"),
        (format!("/corporate/quotes/{quote}/payment"), "/api/save_quote_details", "seats_page.payment_only_orderer", "Bahnhofstraße 8"),
    ] {
        let (hers, his) = (julia.get(&page).await, konrad.get(&page).await);
        assert!(hers.find_form(function).is_some() && !hers.words().contains(&german(text)), "{page}: {}", hers.words());
        assert!(his.find_form(function).is_none() && his.words().contains(&german(text)), "{page}: {}", his.words());
        assert!(his.words().contains("Julia Alpers, julia.alpers@alpenwerk.example") && his.words().contains(matter), "{page}: {}", his.words());
    }
    let his = konrad.get(&format!("/corporate/quotes/{quote}")).await;
    assert!(his.find_form("/api/accept_quote").is_none() && his.words().contains("Julia Alpers, julia.alpers@alpenwerk.example"), "{}", his.words());
}

#[tokio::test]
async fn a_card_that_is_not_charged_is_missing_on_both_pages() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let julia = portal.browser();
    julia.sign_in_as_corporate(ALPENWERK).await;
    let quote = want_seats(&ground, &julia).await;
    let missing = german("seats_page.card_title");
    let says = async |page: &str| julia.get(page).await.words().contains(&missing);
    let payment = format!("/corporate/quotes/{quote}/payment");
    assert!(!says("/corporate/seats").await && !says(&payment).await);
    for change in [
        "UPDATE payment_methods SET expires = '2020-01' WHERE state = 'active'",
        "UPDATE payment_methods SET expires = '2035-01' WHERE state = 'active'",
        "UPDATE accounts SET payment_profile = 'bank_transfer' WHERE number = 'KD-20417'",
    ] {
        ground.database.change(change, vec![]).await;
        let is_missing = !change.contains("2035");
        assert_eq!((says("/corporate/seats").await, says(&payment).await), (is_missing, is_missing), "{change}");
    }
}

#[tokio::test]
async fn seats_that_were_refused_stay_and_the_quote_that_came_in_is_to_be_given_up_anew() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let julia = portal.browser();
    julia.sign_in_as_corporate(ALPENWERK).await;
    let (seats, open) = (format!("seats[id-{}]", training(&ground).await), ground.database.look(OPEN_QUOTES, |row| row.text("number")).await);
    // The page names the newest first.
    let (known, both) = (open[0].as_str(), open.iter().rev().cloned().collect::<Vec<_>>().join(","));
    let form = julia.get("/corporate/seats").await.form("/api/save_seats").with(&seats, "7").with("replaced", known);
    let refused = julia.submit(&form, "/api/save_seats").await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.words());
    let again = refused.form("/api/save_seats");
    assert!(refused.text.contains(&format!("value=\"{}\"", both)) && refused.text.contains("value=\"7\""), "{}", refused.words());
    let answer = julia.submit(&again, "/api/save_seats").await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "nobody has said so of the other: {}", answer.words());
    let answer = julia.submit(&answer.form("/api/save_seats").with("replaced", &both), "/api/save_seats").await;
    assert!(answer.location().starts_with("/corporate/quotes/AN-"), "{} {}", answer.status, answer.words());
}

#[tokio::test]
async fn a_debit_is_named_with_when_it_is_collected() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let (julia, hauke) = (portal.browser(), portal.browser());
    julia.sign_in_as_corporate(ALPENWERK).await;
    hauke.sign_in_as_corporate(HAFENBAU).await;
    let quote = first_quote(&ground).await;
    let pages = [format!("/corporate/quotes/{quote}"), format!("/corporate/quotes/{quote}/payment"), format!("/corporate/quotes/{quote}/review")];
    let say = async |expected: &str, others: [&str; 2]| {
        for page in &pages {
            let words = julia.get(page).await.words();
            assert!(words.contains(&german(expected)) && others.iter().all(|other| !words.contains(&german(other))), "{page}: {words}");
        }
    };
    say("quotes.reserved_hint", ["quotes.debited_hint", "quotes.invoice_hint"]).await;
    let debit = "UPDATE payment_methods SET kind = 'sepa_debit', brand = 'sepa', last4 = '3000', country = 'DE', holder = 'Alpenwerk AG', expires = NULL, \
                 mandate_reference = 'MANDAT-1', mandate_signed_on = '2026-11-01' WHERE state = 'active' AND account_id = (SELECT id FROM accounts WHERE number = 'KD-20417')";
    assert_eq!(ground.database.change(debit, vec![]).await, 1);
    ground.database.change("UPDATE accounts SET payment_profile = 'sepa_debit' WHERE number = 'KD-20417'", vec![]).await;
    say("quotes.debited_hint", ["quotes.reserved_hint", "quotes.on_invoice"]).await;
    assert!(julia.get(&pages[1]).await.words().contains("SEPA-Lastschrift DE •••• 3000"));
    ground.database.change("UPDATE accounts SET payment_profile = 'bank_transfer' WHERE number = 'KD-20417'", vec![]).await;
    say("quotes.invoice_hint", ["quotes.reserved_hint", "quotes.debited_hint"]).await;
}

#[tokio::test]
async fn who_does_not_confirm_at_the_bank_gives_up_on_the_quotes_page() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let (julia, konrad) = (portal.browser(), portal.browser());
    julia.sign_in_as_corporate(ALPENWERK).await;
    konrad.sign_in_as_corporate(KONRAD).await;
    let token = "UPDATE payment_methods SET gateway_token = $1 WHERE state = 'active' AND account_id = (SELECT id FROM accounts WHERE number = 'KD-20417')";
    ground.database.change(token, args!["tok_3ds_3220"]).await;
    let page = format!("/corporate/quotes/{}", want_seats(&ground, &julia).await);
    let review = format!("{page}/review");
    let place = async || julia.submit(&julia.get(&review).await.form("/api/place_service_order"), "/api/place_service_order").await;
    let answer = place().await;
    assert_eq!(answer.location(), page, "{}", answer.words());
    let waiting = julia.get(&page).await;
    assert!(waiting.words().contains(&german("quotes.give_up_text")) && waiting.words().contains(&german("quotes.to_bank")), "{}", waiting.words());
    assert!(konrad.get(&page).await.find_form("/api/give_up_placing").is_none());
    let given_up = julia.submit(&waiting.form("/api/give_up_placing"), "/api/give_up_placing").await;
    assert_eq!((given_up.status, given_up.location()), (StatusCode::SEE_OTHER, page.as_str()), "{}", given_up.words());
    let open = julia.get(&page).await;
    assert!(open.find_form("/api/give_up_placing").is_none() && open.words().contains(&german("quotes.to_payment")), "{}", open.words());
    ground.database.change(token, args!["tok_visa_4242"]).await;
    assert!(place().await.location().starts_with("/corporate/service-orders/SA-"));
}

#[tokio::test]
async fn of_several_that_are_paid_at_once_those_that_were_declined_are_named() {
    let ground = Ground::new(Sqlite).await;
    let portal = ground.portal().start().await;
    let julia = portal.browser();
    julia.sign_in_as_corporate(ALPENWERK).await;
    let reopened = "UPDATE invoices SET open_minor = 5000, due_on = '2026-12-01' WHERE open_minor = 0 AND kind = 'invoice' \
                    AND account_id = (SELECT id FROM accounts WHERE number = 'KD-20417')";
    assert!(ground.database.change(reopened, vec![]).await > 0);
    let sql = "SELECT number, open_minor FROM invoices WHERE open_minor > 0 AND account_id = (SELECT id FROM accounts WHERE number = 'KD-20417') ORDER BY number LIMIT 2";
    let open = ground.database.look(sql, |row| Ok((row.text("number")?, row.int("open_minor")?.to_string()))).await;
    let joined = |part: fn(&(String, String)) -> &String| open.iter().map(part).cloned().collect::<Vec<_>>().join(",");
    let (numbers, amounts) = (joined(|(number, _)| number), joined(|(_, amount)| amount));
    let form = julia.get(&format!("/corporate/invoices/pay?invoices={numbers}")).await.form("/api/pay_corporate_invoices");
    assert!(amounts.contains(','), "{amounts}");
    ground.gateway.set_fault("decline", 0, Some(1)).await;
    let answer = julia.submit(&form, "/api/pay_corporate_invoices").await;
    assert_eq!(answer.location(), format!("/corporate/invoices?done=partly&unpaid={}", open[0].0), "{}", answer.words());
    let list = julia.get(answer.location()).await;
    let (head, _) = list.text.split_once("<table").unwrap();
    assert!(head.contains(&german("corporate.invoices.not_all_paid")) && head.contains(&open[0].0) && !head.contains(&open[1].0), "{}", list.words());
    assert!(list.words().contains("abgelehnt: "), "and why: {}", list.words());
    // Paid meanwhile: nothing is left to name.
    ground.database.change("UPDATE invoices SET open_minor = 0 WHERE number = $1", args![open[0].0.as_str()]).await;
    let list = julia.get(answer.location()).await;
    assert!(list.words().contains(&german("corporate.invoices.all_paid")), "{}", list.words());
}
