//! What happened to purchase orders, in words.

use super::{Told, Words, change};
use crate::texts::td_string;
use backend::history::{Happening, PurchaseOrderTerms};
use billing::purchase_order::PurchaseOrderLevel;

impl Words<'_> {
    /// None for what happened to something else.
    pub(super) fn of_purchase_order(&self, happening: &Happening) -> Option<Told> {
        let l = self.locale;
        let plain = |text: &dyn std::fmt::Display| (text.to_string(), Vec::new());
        Some(match happening {
            Happening::PurchaseOrderAdded(terms) => {
                let to = change(td_string!(l, purchase_orders.purchase_order), "", self.purchase_order(terms));
                (td_string!(l, history.purchase_order_added, number = terms.number.as_str()).to_string(), vec![to])
            }
            Happening::PurchaseOrderChanged { before, after } => {
                let changed = change(td_string!(l, purchase_orders.purchase_order), self.purchase_order(before), self.purchase_order(after));
                (td_string!(l, history.purchase_order_changed, number = before.number.as_str()).to_string(), vec![changed])
            }
            Happening::PurchaseOrderClosed { number, remaining_minor } => {
                plain(&td_string!(l, history.purchase_order_closed, number = number.as_str(), left = self.money(*remaining_minor)))
            }
            Happening::PurchaseOrderReopened { number, remaining_minor } => {
                plain(&td_string!(l, history.purchase_order_reopened, number = number.as_str(), left = self.money(*remaining_minor)))
            }
            Happening::PurchaseOrderDocumentStored { number, file_name } => {
                let to = change(td_string!(l, purchase_orders.document), "", file_name.clone());
                (td_string!(l, history.purchase_order_document, number = number.as_str()).to_string(), vec![to])
            }
            Happening::PurchaseOrderUsed { number, document, amount_minor, remaining_minor } => {
                let taken = change(document, "", self.money(*amount_minor));
                let left = change(td_string!(l, purchase_orders.left), "", self.money(*remaining_minor));
                (td_string!(l, history.purchase_order_used, number = number.as_str()).to_string(), vec![taken, left])
            }
            Happening::PurchaseOrderTold { number, level, remaining_minor, valid_until } => {
                let left = change(td_string!(l, purchase_orders.left), "", self.money(*remaining_minor));
                let until = change(td_string!(l, purchase_orders.valid_until), "", self.date(*valid_until));
                let what = match level {
                    PurchaseOrderLevel::Expired => td_string!(l, history.purchase_order_expired, number = number.as_str()).to_string(),
                    PurchaseOrderLevel::Exceeded => td_string!(l, history.purchase_order_exceeded, number = number.as_str()).to_string(),
                    PurchaseOrderLevel::UsedUp => td_string!(l, history.purchase_order_used_up, number = number.as_str()).to_string(),
                    _ => td_string!(l, history.purchase_order_soon, number = number.as_str()).to_string(),
                };
                (what, vec![left, until])
            }
            _ => return None,
        })
    }

    /// "4500-17, 12.000,00 €, 01.01.2026 – 31.12.2026"
    fn purchase_order(&self, terms: &PurchaseOrderTerms) -> String {
        format!("{}, {}, {} – {}", terms.number, self.money(terms.amount_minor), self.date(terms.valid_from), self.date(terms.valid_until))
    }
}
