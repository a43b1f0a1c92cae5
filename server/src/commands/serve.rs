//! `kontor serve`: starts everything in order, and stops it in order.

use super::{configure, open, runtime};
use crate::cli::ServeOptions;
use crate::configuration::{Configuration, SandboxConfiguration};
use crate::log;
use crate::metrics::Metrics;
use crate::portal::Portal;
use crate::routes::{RouteSettings, metrics, router, webhooks};
use crate::site::read_assets;
use anyhow::{Context, Result, anyhow};
use axum::Router;
use axum::serve::ListenerExt;
use backend::usecases::demo_clock;
use backend::usecases::refunds::carry_out::recover_refunds;
use backend::usecases::subscriptions::watch_catalogue::watch_catalogue;
use backend::{Backend, Demo, demo, recovery, worker};
use sandbox::{FaultControl, Options, Webhook};
use secrecy::ExposeSecret;
use std::io::{self, ErrorKind, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How long requests that are under way get once the server is told to stop.
const STOP_LIMIT: Duration = Duration::from_secs(10);
/// How long the database's connections get after that.
const CLOSE_LIMIT: Duration = Duration::from_secs(1);

/// Serves until it is told to stop.
pub fn run(options: &ServeOptions) -> Result<ExitCode> {
    let configuration = configure(&options.configuration)?;
    log::start(options.log_format.unwrap_or(configuration.operation.log_format));
    let runtime = runtime()?;
    let outcome = runtime.block_on(serve(configuration));
    // Work that outlived its limit is not waited for.
    runtime.shutdown_background();
    outcome.map(|()| ExitCode::SUCCESS)
}

async fn serve(mut configuration: Configuration) -> Result<()> {
    let site_root = PathBuf::from(&*configuration.leptos.site_root);
    let assets = read_assets(&site_root)?;
    // Before the database: a second server by mistake is to change nothing.
    let listener = bind(configuration.leptos.site_addr, "LEPTOS_SITE_ADDR").await?;
    let address = listener.local_addr().context("the server's address is not known")?;
    configuration.listens_at(address);
    let metrics_listener = bind_metrics(&configuration).await?;
    let (stop, stopping) = watch::channel(false);
    let (leave, leaving) = watch::channel(false);
    let stop = Arc::new(stop);
    let gateway = start_sandbox(&configuration, address, &stop).await?;
    let backend = prepare(&configuration).await?;
    let metrics = Metrics::new(&backend).context("the metrics contradict each other")?;
    serve_metrics(metrics_listener, &metrics, &backend)?;
    let settings = RouteSettings { origin: configuration.origin().into(), sessions: configuration.sessions, site_root, leaving, metrics };
    let app = router(Portal { backend: backend.clone(), assets }, &settings);
    // Whoever reads standard output may go away; that is no reason to stop.
    let _told = announce(&configuration, address);
    let work = tokio::spawn(worker::run(backend.clone(), stopping.clone()));
    tokio::spawn(stop_when_told(leave, stop, configuration.operation.stop_delay));
    let everything = async {
        serve_until(listener, app, stopping.clone()).await?;
        work.await.context("the worker has failed")?;
        // Last, since orders under way still ask it.
        stop_sandbox(gateway).await
    };
    tokio::select! {
        outcome = everything => outcome?,
        () = overdue(stopping.clone()) => tracing::warn!("requests under way were broken off"),
    }
    // Work that was broken off may still hold a connection.
    let _closed = tokio::time::timeout(CLOSE_LIMIT, backend.db.close()).await;
    Ok(())
}

/// Tells those who watch first, and stops once they had their time; a second signal cuts it short.
async fn stop_when_told(leave: watch::Sender<bool>, stop: Arc<watch::Sender<bool>>, delay: Duration) {
    stop_signal().await;
    leave.send_replace(true);
    tokio::select! {
        () = tokio::time::sleep(delay) => {}
        () = stop_signal() => {}
    }
    stop.send_replace(true);
}

async fn bind_metrics(configuration: &Configuration) -> Result<Option<TcpListener>> {
    match configuration.operation.metrics_listen {
        Some(address) => Ok(Some(bind(address, "KONTOR_METRICS_LISTEN").await?)),
        None => Ok(None),
    }
}

/// Tells metrics until the process ends.
fn serve_metrics(listener: Option<TcpListener>, counted: &Metrics, backend: &Backend) -> Result<()> {
    let Some(listener) = listener else { return Ok(()) };
    let address = listener.local_addr().context("the metrics' address is not known")?;
    tracing::info!("metrics are at http://{address}/metrics");
    let router = metrics::router(counted.clone(), backend.clone());
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::error!(%error, "metrics are not told any more");
        }
    });
    Ok(())
}

