//! A configuration or catalogue with a mistake stops the start, and the message names file, line and what is expected.

use crate::support::ground::{Launch, new_folder};
use crate::{Ended, run};
use std::fs;
use std::net::TcpListener;
use std::path::Path;

const CONFIGURATION: &str = include_str!("../../../Leptos.toml");
const CATALOGUE: &str = include_str!("../../../catalogue.toml");

/// A launch that would work, were it not for what the test changes. Its gateway is never asked.
fn launch(folder: &Path) -> Launch {
    let database = format!("sqlite:{}", folder.join("kontor.sqlite").display());
    Launch::new(folder).with("KONTOR_DATABASE_URL", &database).with("KONTOR_GATEWAY_URL", "http://127.0.0.1:9")
}

/// Starts it and expects it to end by itself, with one line for people and no trace of the program's inside.
fn refused(launch: &Launch) -> String {
    let Ended { code, complaint, output } = run(launch.command(), b"");
    assert_eq!(code, Some(1), "{output}{complaint}");
    assert!(complaint.starts_with("kontor: ") && !complaint.contains("panicked"), "{complaint}");
    complaint
}

/// The line of the first place where a text stands.
fn line_of(text: &str, part: &str) -> usize {
    text.lines().position(|line| line.contains(part)).unwrap_or_else(|| panic!("no {part:?}")) + 1
}

#[test]
fn a_mistake_in_the_configuration_is_named_with_its_line() {
    for (right, wrong, expected) in [
        ("demo = true", "demo = maybe", "expected"),
        ("demo = true", "demo = \"true\"", "expected a boolean"),
        ("demo = true", "demo = true\ndemo = false", "duplicate key"),
        ("[seller]", "[seller", "expected `]`"),
        ("demo = true", "deno = true", "unknown field `deno`, expected"),
        ("[mail]", "[male]", "unknown field `male`, expected"),
        ("time_zone = \"Europe/Berlin\"", "time_zone = \"Mars/Olympus\"", "expected a time zone such as"),
        ("database_url = \"sqlite:data/kontor.sqlite\"", "database_url = \"mysql://host/kontor\"", "expected sqlite:FILE or postgres://"),
        ("country = \"DE\"", "country = \"Germany\"", "expected an ISO 3166 country code"),
        ("invoice_series = \"RE\"", "invoice_series = \"re-\"", "expected one to eight capital letters"),
        ("session_idle_minutes = 720", "session_idle_minutes = 0", "expected a whole number from 1"),
        ("session_idle_minutes = 720", "session_idle_minutes = \"720\"", "expected i64"),
        ("timeout_seconds = 10", "timeout_seconds = -1", "expected a whole number from 1"),
        ("timeout_seconds = 10", "timeout_seconds = 1.5", "expected i64"),
        ("listen = \"127.0.0.1:3010\"", "listen = \"here\"", "expected an address with a port"),
        ("secret = \"sandbox-secret\"", "secret = \"\"", "expected a secret that is not empty"),
        ("# url = \"https://gateway.example.com\"", "url = \"gateway.example.com\"", "expected an address that starts with http://"),
        ("# origin = \"https://billing.example.com\"", "origin = \"https://billing.example.com/\"", "without a slash at its end"),
        ("from = \"Kontor <rechnung@nordwerk.example>\"", "from = \"\"", "expected a text that is not empty"),
        ("site-addr = \"127.0.0.1:3000\"", "site-addr = \"localhost\"", "expected an address with a port"),
        ("site-addr = \"127.0.0.1:3000\"", "site-address = \"127.0.0.1:3000\"", "unknown field `site-address`"),
    ] {
        let folder = new_folder();
        let text = CONFIGURATION.replacen(right, wrong, 1);
        assert_ne!(text, CONFIGURATION, "{right} is not there");
        let line = line_of(&text, wrong.lines().last().unwrap());
        fs::write(folder.path().join("Leptos.toml"), text).unwrap();
        let complaint = refused(&launch(folder.path()));
        assert!(complaint.contains(&format!("{}, line {line}: ", folder.path().join("Leptos.toml").display())), "{wrong}: {complaint}");
        assert!(complaint.contains(expected) && !complaint.contains("sandbox-secret"), "{wrong}: {complaint}");
    }
}

