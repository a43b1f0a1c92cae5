//! Card numbers and security codes are neither kept, logged nor shown.

use std::io;
use std::sync::{Arc, Mutex};

use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

use crate::payer::{Payer, card, debit, with};
use crate::receiver::Receiver;
use crate::support::{Gateway, charge_body, new_store, options, session_body};

/// Keeps all that is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn no_card_number_code_or_iban_stands_in_journal_log_page_record_or_event() {
    let log = Log::default();
    tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::TRACE).with_writer(log.clone()).init();
    let (_folder, store) = new_store();
    let receiver = Receiver::start().await;
    let gateway = Gateway::start_with(receiver.told_by(options(&store))).await;
    let payer = Payer::new(&gateway);
    let number = "4000 0000 0000 3220";
    let mut pages = String::new();
    for (key, form) in [
        // Wrong in every way that leads to a page which shows again what was typed.
        ("key-1", with(with(card(number), "code", "987"), "month", "13")),
        ("key-2", with(with(card(number), "code", "9876"), "card_holder", number)),
        ("key-3", with(with(card("4000 0000 0000 3221"), "code", "987"), "year", "4000000000003220")),
        ("key-4", with(debit("4000-0000-0000-3220"), "account_holder", "4000000000003220")),
    ] {
        let (_, session) = gateway.open_session(key, &session_body()).await;
        pages += &payer.send(session["url"].as_str().unwrap(), &form).await.html;
    }
    // The list of test numbers is there for all to read.
    let pages = pages.replace("<code>4000 0000 0000 3220</code>", "");
    let mut records = String::new();
    for (key, form) in [("key-5", with(card(number), "code", "987")), ("key-6", debit("DE89 3704 0044 0532 0130 00"))] {
        let (_, session) = gateway.open_session(key, &session_body()).await;
        payer.send(session["url"].as_str().unwrap(), &form).await;
        let (_, session) = gateway.find_session(session["id"].as_str().unwrap()).await;
        assert_eq!(session["status"], json!("completed"));
        let (_, charge) = gateway.charge(key, &charge_body(session["method"]["token"].as_str().unwrap())).await;
        records = format!("{records}{session}{charge}");
    }
    let told: String = receiver.wait_for(2).await.iter().map(|delivery| delivery.body.clone()).collect();
    gateway.stop().await;
    let journal = std::fs::read_to_string(&store).unwrap();
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("hyper"), "the log is kept");
    for (name, text) in [("journal", &journal), ("log", &logged), ("event", &told), ("record", &records), ("page", &pages)] {
        let bare: String = text.chars().filter(|character| !character.is_whitespace() && *character != '-').collect();
        for secret in ["4000000000003220", "4000000000003221", "value=\"987", "code=987"] {
            assert!(!bare.contains(secret), "{name}: {secret}");
        }
        if name != "page" {
            assert!(!bare.contains("370400440532013000"), "{name}: an IBAN");
        }
    }
    assert!(journal.contains("\"last4\":\"3220\"") && journal.contains("\"expires\":\"2040-04\"") && !journal.contains("\"987\""));
}
