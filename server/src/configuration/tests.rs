//! What the configuration accepts, and what it says where it does not.

use super::{Configuration, ConfigurationError, ConfigurationFile, Environment, Operation};
use crate::cli::LogFormat;
use backend::Demo;
use std::path::Path;
use std::time::Duration;

const FILE: &str = include_str!("../../../Leptos.toml");
const CARGO: &str = include_str!("../../../Cargo.toml");

fn configure(text: &str, environment: Environment<'_>) -> Result<Configuration, ConfigurationError> {
    Configuration::new(ConfigurationFile::parse(Path::new("folder/Leptos.toml"), text.to_owned())?, environment)
}

fn complaint(text: &str) -> String {
    configure(text, &|_| None).err().map(|error| error.to_string()).unwrap_or_default()
}

#[test]
fn the_file_in_the_repository_is_good() {
    let configuration = configure(FILE, &|_| None).unwrap();
    assert_eq!(configuration.settings.database_url, "sqlite:folder/data/kontor.sqlite");
    assert_eq!(configuration.settings.demo, Demo::On { start_date: None });
    assert_eq!(configuration.settings.seller.party.name, "Nordwerk Software GmbH");
    assert_eq!(configuration.settings.gateway.url, "http://127.0.0.1:3010");
    assert_eq!(configuration.settings.vat_register.url, "http://127.0.0.1:3010/vat-register");
    assert_eq!(configuration.settings.gateway.public_url, "http://127.0.0.1:3010");
    let origin = configuration.origin().to_owned();
    let sandbox = configuration.sandbox.unwrap();
    assert_eq!((&*sandbox.store, sandbox.public_url), (Path::new("folder/data/gateway.journal"), None));
    assert_eq!(origin, "http://127.0.0.1:3000");
    assert_eq!(&*configuration.leptos.site_root, "folder/target/site");
    assert_eq!(configuration.sessions.idle, Duration::from_secs(12 * 3600));
}

#[test]
fn variables_come_first() {
    let configuration = configure(FILE, &|name| {
        let value = match name {
            "KONTOR_DATABASE_URL" => "postgres://kontor@db/kontor",
            "KONTOR_TODAY" => "2026-11-21",
            "KONTOR_ORIGIN" => "https://billing.example.com",
            "KONTOR_GATEWAY_URL" => "https://gateway.example.com/api/",
            "KONTOR_GATEWAY_TIMEOUT_SECONDS" => "3",
            "KONTOR_SMTP_URL" => "smtp://localhost:1025",
            "KONTOR_CATALOGUE" => "mine.toml",
            "KONTOR_LOG_FORMAT" => "json",
            "KONTOR_METRICS_LISTEN" => "127.0.0.1:9464",
            "KONTOR_STOP_DELAY_SECONDS" => "7",
            "LEPTOS_SITE_ADDR" => "0.0.0.0:8080",
            "LEPTOS_SITE_ROOT" => "/srv/site",
            _ => return None,
        };
        Some(value.to_owned())
    })
    .unwrap();
    assert_eq!(configuration.settings.database_url, "postgres://kontor@db/kontor");
    assert_eq!(configuration.settings.demo, Demo::On { start_date: "2026-11-21".parse().ok() });
    assert_eq!(configuration.origin(), "https://billing.example.com");
    assert_eq!(configuration.settings.gateway.url, "https://gateway.example.com/api");
    assert_eq!(configuration.settings.gateway.public_url, "https://gateway.example.com");
    assert_eq!(configuration.settings.vat_register.url, "https://ec.europa.eu/taxation_customs/vies/rest-api");
    assert_eq!(configuration.settings.gateway.timeout, Duration::from_secs(3));
    assert!(configuration.sandbox.is_none() && configuration.settings.mail.smtp_url.is_some());
    assert_eq!(configuration.catalogue.as_deref(), Some(Path::new("mine.toml")));
    assert_eq!((configuration.leptos.site_addr.port(), &*configuration.leptos.site_root), (8080, "/srv/site"));
    let metrics_listen = "127.0.0.1:9464".parse().ok();
    assert_eq!(configuration.operation, Operation { log_format: LogFormat::Json, metrics_listen, stop_delay: Duration::from_secs(7) });
}