#[test]
fn a_key_that_lacks_is_named() {
    for (key, expected) in
        [("demo = true", "missing field `demo`"), ("[mail]", "missing field `mail`"), ("secret = \"sandbox-secret\"", "missing field `secret`")]
    {
        let folder = new_folder();
        let without = CONFIGURATION.replacen(key, "", 1);
        // The keys of a table without its head would belong to the table before.
        let without = if key == "[mail]" { without.replace("from = \"Kontor", "# from = \"Kontor") } else { without };
        fs::write(folder.path().join("Leptos.toml"), without).unwrap();
        let complaint = refused(&launch(folder.path()));
        assert!(complaint.contains("Leptos.toml, line ") && complaint.contains(expected), "{complaint}");
    }
}

#[test]
fn a_configuration_that_cannot_be_read_is_named() {
    let folder = new_folder();
    let file = folder.path().join("Leptos.toml");
    fs::write(&file, [0xff, 0xfe, 0x00]).unwrap();
    assert!(refused(&launch(folder.path())).contains("Leptos.toml cannot be read"));
    fs::remove_file(&file).unwrap();
    let complaint = refused(&launch(folder.path()));
    assert!(complaint.contains("Leptos.toml cannot be read") && complaint.contains("--config"), "{complaint}");
    fs::create_dir(&file).unwrap();
    assert!(refused(&launch(folder.path())).contains("Leptos.toml cannot be read"));
    fs::remove_dir(&file).unwrap();
    fs::write(&file, "").unwrap();
    assert!(refused(&launch(folder.path())).contains("Leptos.toml, line 1: missing field"));
}

#[test]
fn a_mistake_in_the_environment_is_named_with_its_variable() {
    for (name, value, expected) in [
        ("KONTOR_DEMO", "yes", "expected true or false, found \"yes\""),
        ("KONTOR_TODAY", "21.11.2026", "expected a date such as \"2026-11-21\""),
        ("KONTOR_TODAY", "2026-02-30", "expected a date"),
        ("KONTOR_DATABASE_URL", "kontor.sqlite", "expected sqlite:FILE or postgres://"),
        ("KONTOR_GATEWAY_TIMEOUT_SECONDS", "0", "expected a whole number from 1"),
        ("KONTOR_GATEWAY_URL", "localhost:3010", "expected an address that starts with http://"),
        ("KONTOR_TIME_ZONE", "CEST", "expected a time zone"),
        ("KONTOR_ORIGIN", "billing.example.com", "expected an origin such as"),
        ("LEPTOS_SITE_ADDR", "3000", "expected an address with a port"),
    ] {
        let folder = new_folder();
        let complaint = refused(&launch(folder.path()).with(name, value));
        assert!(complaint.contains(name) && complaint.contains(expected), "{name}={value}: {complaint}");
    }
}

#[test]
fn a_mistake_in_the_catalogue_is_named_with_its_line() {
    for (right, wrong, expected) in [
        ("id = \"goto-meeting\"", "id = goto-meeting", "expected"),
        ("id = \"goto-meeting\"", "id = \"goto-meeting\"\ncolour = \"red\"", "unknown field `colour`, expected"),
        ("trial_days = 14", "trial_days = \"14\"", "expected"),
        ("unit_minor = 1400", "unit_minor = 14.00", "expected"),
        ("currency = \"EUR\"", "currency = \"euro\"", "currency"),
        ("interval = \"monthly\"", "interval = \"weekly\"", "expected"),
        ("from = \"2024-01-01\"", "from = \"2024-13-01\"", "expected a date such as"),
        ("from = \"2024-01-01\"", "from = \"1.1.2024\"", "expected a date such as"),
    ] {
        let folder = new_folder();
        let text = CATALOGUE.replacen(right, wrong, 1);
        assert_ne!(text, CATALOGUE, "{right}");
        let line = line_of(&text, wrong.lines().last().unwrap());
        let file = folder.path().join("mine.toml");
        fs::write(&file, text).unwrap();
        let complaint = refused(&launch(folder.path()).with("KONTOR_CATALOGUE", &file.display().to_string()));
        assert!(complaint.contains(&format!("{}, line {line}: ", file.display())) && complaint.contains(expected), "{wrong}: {complaint}");
    }
}