/// Opens and fills the database, and finds out what became of orders whose server died.
async fn prepare(configuration: &Configuration) -> Result<Backend> {
    let backend = open(configuration).await?;
    backend.db.migrate().await.context("the database cannot be brought up to date")?;
    demo::seed_demo(&backend).await.context("the demo data cannot be written")?;
    demo_clock::load(&backend).await.context("the demo's calendar cannot be read")?;
    let looks = watch_catalogue(&backend).await.context("the catalogue cannot be compared with the one before")?;
    if looks > 0 {
        tracing::info!(looks, "the prices have changed: subscriptions are looked at for rises to announce");
    }
    match recovery::recover_orders(&backend).await {
        Ok(0) => {}
        Ok(orders) => tracing::info!(orders, "orders recovered"),
        Err(error) => tracing::error!(%error, "orders cannot be recovered now; the worker tries again"),
    }
    if let Err(error) = recover_refunds(&backend).await {
        tracing::error!(%error, "refunds cannot be recovered now; the worker tries again");
    }
    Ok(backend)
}

async fn serve_until(listener: TcpListener, app: Router, stopping: watch::Receiver<bool>) -> Result<()> {
    let listener = listener.tap_io(|connection| {
        // Without it an answer on a kept-alive connection can wait 40 ms for an acknowledgement.
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps its send delay");
        }
    });
    let service = app.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(told_to_stop(stopping)).await.context("the server has failed")
}

async fn told_to_stop(mut stopping: watch::Receiver<bool>) {
    // A sender that is gone says the same.
    let _gone = stopping.wait_for(|stop| *stop).await;
}

async fn overdue(stopping: watch::Receiver<bool>) {
    told_to_stop(stopping).await;
    tokio::time::sleep(STOP_LIMIT).await;
}

/// The sandbox of a server without a gateway.
struct Gateway {
    stop: watch::Sender<bool>,
    task: JoinHandle<Result<(), sandbox::SandboxError>>,
}

/// Starts the sandbox where no gateway is named. Its journal is read meanwhile; should that fail, or the sandbox
/// end by itself, `stop` tells the server to stop too.
async fn start_sandbox(configuration: &Configuration, portal: SocketAddr, stop_server: &Arc<watch::Sender<bool>>) -> Result<Option<Gateway>> {
    let Some(SandboxConfiguration { listen, store, secret, public_url, webhook_secret }) = &configuration.sandbox else { return Ok(None) };
    let faults_allowed = match configuration.settings.demo {
        Demo::On { .. } => FaultControl::Allowed,
        Demo::Off => {
            tracing::warn!("no gateway is named: the sandbox takes test cards only, and no money moves");
            FaultControl::Refused
        }
    };
    let listener = bind(*listen, "KONTOR_GATEWAY_LISTEN").await?;
    let public_url = match public_url {
        Some(url) => url.clone(),
        None => format!("http://{}", listener.local_addr().context("the sandbox's address is not known")?),
    };
    let webhook = Webhook { url: format!("http://{portal}{}", webhooks::GATEWAY_PATH), secret: webhook_secret.expose_secret().to_owned() };
    let options = Options { store: store.clone(), secret: secret.expose_secret().to_owned(), faults_allowed, public_url, webhook: Some(webhook) };
    let (stop, stopping) = watch::channel(false);
    let stop_server = stop_server.clone();
    let task = tokio::spawn(async move {
        let outcome = sandbox::serve(listener, options, told_to_stop(stopping)).await;
        stop_server.send_replace(true);
        outcome
    });
    Ok(Some(Gateway { stop, task }))
}

async fn stop_sandbox(gateway: Option<Gateway>) -> Result<()> {
    if let Some(Gateway { stop, task }) = gateway {
        stop.send_replace(true);
        task.await.context("the sandbox gateway has failed")?.context("the sandbox gateway has failed")?;
    }
    Ok(())
}

/// Listens, or says who is in the way.
pub(super) async fn bind(address: SocketAddr, variable: &str) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => anyhow!("address already in use: {address}. Another server listens there; stop it, or choose another address with {variable}"),
        _ => anyhow!(error).context(format!("cannot listen at {address} ({variable})")),
    })
}

/// Waits for SIGINT or SIGTERM. Where they cannot be caught, the server ends by being killed.
pub(super) async fn stop_signal() {
    let caught = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()));
    let (Ok(mut interrupt), Ok(mut terminate)) = caught else { return std::future::pending().await };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}

fn announce(configuration: &Configuration, address: SocketAddr) -> io::Result<()> {
    let mut output = io::stdout().lock();
    writeln!(output, "Kontor is at http://{address}")?;
    if configuration.origin() != format!("http://{address}") {
        writeln!(output, "People reach it at {}", configuration.origin())?;
    }
    if let Demo::On { .. } = configuration.settings.demo {
        writeln!(output, "Demonstration. Sign in with one of these; the passwords are public and only work here:")?;
        for sign_in in demo::sign_ins() {
            writeln!(output, "  {:<26} {}  {}", sign_in.login, sign_in.password, sign_in.who)?;
        }
        writeln!(output, "At the corporate door, /corporate/sign-in:")?;
        for sign_in in demo::corporate_sign_ins() {
            writeln!(output, "  {:<26} {}  {}", sign_in.login, sign_in.password, sign_in.who)?;
        }
        writeln!(output, "At the staff's door, /staff/sign-in:")?;
        for sign_in in demo::staff_sign_ins() {
            writeln!(output, "  {:<26} {}  {}", sign_in.login, sign_in.password, sign_in.who)?;
        }
    }
    output.flush()
}
