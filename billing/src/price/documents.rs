//! Which documents an order issues: an invoice alone, or a credit note beside it.

use super::result::{Line, LineKind, OrderPrice, TaxSum, tax_sums};
use crate::money::{self, AmountOverflow};
use crate::subscription::LineTax;
use serde::{Deserialize, Serialize};

/// Lines and sums of one document. A credit note's amounts are negative here, as they are in the order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentPart {
    /// Its lines.
    pub lines: Vec<Line>,
    /// Sum of the lines, minor units.
    pub net_minor: i64,
    /// Tax by category and rate.
    pub tax: Vec<TaxSum>,
    /// Net and tax together, minor units.
    pub total_minor: i64,
}

impl DocumentPart {
    /// The credit note that takes a whole document back: the same lines and sums, with the other sign.
    ///
    /// # Errors
    /// [`AmountOverflow`] for `i64::MIN`, which has no other sign.
    pub fn cancelled(&self) -> Result<Self, AmountOverflow> {
        let negated = |amount: i64| amount.checked_neg().ok_or(AmountOverflow);
        let mut part = self.clone();
        for line in &mut part.lines {
            line.net_minor = negated(line.net_minor)?;
            line.kind = match line.kind {
                LineKind::Charge => LineKind::Credit,
                LineKind::Credit => LineKind::Charge,
            };
        }
        for sum in &mut part.tax {
            (sum.base_minor, sum.tax_minor) = (negated(sum.base_minor)?, negated(sum.tax_minor)?);
        }
        (part.net_minor, part.total_minor) = (negated(part.net_minor)?, negated(part.total_minor)?);
        Ok(part)
    }

    /// The document issued anew with another tax on all its lines, as when a VAT number that was charged like none
    /// proves valid. Together with [`cancelled`](Self::cancelled) it gives back exactly the tax.
    ///
    /// # Errors
    /// [`AmountOverflow`] when a sum leaves `i64`.
    pub fn taxed_anew(&self, tax: LineTax) -> Result<Self, AmountOverflow> {
        let lines: Vec<Line> = self.lines.iter().map(|line| Line { tax, ..line.clone() }).collect();
        let tax = tax_sums(&lines)?;
        let total_minor = money::sum(tax.iter().map(|sum| sum.tax_minor).chain([self.net_minor]))?;
        Ok(Self { lines, net_minor: self.net_minor, tax, total_minor })
    }
}

/// The documents of an order; their totals add up to the order's total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderDocuments {
    /// The invoice; none for an order without charges.
    pub invoice: Option<DocumentPart>,
    /// The credit note, where a credit cannot stand on the invoice.
    pub credit_note: Option<DocumentPart>,
}

impl OrderPrice {
    /// Splits the order into its documents. A credit stands on the invoice as a line of its own, unless its
    /// tax is not today's or the sum would be negative: then all credits move to a credit note.
    ///
    /// # Errors
    /// [`AmountOverflow`] when a part leaves `i64`, which an order that was priced can only do between
    /// amounts that cancel out.
    pub fn documents(&self) -> Result<OrderDocuments, AmountOverflow> {
        if self.lines.is_empty() {
            return Ok(OrderDocuments { invoice: None, credit_note: None });
        }
        let other_tax = self.lines.iter().any(|line| line.tax != self.tax_today);
        if self.total_minor >= 0 && !other_tax {
            let whole = DocumentPart { lines: self.lines.clone(), net_minor: self.net_minor, tax: self.tax.clone(), total_minor: self.total_minor };
            return Ok(OrderDocuments { invoice: Some(whole), credit_note: None });
        }
        let (charges, credits): (Vec<Line>, Vec<Line>) = self.lines.iter().cloned().partition(|line| line.kind == LineKind::Charge);
        let invoice_tax = tax_sums(&charges)?;
        // The order's tax was rounded on the sum; the credit note takes what the invoice leaves of it, so that
        // both together are to the cent what the screen showed.
        let mut credit_tax = tax_sums(&credits)?;
        for sum in &mut credit_tax {
            let same = |other: &&TaxSum| other.category == sum.category && other.rate == sum.rate;
            let whole = self.tax.iter().find(same).map_or(sum.tax_minor, |whole| whole.tax_minor);
            let invoiced = invoice_tax.iter().find(same).map_or(0, |invoiced| invoiced.tax_minor);
            sum.tax_minor = whole.checked_sub(invoiced).ok_or(AmountOverflow)?;
        }
        Ok(OrderDocuments { invoice: part(charges, invoice_tax)?, credit_note: part(credits, credit_tax)? })
    }
}

fn part(lines: Vec<Line>, tax: Vec<TaxSum>) -> Result<Option<DocumentPart>, AmountOverflow> {
    if lines.is_empty() {
        return Ok(None);
    }
    let net_minor = money::sum(lines.iter().map(|line| line.net_minor))?;
    let total_minor = money::sum(tax.iter().map(|sum| sum.tax_minor).chain([net_minor]))?;
    Ok(Some(DocumentPart { lines, net_minor, tax, total_minor }))
}
