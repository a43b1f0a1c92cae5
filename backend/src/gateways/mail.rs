//! Sends mail over SMTP. What a mail says is decided elsewhere.

use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;

/// A connection to a mail server.
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// Why a mail was not sent.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// An address cannot be used.
    #[error("address: {0}")]
    Address(#[from] lettre::address::AddressError),
    /// The mail cannot be put together.
    #[error("message: {0}")]
    Message(#[from] lettre::error::Error),
    /// The server refused it or was not reached.
    #[error("server: {0}")]
    Server(#[from] lettre::transport::smtp::Error),
}

impl Mailer {
    /// A mailer for `smtp://…` or `smtps://…`. Connects to nothing yet.
    ///
    /// # Errors
    /// [`MailError`] when the address or the sender cannot be read.
    pub fn new(url: &SecretString, from: &str) -> Result<Self, MailError> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose_secret())?.timeout(Some(Duration::from_secs(20))).build();
        Ok(Self { transport, from: from.parse()? })
    }

    /// Sends a mail of plain text. `id` becomes its Message-ID, so that one sent twice is recognised as one.
    ///
    /// # Errors
    /// [`MailError`]; the mail may be tried again.
    pub async fn send(&self, id: &str, recipient: &str, subject: &str, body: &str) -> Result<(), MailError> {
        let domain = self.from.email.domain();
        let message = Message::builder()
            .message_id(Some(format!("<{id}@{domain}>")))
            .from(self.from.clone())
            .to(recipient.parse()?)
            .subject(subject)
            .header(ContentType::TEXT_PLAIN)
            .body(body.to_owned())?;
        self.transport.send(message).await?;
        Ok(())
    }
}
