//! The way of an order through the pages, click by click.

use super::browser::{Browser, Page};
use super::html::{Form, links};
use reqwest::StatusCode;

/// Server functions of the way.
pub const PUT_IN_CART: &str = "/api/put_in_cart";
pub const PLACE_ORDER: &str = "/api/place_order";

/// What Anna is charged for Meeting Business instead of Professional, ten seats, on the day of the worked examples.
pub const BUSINESS_TEN_MINOR: i64 = 17056;

/// The plan editor of Anna's first subscription, Meeting.
pub async fn editor_address(anna: &Browser) -> String {
    let home = anna.get("/billing").await;
    let editor = links(&home.text).into_iter().find(|link| link.ends_with("/edit"));
    editor.unwrap_or_else(|| panic!("no way to an editor: {} {}", home.status, home.words()))
}

/// Fills in the editor and presses its button.
pub async fn put_in_cart(anna: &Browser, plan: &str, seats: &str) -> Page {
    let editor = editor_address(anna).await;
    let form = anna.get(&editor).await.form(PUT_IN_CART).with("plan", plan).with("seats", seats);
    anna.submit(&form, PUT_IN_CART).await
}

/// Opens the checkout; its form holds the price on screen.
pub async fn open_checkout(anna: &Browser) -> Form {
    anna.get("/billing/checkout").await.form(PLACE_ORDER)
}

/// Meeting Business with ten seats in the cart, and the checkout on screen.
pub async fn want_business_ten(anna: &Browser) -> Form {
    let answer = put_in_cart(anna, "business", "10").await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/billing/checkout"), "{}", answer.words());
    let checkout = open_checkout(anna).await;
    assert_eq!(checkout.value("seen_due_minor"), Some(BUSINESS_TEN_MINOR.to_string().as_str()));
    checkout
}

/// Presses the button that spends money; answers the address of the order's page.
pub async fn place(anna: &Browser, checkout: &Form) -> String {
    let answer = anna.submit(checkout, PLACE_ORDER).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.words());
    assert!(answer.location().starts_with("/billing/orders/"), "{}", answer.location());
    answer.location().to_owned()
}

/// What the page of an order says.
pub async fn read_order(anna: &Browser, address: &str) -> String {
    let page = anna.get(address).await;
    assert_eq!(page.status, StatusCode::OK);
    page.words()
}

/// Orders one seat more. Answers nothing when the portal does not let her right now.
///
/// # Errors
/// When there is no answer.
pub async fn order_seat(anna: &Browser) -> reqwest::Result<Option<()>> {
    let home = anna.try_get("/billing").await?;
    let Some(editor) = links(&home.text).into_iter().find(|link| link.ends_with("/edit")) else { return Ok(None) };
    let Some(form) = anna.try_get(&editor).await?.find_form(PUT_IN_CART) else { return Ok(None) };
    let seats: i64 = form.value("seats").expect("the field").parse().expect("a number");
    let form = form.with("seats", &(seats + 1).to_string());
    anna.try_post(&form.action, &form.press(PUT_IN_CART)).await?;
    let Some(checkout) = anna.try_get("/billing/checkout").await?.find_form(PLACE_ORDER) else { return Ok(None) };
    let answer = anna.try_post(&checkout.action, &checkout.press(PLACE_ORDER)).await?;
    Ok(answer.location().starts_with("/billing/orders/").then_some(()))
}
