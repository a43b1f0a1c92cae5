//! The demo's purchase orders: one that was used in part, and one that runs out soon.

use crate::db::purchase_orders::{self, NewDocument};
use crate::db::{Tx, people, subscriptions};
use crate::identifiers::new_id;
use crate::usecases::jobs::When;
use crate::usecases::purchase_orders::{encode, look};
use crate::{Backend, Refusal};
use billing::Currency;
use billing::ids::{AccountId, PurchaseOrderId, SubscriptionId};
use billing::purchase_order::{PurchaseOrder, PurchaseOrderLevel, PurchaseOrderState};
use chrono::Days;

/// Number of Alpenwerk's.
pub(super) const ALPENWERKS: &str = "4500172211";
/// Number of Hafenbau's.
pub(super) const HAFENBAUS: &str = "HB-2026-0815";

/// A purchase order: number, net amount in cents, from how many days ago it is valid, and for how many days from now.
type Order = (&'static str, i64, u64, u64);

const ORDERS: [(Order, &str, PurchaseOrderLevel); 2] = [
    ((ALPENWERKS, 6_000_000, 200, 240), "julia.alpers@alpenwerk.example", PurchaseOrderLevel::Fine),
    // Its account has been told, on the day of the invoice that took most of it.
    ((HAFENBAUS, 2_200_000, 40, 200), "hauke.hansen@hafenbau.example", PurchaseOrderLevel::RunsOutSoon),
];

/// Before the invoices that draw on them.
pub(super) async fn write_orders(tx: &mut Tx<'_>, backend: &Backend, accounts: [(&AccountId, &[SubscriptionId]); 2]) -> Result<(), Refusal> {
    for ((order, email, told), (account, contracts)) in ORDERS.into_iter().zip(accounts) {
        let person = people::find_of_account(tx, account, email).await?.ok_or(Refusal::NotFound)?;
        let (now, today, order) = (backend.now(), backend.today(), order_of(backend, order));
        purchase_orders::insert_order(tx, account, &order, &person, now).await?;
        look::seen(tx, account, &order, When { today, now }).await?;
        purchase_orders::note_told(tx, account, &order.id, told).await?;
        let pdf = pdf_of(&order.number);
        let (file_name, content) = (format!("Kaufauftrag {}.pdf", order.number), encode(&pdf));
        let size_bytes = i64::try_from(pdf.len()).unwrap_or_default();
        let document = NewDocument { file_name: &file_name, size_bytes, content: &content, by: &person };
        purchase_orders::put_document(tx, account, &order.id, &document, now).await?;
        for contract in contracts {
            subscriptions::note_purchase_order(tx, account, contract, &order.number).await?;
        }
    }
    Ok(())
}

fn order_of(backend: &Backend, order: Order) -> PurchaseOrder {
    let ((number, amount_minor, since_days, for_days), today) = (order, backend.today());
    PurchaseOrder {
        id: PurchaseOrderId(new_id()),
        number: number.to_owned(),
        currency: Currency::EUR,
        amount_minor,
        used_minor: 0,
        valid_from: today - Days::new(since_days),
        valid_until: today + Days::new(for_days),
        state: PurchaseOrderState::Open,
        version: 0,
        file_name: None,
    }
}

/// A page with one line, as small as a PDF can be.
fn pdf_of(number: &str) -> Vec<u8> {
    let text = format!("BT /F1 18 Tf 72 760 Td (Kaufauftrag {number}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (number, object) in (1..).zip(&objects) {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let (start, size) = (file.len(), objects.len() + 1);
    file.push_str(&format!("xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"));
    file.into_bytes()
}
