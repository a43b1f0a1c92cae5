//! A person changes what they are called, and the language of their screens.

use crate::db::people;
use crate::work;
use crate::{Actor, Backend, Refusal};
use billing::Language;
use billing::input::{InputFault, read_text};

/// Stores both.
///
/// # Errors
/// [`Refusal::Input`] for the fields `name` and `language`.
pub async fn save_profile(backend: &Backend, actor: &Actor, name: &str, language: &str) -> Result<(), Refusal> {
    let name = read_text(name).map_err(|fault| Refusal::Input { field: "name", fault })?;
    let language = Language::parse(language).ok_or(Refusal::Input { field: "language", fault: InputFault::NotOffered })?;
    backend
        .db
        .write(work!(tx => {
            people::set_name(tx, &actor.person, name).await?;
            Ok::<_, Refusal>(people::set_language(tx, &actor.person, language).await?)
        }))
        .await
}
