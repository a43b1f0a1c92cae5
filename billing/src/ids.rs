//! Newtypes of identifiers, so that an account's id cannot be taken for an order's.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The identifier as text, as it stands in addresses and in the database.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

id!(
    /// A customer's account.
    AccountId
);
id!(
    /// A person, who may belong to several accounts.
    PersonId
);
id!(
    /// A subscription of an account.
    SubscriptionId
);
id!(
    /// An order.
    OrderId
);
id!(
    /// A product of the catalogue, for example `goto-meeting`.
    ProductId
);
id!(
    /// A plan of a product, for example `professional`.
    PlanId
);
id!(
    /// A request to customer care.
    RequestId
);
id!(
    /// A purchase order of a corporate account.
    PurchaseOrderId
);
id!(
    /// What a colleague wishes of the billing contact.
    ProposalId
);
id!(
    /// An invitation of a person into an account.
    InvitationId
);
id!(
    /// A billing contact's place that is offered to another person.
    HandOverId
);