#[test]
fn nothing_has_to_be_said_about_operation() {
    let table = FILE.find("[operation]").unwrap();
    let end = FILE.find("# Where and what to serve").unwrap();
    let without = format!("{}{}", &FILE[..table], &FILE[end..]);
    for text in [FILE, &without] {
        let operation = configure(text, &|_| None).unwrap().operation;
        assert_eq!(operation, Operation { log_format: LogFormat::Text, metrics_listen: None, stop_delay: Duration::ZERO });
    }
}

#[test]
fn a_fault_names_file_line_and_what_is_expected() {
    for (good, bad, expected) in [
        ("demo = true", "demo = 1", "line 8: invalid type: integer `1`, expected a boolean"),
        ("demo = true", "dmeo = true", "line 8: unknown field `dmeo`, expected one of `database_url`, `demo`"),
        ("sqlite:data/kontor.sqlite", "mysql://x", "line 6: expected sqlite:FILE or postgres://USER@HOST/DATABASE, found \"mysql://x\""),
        ("Europe/Berlin", "Europe/Bielefeld", "line 10: expected a time zone such as"),
        ("session_idle_minutes = 720", "session_idle_minutes = 0", "line 16: expected a whole number from 1"),
        ("country = \"DE\"", "country = \"Germany\"", "line 25: expected an ISO 3166 country code"),
        ("secret = \"sandbox-secret\"", "secret = \"\"", "line 40: expected a secret that is not empty"),
        ("# public_url = \"https://pay.example.com\"", "public_url = \"https://pay.example.com/\"", "line 42: expected an origin such as"),
        ("webhook_secret = \"sandbox-webhook-secret\"", "", "missing field `webhook_secret`"),
        ("site-addr = \"127.0.0.1:3000\"", "site-addr = \"3000\"", "line 102: expected an address with a port"),
        ("log_format = \"text\"", "log_format = \"xml\"", "line 88: expected text or json, found \"xml\""),
        ("# metrics_listen = \"127.0.0.1:9464\"", "metrics_listen = \"9464\"", "expected an address with a port"),
        ("city = \"Hamburg\"\n", "", "line 20: missing field `city`"),
        ("[mail]", "[mial]", "unknown field `mial`"),
        ("[mail]", "[mail", "line 54:"),
    ] {
        let complaint = complaint(&FILE.replacen(good, bad, 1));
        assert!(complaint.starts_with("folder/Leptos.toml, line ") && complaint.contains(expected), "{bad}: {complaint}");
    }
}

#[test]
fn a_fault_in_a_variable_names_it() {
    for (name, value, expected) in [
        ("KONTOR_DEMO", "yes", "KONTOR_DEMO (environment): expected true or false, found \"yes\""),
        ("KONTOR_TODAY", "21.11.2026", "expected a date such as"),
        ("LEPTOS_SITE_ADDR", "localhost", "LEPTOS_SITE_ADDR (environment): expected an address with a port"),
        ("KONTOR_ORIGIN", "https://billing.example.com/", "without a slash at its end"),
    ] {
        let error = configure(FILE, &|asked| (asked == name).then(|| value.to_owned())).err().unwrap().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn real_customers_have_the_real_day() {
    let text = FILE.replace("demo = true", "demo = false");
    assert_eq!(configure(&text, &|_| None).unwrap().settings.demo, Demo::Off);
    let error = configure(&text, &|name| (name == "KONTOR_TODAY").then(|| "2026-11-21".to_owned())).err().unwrap();
    assert!(error.to_string().contains("demo is off"));
}

#[test]
fn the_block_that_cargo_shares_is_the_same() {
    let block = |text: &str| {
        let table: toml::Table = toml::from_str(text).unwrap();
        table.get("workspace").and_then(|workspace| workspace.get("metadata")).and_then(|metadata| metadata.get("leptos")).cloned()
    };
    assert!(block(FILE).is_some());
    assert_eq!(block(FILE), block(CARGO));
}