#[test]
fn a_catalogue_that_contradicts_itself_is_named_with_its_product() {
    for (right, wrong) in [
        ("id = \"goto-webinar\"", "id = \"goto-meeting\""),
        ("id = \"business\"", "id = \"professional\""),
        ("unit_minor = 1900", "unit_minor = -1900"),
        ("id = \"goto-training\"", "id = \"GoTo Training\""),
    ] {
        let folder = new_folder();
        let text = CATALOGUE.replacen(right, wrong, 1);
        assert_ne!(text, CATALOGUE, "{right}");
        let file = folder.path().join("mine.toml");
        fs::write(&file, text).unwrap();
        let complaint = refused(&launch(folder.path()).with("KONTOR_CATALOGUE", &file.display().to_string()));
        assert!(complaint.contains("mine.toml, line "), "{wrong}: {complaint}");
    }
}

#[test]
fn a_database_that_cannot_be_used_is_named_without_its_password() {
    let folder = new_folder();
    let path = folder.path().display();
    fs::write(folder.path().join("a-file"), "no database at all, and it is longer than a header of SQLite would be, so that it is read").unwrap();
    for (url, expected) in [
        (format!("sqlite:{path}/a-file"), "a-file cannot be opened: "),
        (format!("sqlite:{path}/site"), "site cannot be opened: "),
        (format!("sqlite:{path}/a-file/kontor.sqlite"), "a-file cannot be made: "),
        (
            "postgres://kontor:geheim@127.0.0.1:9/kontor".to_owned(),
            "postgres://127.0.0.1:9/kontor cannot be opened: unavailable: error communicating with database: Connection refused",
        ),
        ("postgres://kontor:geheim@127.0.0.1:port/kontor".to_owned(), "cannot be read: "),
    ] {
        let complaint = refused(&launch(folder.path()).with("KONTOR_DATABASE_URL", &url));
        assert!(complaint.contains("database") && complaint.contains(expected) && !complaint.contains("geheim"), "{url}: {complaint}");
    }
}

#[test]
fn a_port_in_use_is_named_and_nothing_is_changed() {
    let folder = new_folder();
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap().to_string();
    let complaint = refused(&launch(folder.path()).with("LEPTOS_SITE_ADDR", &address));
    assert!(complaint.contains(&format!("address already in use: {address}")) && complaint.contains("LEPTOS_SITE_ADDR"), "{complaint}");
    let complaint = refused(&launch(folder.path()).with("KONTOR_GATEWAY_URL", "").with("KONTOR_GATEWAY_LISTEN", &address));
    assert!(complaint.contains(&format!("address already in use: {address}")) && complaint.contains("KONTOR_GATEWAY_LISTEN"), "{complaint}");
    assert!(!folder.path().join("kontor.sqlite").exists());
}

#[test]
fn a_site_that_was_not_built_is_named_with_the_way_to_build_it() {
    let folder = new_folder();
    fs::write(folder.path().join("site/pkg/manifest.json"), "{\"kontor.css\":\"/pkg/kontor.css\"}").unwrap();
    assert!(refused(&launch(folder.path())).contains("lacks billing-center.js: build the site again (make build)"));
    fs::write(folder.path().join("site/pkg/manifest.json"), "{").unwrap();
    assert!(refused(&launch(folder.path())).contains("manifest.json is damaged"));
    fs::remove_dir_all(folder.path().join("site")).unwrap();
    assert!(refused(&launch(folder.path())).contains("build the site first (make build)"));
}
