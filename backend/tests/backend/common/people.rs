//! People from nothing: the staff of the demo, the accounts that they make, and the mails that lead in.

use super::world::World;
use backend::usecases::accounts::create::{AccountInput, create_account};
use backend::usecases::people::load_actor::load_actor;
use backend::usecases::people::password_links::answer_requests;
use backend::usecases::staff::{SecondFactor, StaffMember, StaffRole};
use backend::{Actor, args};
use billing::ids::{AccountId, PersonId};

impl World {
    /// A member of the demo's staff.
    pub async fn rita(&self) -> StaffMember {
        let person = PersonId(self.text("SELECT id AS value FROM people WHERE email = $1", args!["rita@kontor.example"]).await);
        let (name, email) = ("Rita Rehm".to_owned(), "rita@kontor.example".to_owned());
        StaffMember { person, name, email, own_language: None, role: StaffRole::Representative, second_factor: SecondFactor::Off }
    }

    /// An account of that name whose billing contact is invited; answers its number and the token of the link.
    pub async fn invited(&self, name: &str, email: &str) -> (String, String) {
        let input = account_input(name, email);
        let number = create_account(&self.backend, &self.rita().await, &input).await.unwrap();
        (number, self.mailed_token(email).await)
    }

    /// The token of the link that was mailed last to an address.
    pub async fn mailed_token(&self, email: &str) -> String {
        let sql = "SELECT secret AS value FROM outbox WHERE recipient = $1 AND secret IS NOT NULL ORDER BY created_at, id";
        let links = self.texts(sql, args![email]).await;
        links.last().and_then(|link| link.rsplit('/').next()).unwrap_or_else(|| panic!("no link for {email}")).to_owned()
    }

    /// As the worker does: answers who forgot a password.
    pub async fn answer_forgotten(&self) -> usize {
        answer_requests(&self.backend).await.unwrap()
    }

    pub async fn mails_to(&self, email: &str) -> Vec<String> {
        self.texts("SELECT subject AS value FROM outbox WHERE recipient = $1 AND kind = 'mail' ORDER BY created_at, id", args![email]).await
    }

    pub async fn account_of(&self, number: &str) -> AccountId {
        AccountId(self.text("SELECT id AS value FROM accounts WHERE number = $1", args![number]).await)
    }

    pub async fn actor(&self, person: &PersonId, account: &AccountId) -> Actor {
        load_actor(&self.backend, person, account).await.unwrap().unwrap()
    }
}

/// What staff types for a company in Hamburg.
pub fn account_input(name: &str, email: &str) -> AccountInput {
    AccountInput {
        kind: "online".to_owned(),
        terms_days: String::new(),
        self_service: String::new(),
        user_id: String::new(),
        name: name.to_owned(),
        street: "Elbchaussee 1".to_owned(),
        postal_code: "22765".to_owned(),
        city: "Hamburg".to_owned(),
        country: "DE".to_owned(),
        currency: "EUR".to_owned(),
        language: "de".to_owned(),
        vat_id: String::new(),
        contact_name: "Eva Ernst".to_owned(),
        contact_email: email.to_owned(),
    }
}
