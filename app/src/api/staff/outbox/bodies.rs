//! What the server functions of the outbox do.

use super::{MailPage, MailRow, MailStanding, MailsPage};
use crate::api::ApiError;
use crate::api::request::{StaffSignedIn, lead_to, reply, staff_as};
use crate::api::staff::bodies::{LOOKING_AFTER, OPERATING};
use crate::api::staff::clock::AccountLink;
use backend::Backend;
use backend::db::outbox::{self, MailState, SECRET_PLACE};
use backend::usecases::outbox::read::{self, MailQuery};
use backend::usecases::outbox::send_again::send_again;

/// Stands where a secret will.
const DOTS: &str = "••••••••";

pub async fn load_mails(search: String, state: String, before: String) -> Result<MailsPage, ApiError> {
    reply(mails_page(MailQuery { search, state }, &before).await)
}

async fn mails_page(query: MailQuery, before: &str) -> Result<MailsPage, ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    let page = read::list_mails(&backend, &member, &query, before).await?;
    Ok(MailsPage {
        rows: page.rows.into_iter().map(|row| mail_row(&backend, row)).collect(),
        next: page.next,
        is_kept: backend.settings.mail.smtp_url.is_none(),
        failed: page.failed,
        may_send_again: OPERATING.contains(&member.role),
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
    let may_send_again = OPERATING.contains(&member.role) && found.mail.state == MailState::Failed;
    Ok(MailPage {
        may_send_again,
        mail: mail_row(&backend, found.mail),
        sender: backend.settings.mail.from.clone(),
        has_secret: found.content.contains(SECRET_PLACE),
        text: found.content.replace(SECRET_PLACE, DOTS),
        why: found.last_error.filter(|_| OPERATING.contains(&member.role)),
    })
}

pub async fn send_mails_again(mail: String) -> Result<(), ApiError> {
    reply(try_send_again(&mail).await)
}

async fn try_send_again(mail: &str) -> Result<(), ApiError> {
    let StaffSignedIn { backend, member } = staff_as(OPERATING).await?;
    send_again(&backend, &member, mail).await?;
    lead_to("/staff/outbox?done=again");
    Ok(())
}
