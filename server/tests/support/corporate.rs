//! What a corporate account does in several tests.

use super::ALPENWERK;
use super::browser::Browser;
use super::ground::{Ground, Portal};
use reqwest::StatusCode;

/// Julia of Alpenwerk adds five seats of the training; the service order waits, its amount reserved. Answers her browser and the
/// address of the service order.
pub async fn order_seats(ground: &Ground, portal: &Portal) -> (Browser, String) {
    let julia = portal.browser();
    julia.sign_in_as_corporate(ALPENWERK).await;
    let sql = "SELECT s.id FROM subscriptions s JOIN accounts a ON a.id = s.account_id WHERE a.number = 'KD-20417' AND s.product = 'goto-training'";
    let contract = ground.database.look(sql, |row| row.text("id")).await.remove(0);
    let seats = format!("seats[id-{contract}]");
    let open = "SELECT number FROM quotes WHERE state = 'open' ORDER BY number";
    let replaced = ground.database.look(open, |row| row.text("number")).await.join(",");
    julia.call("/api/save_seats", &[(seats.as_str(), "5"), ("replaced", replaced.as_str())]).await;
    let quote = ground.database.look(open, |row| row.text("number")).await.remove(0);
    let form = julia.get(&format!("/corporate/quotes/{quote}/review")).await.form("/api/place_service_order");
    let answer = julia.submit(&form, "/api/place_service_order").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.words());
    let address = answer.location().to_owned();
    assert!(address.starts_with("/corporate/service-orders/SA-"), "{address}");
    (julia, address)
}
