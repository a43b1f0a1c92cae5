//! A wire between two programs that a test can cut, or stop without cutting it.

use super::wait_for;
use std::net::SocketAddr;
use std::pin::pin;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

/// A listener that passes everything on.
pub struct Proxy {
    /// Where it listens, also after a cut.
    pub address: SocketAddr,
    behind: SocketAddr,
    flowing: watch::Sender<bool>,
    passing: Option<JoinHandle<()>>,
}

impl Proxy {
    /// Passes on to `behind`.
    pub async fn start(behind: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let mut proxy = Self { address, behind, flowing: watch::Sender::new(true), passing: None };
        proxy.pass_on(listener);
        proxy
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
        self.pass_on(listener);
    }

    /// Passes nothing on any more, while all connections stay: as when a network swallows everything.
    pub fn freeze(&self) {
        self.flowing.send_replace(false);
    }

    /// Passes on what waited, and everything after it.
    pub fn thaw(&self) {
        self.flowing.send_replace(true);
    }

    fn pass_on(&mut self, listener: TcpListener) {
        let (behind, flowing) = (self.behind, self.flowing.subscribe());
        self.passing = Some(tokio::spawn(async move {
            // Dropped with this task, and all connections with it.
            let mut connections = JoinSet::new();
            while let Ok((near, _)) = listener.accept().await {
                connections.spawn(connect(near, behind, flowing.clone()));
            }
        }));
    }
}

async fn connect(mut near: TcpStream, behind: SocketAddr, mut flowing: watch::Receiver<bool>) {
    let Ok(mut far) = TcpStream::connect(behind).await else { return };
    let mut copying = pin!(copy_bidirectional(&mut near, &mut far));
    while flowing.wait_for(|flowing| *flowing).await.is_ok() {
        tokio::select! {
            _ended = &mut copying => return,
            _frozen = flowing.changed() => {}
        }
    }
}
