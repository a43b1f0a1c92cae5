//! A mail server for tests: it takes every mail, or refuses every one.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Takes what comes.
    Takes,
    /// Refuses every receiver.
    Refuses,
}

/// A running server; it ends with its test.
pub struct MailServer {
    pub url: String,
    mails: Arc<Mutex<Vec<String>>>,
    manner: Arc<Mutex<Manner>>,
}

impl MailServer {
    pub async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let (mails, manner) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(manner)));
        let (taken, mood) = (mails.clone(), manner.clone());
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                let (taken, mood) = (taken.clone(), mood.clone());
                // A client that hangs up has ended its conversation.
                tokio::spawn(async move { converse(connection, &taken, &mood).await.ok() });
            }
        });
        Self { url, mails, manner }
    }

    pub fn set(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }

    /// The mails as they came, head and body.
    pub fn mails(&self) -> Vec<String> {
        self.mails.lock().unwrap().clone()
    }
}

/// As much of RFC 5321 as a well-behaved client needs.
async fn converse(connection: TcpStream, mails: &Mutex<Vec<String>>, manner: &Mutex<Manner>) -> std::io::Result<()> {
    let (reader, mut writer) = connection.into_split();
    let mut lines = BufReader::new(reader).lines();
    writer.write_all(b"220 mail.test ready\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let verb = line.split(' ').next().unwrap_or_default().to_ascii_uppercase();
        let refuses = *manner.lock().unwrap() == Manner::Refuses;
        let answer: &[u8] = match verb.as_str() {
            "RCPT" if refuses => b"550 no such receiver\r\n",
            "DATA" => b"354 go on\r\n",
            "QUIT" => b"221 bye\r\n",
            _ => b"250 fine\r\n",
        };
        writer.write_all(answer).await?;
        if verb == "DATA" {
            let mut mail = String::new();
            while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                mail.push_str(&line);
                mail.push('\n');
            }
            mails.lock().unwrap().push(mail);
            writer.write_all(b"250 taken\r\n").await?;
        }
    }
    Ok(())
}
