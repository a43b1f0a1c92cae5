//! A wire between two programs that a test can cut.

use super::wait_for;
use std::net::SocketAddr;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// A listener that passes everything on.
pub struct Proxy {
    /// Where it listens, also after a cut.
    pub address: SocketAddr,
    behind: SocketAddr,
    passing: Option<JoinHandle<()>>,
}

impl Proxy {
    /// Passes on to `behind`.
    pub async fn start(behind: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        Self { address, behind, passing: Some(tokio::spawn(pass_on(listener, behind))) }
    }

    /// Breaks all connections and takes no new ones.
    pub async fn cut(&mut self) {
        let passing = self.passing.take().expect("not cut yet");
        passing.abort();
        let _cancelled = passing.await;
    }

    /// Passes on again, at the same address.
    pub async fn restore(&mut self) {
        let address = self.address;
        let listener = wait_for("the proxy's old port", async || TcpListener::bind(address).await.ok()).await;
        self.passing = Some(tokio::spawn(pass_on(listener, self.behind)));
    }
}

async fn pass_on(listener: TcpListener, behind: SocketAddr) {
    // Dropped with this task, and all connections with it.
    let mut connections = JoinSet::new();
    while let Ok((mut near, _)) = listener.accept().await {
        connections.spawn(async move {
            if let Ok(mut far) = TcpStream::connect(behind).await {
                let _broken = copy_bidirectional(&mut near, &mut far).await;
            }
        });
    }
}
