//! Which key was settled how, in memory, and the one place that decides it; it must not touch files or wait.

use std::collections::HashMap;
use std::mem;
use std::sync::Arc;

use crate::charge::{Charge, ChargeRequest, DeclineCode, Settlement};

/// The key was settled for another request.
#[derive(Debug)]
pub(crate) struct Conflict;

/// A key that the journal holds twice.
#[derive(Debug)]
pub(crate) struct DuplicateKey;

/// All settled keys in the order in which they were settled.
#[derive(Default)]
pub(crate) struct Ledger {
    charges: Vec<Arc<Charge>>,
    by_key: HashMap<String, Arc<Charge>>,
    unsaved: Vec<Arc<Charge>>,
}

impl Ledger {
    /// Puts back what the journal holds.
    ///
    /// # Errors
    /// `DuplicateKey`, and nothing changes, if the key is there already.
    pub(crate) fn restore(&mut self, charge: Charge) -> Result<(), DuplicateKey> {
        if self.by_key.contains_key(&charge.key) {
            return Err(DuplicateKey);
        }
        self.insert(charge);
        Ok(())
    }

    /// Settles the key by a charge, unless it is settled: then that stands and is answered.
    ///
    /// # Errors
    /// `Conflict` if the key was settled by a charge for another request.
    pub(crate) fn charge(&mut self, key: String, request: ChargeRequest, decline_code: Option<DeclineCode>) -> Result<Arc<Charge>, Conflict> {
        if let Some(known) = self.by_key.get(&key) {
            return match &known.settlement {
                // A cancelled key is answered whatever is asked: no request is known to compare with.
                Settlement::Cancelled => Ok(Arc::clone(known)),
                Settlement::Succeeded { request: first } | Settlement::Declined { request: first, .. } => {
                    if *first == request {
                        Ok(Arc::clone(known))
                    } else {
                        Err(Conflict)
                    }
                }
            };
        }
        let settlement = match decline_code {
            None => Settlement::Succeeded { request },
            Some(decline_code) => Settlement::Declined { request, decline_code },
        };
        Ok(self.record(Charge::settle(key, settlement)))
    }

    /// Settles the key as cancelled, unless it is settled: then that stands and is answered.
    pub(crate) fn cancel(&mut self, key: String) -> Arc<Charge> {
        match self.find(&key) {
            Some(known) => known,
            None => self.record(Charge::settle(key, Settlement::Cancelled)),
        }
    }

    /// How the key was settled, if it was.
    pub(crate) fn find(&self, key: &str) -> Option<Arc<Charge>> {
        self.by_key.get(key).cloned()
    }

    /// Every settled key, the first settled first.
    pub(crate) fn list(&self) -> Vec<Arc<Charge>> {
        self.charges.clone()
    }

    /// What was settled since the last call and must reach the journal before anybody is told.
    pub(crate) fn take_unsaved(&mut self) -> Vec<Arc<Charge>> {
        mem::take(&mut self.unsaved)
    }

    fn record(&mut self, charge: Charge) -> Arc<Charge> {
        let charge = self.insert(charge);
        self.unsaved.push(Arc::clone(&charge));
        charge
    }

    fn insert(&mut self, charge: Charge) -> Arc<Charge> {
        let charge = Arc::new(charge);
        self.charges.push(Arc::clone(&charge));
        self.by_key.insert(charge.key.clone(), Arc::clone(&charge));
        charge
    }
}
