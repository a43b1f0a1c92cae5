//! `kontor healthcheck`: asks the server on this machine, for containers that have no other program to ask with.

use super::configure;
use crate::cli::{Health, HealthOptions};
use crate::routes::health::{ALIVE_PATH, READY_PATH};
use anyhow::{Context, Result, bail};
use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

/// For the connection, and for each piece of the answer.
const PATIENCE: Duration = Duration::from_secs(3);
/// The answer is a word; more is not ours.
const LONGEST_ANSWER: u64 = 16 * 1024;

/// Asks; exit code 1 when it is not well, or not there.
pub fn run(options: &HealthOptions) -> Result<ExitCode> {
    let address = reachable(configure(&options.configuration)?.leptos.site_addr);
    let path = match options.what {
        Health::Alive => ALIVE_PATH,
        Health::Ready => READY_PATH,
    };
    let answer = ask(address, path).with_context(|| format!("the server at {address} does not answer"))?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    if !head.starts_with("HTTP/1.1 200 ") {
        bail!("{}", if body.trim().is_empty() { head.lines().next().unwrap_or("no answer") } else { body.trim() });
    }
    writeln!(io::stdout(), "{}", body.trim())?;
    Ok(ExitCode::SUCCESS)
}

fn ask(address: SocketAddr, path: &str) -> io::Result<String> {
    let mut connection = TcpStream::connect_timeout(&address, PATIENCE)?;
    connection.set_read_timeout(Some(PATIENCE))?;
    write!(connection, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    connection.take(LONGEST_ANSWER).read_to_string(&mut answer)?;
    Ok(answer)
}

/// Who listens everywhere is reached on this machine.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_listens_everywhere_is_asked_on_this_machine() {
        for (listens, expected) in [("0.0.0.0:3000", "127.0.0.1:3000"), ("[::]:3000", "[::1]:3000"), ("192.0.2.7:80", "192.0.2.7:80")] {
            assert_eq!(reachable(listens.parse().unwrap()).to_string(), expected);
        }
    }
}
