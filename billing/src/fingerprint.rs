//! The words by which a price on screen is recognised again when the order is placed.

use crate::OrderPrice;
use crate::price::LineKind;
use std::fmt::Write;

/// All numbers and dates that a reader of the checkout page saw, in one line of text: equal if and only if
/// they are equal. The next bill and the periods belong to them, since another hand may have changed the
/// subscription meanwhile without changing what is due today.
pub fn fingerprint(price: &OrderPrice) -> String {
    let mut text = format!("{}/{}/{}/{}", price.today, price.currency, price.net_minor, price.total_minor);
    // Writing to a String cannot fail.
    let _ = write!(text, "/{}/{}/{}", price.credit_used_minor, price.due_now_minor, price.credit_after_minor);
    for line in &price.lines {
        let kind = match line.kind {
            LineKind::Charge => '+',
            LineKind::Credit => '-',
        };
        let _ = write!(text, "/l{}{kind}{}x{}x{}of{}={}", line.item, line.seats, line.unit_minor, line.days, line.of_days, line.net_minor);
        let _ = write!(text, "@{}..{}@{}{}", line.period.start, line.period.end, line.tax.category.code(), line.tax.rate);
    }
    for sum in &price.tax {
        let _ = write!(text, "/t{}{}x{}={}", sum.category.code(), sum.rate, sum.base_minor, sum.tax_minor);
    }
    for priced in &price.periods {
        let _ = write!(text, "/p{}@{}..{}", priced.item, priced.period.start, priced.period.end);
    }
    for renewal in &price.renewals {
        let _ = write!(text, "/r{}@{}={}", renewal.item, renewal.on, renewal.net_minor);
    }
    text
}
