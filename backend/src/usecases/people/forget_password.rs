//! Somebody forgot their password and asks for a link. Whether there is such a login is not looked at here.

use crate::db::passwords;
use crate::db::people::{Door, fold_login};
use crate::usecases::sessions::tries::{self, TryError};
use crate::{Backend, DbError, work};

/// Why no link will be sent.
#[derive(Debug, thiserror::Error)]
pub enum ForgetPasswordError {
    /// Asked too often for this login, known or not.
    #[error("asked too often, wait {retry_after_seconds} s")]
    TooManyTries { retry_after_seconds: i64 },
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] DbError),
}

impl From<TryError> for ForgetPasswordError {
    fn from(error: TryError) -> Self {
        match error {
            TryError::TooMany { retry_after_seconds } => Self::TooManyTries { retry_after_seconds },
            TryError::Storage(error) => Self::Storage(error),
        }
    }
}

/// Notes the request; [`answer_requests`](super::password_links::answer_requests) sends the mail.
///
/// # Errors
/// [`ForgetPasswordError`]; the request counts all the same.
pub async fn forget_password(backend: &Backend, door: Door, login: &str) -> Result<(), ForgetPasswordError> {
    let login = fold_login(login);
    let now = backend.now();
    let counter = tries::Counter::PasswordLinks(door);
    backend
        .db
        .write(work!(tx, &login => {
            tries::count_try(tx, counter, login, now).await?;
            passwords::add_request(tx, door, login, now).await?;
            Ok::<_, ForgetPasswordError>(())
        }))
        .await
}
