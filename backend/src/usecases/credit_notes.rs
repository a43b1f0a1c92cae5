//! Credit notes that finance issues by hand, for lines of an invoice and with a reason. What is open of the invoice falls
//! first; what was paid becomes account credit, and goes back to who paid if the clerk says so.

pub mod issue;
pub mod view;

use crate::db::credit_notes;
use crate::db::{Tx, invoices};
use crate::{Account, Refusal};
use billing::credit_note::{CreditBase, CreditFault, CreditableLine};
use billing::input::InputFault;
use billing::invoice::InvoiceDocument;
use billing::price::LineKind;

/// What credit notes for an invoice are computed from today. Days that a change of plan has given back count as credited, on
/// the first lines that have as much left.
async fn base_of(tx: &mut Tx<'_>, account: &Account, invoice: &str, document: &InvoiceDocument) -> Result<CreditBase, Refusal> {
    let noted = credit_notes::sum_lines(tx, &account.id, invoice).await?;
    let credited = (0_i64..).map(|place| noted.get(&place).copied().unwrap_or_default());
    let mut lines: Vec<CreditableLine> =
        document.lines.iter().zip(credited).map(|(line, credited_minor)| CreditableLine { net_minor: line.net_minor, credited_minor }).collect();
    let noted_minor = noted.values().sum();
    let changed_minor = changed_minor(tx, account, invoice).await?;
    let mut rest = changed_minor;
    for line in lines.iter_mut().filter(|line| line.net_minor > 0) {
        let share = rest.min(line.left_minor()).max(0);
        line.credited_minor = line.credited_minor.saturating_add(share);
        rest -= share;
    }
    Ok(CreditBase { lines, net_minor: document.net_minor, tax: document.tax.clone(), noted_minor, changed_minor })
}

/// What changes of plans have given back of the periods that the invoice charges, net, minor units.
async fn changed_minor(tx: &mut Tx<'_>, account: &Account, invoice: &str) -> Result<i64, Refusal> {
    let periods = credit_notes::list_periods(tx, &account.id, invoice).await?;
    let mut sum: i64 = 0;
    for content in credit_notes::list_changes(tx, &account.id, invoice).await? {
        for line in content.price.lines.iter().filter(|line| line.kind == LineKind::Credit) {
            let item = usize::try_from(line.item).ok().and_then(|place| content.items.get(place));
            let before = item.and_then(|item| Some((item.subscription.0.clone(), item.before.as_ref()?.period_start)));
            if before.is_some_and(|before| periods.contains(&before)) {
                sum = sum.saturating_sub(line.net_minor);
            }
        }
    }
    Ok(sum)
}

/// Which invoice a number is of, for the staff: of whatever account.
async fn find_account(tx: &mut Tx<'_>, number: &str) -> Result<billing::ids::AccountId, Refusal> {
    invoices::find_account_of(tx, number).await?.ok_or(Refusal::NotFound)
}

/// The field at fault.
const fn at_lines(fault: CreditFault) -> Refusal {
    let fault = match fault {
        CreditFault::Nothing => InputFault::NoAmount,
        CreditFault::MoreThanLeft | CreditFault::SeveralRates | CreditFault::Overflow => InputFault::MoreThanLeft,
    };
    Refusal::Input { field: "lines", fault }
}
