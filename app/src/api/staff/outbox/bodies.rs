//! What the server functions of the outbox do.

use super::{MailPage, MailRow, MailStanding, MailsPage};
use crate::api::ApiError;
use crate::api::request::{StaffSignedIn, reply, staff_as};
use crate::api::staff::bodies::{LOOKING_AFTER, OPERATING};
use crate::api::staff::clock::AccountLink;
use backend::Backend;
use backend::db::outbox::{self, MailState, SECRET_PLACE};
use backend::usecases::outbox::read;

/// Stands where a secret will.
const DOTS: &str = "••••••••";

pub async fn load_mails(before: String) -> Result<MailsPage, ApiError> {
    reply(mails_page(&before).await)
}

async fn mails_page(before: &str) -> Result<MailsPage, ApiError> {
    let StaffSignedIn { backend, .. } = staff_as(LOOKING_AFTER).await?;
    let page = read::list_mails(&backend, before).await?;
    Ok(MailsPage {
        rows: page.rows.into_iter().map(|row| mail_row(&backend, row)).collect(),
        next: page.next,
        is_kept: backend.settings.mail.smtp_url.is_none(),
    })
}

fn mail_row(backend: &Backend, row: outbox::MailRow) -> MailRow {
    let written = backend.clock.local_time(row.created_at);
    let standing = match (row.state, row.tries) {
        (MailState::Waiting, 0) => MailStanding::Waiting,
        (MailState::Waiting, _) => MailStanding::Retrying,
        (MailState::Sent, _) => MailStanding::Sent,
        (MailState::Kept, _) => MailStanding::Kept,
        (MailState::Failed, _) => MailStanding::Failed,
    };
    MailRow {
        id: row.id,
        recipient: row.recipient,
        subject: row.subject,
        language: row.language,
        standing,
        written_on: written.date(),
        written_at: written.format("%H:%M").to_string(),
        account: row.account.map(|(number, name)| AccountLink { number, name }),
    }
}

pub async fn load_mail(mail: String) -> Result<MailPage, ApiError> {
    reply(mail_page(&mail).await)
}

async fn mail_page(id: &str) -> Result<MailPage, ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    let found = read::read_mail(&backend, &member, id).await?;
    Ok(MailPage {
        mail: mail_row(&backend, found.mail),
        sender: backend.settings.mail.from.clone(),
        has_secret: found.content.contains(SECRET_PLACE),
        text: found.content.replace(SECRET_PLACE, DOTS),
        why: found.last_error.filter(|_| OPERATING.contains(&member.role)),
    })
}
