//! What is counted while the portal serves, and how it is told to Prometheus. No label ever holds what people typed.

use crate::fresh::Fresh;
use backend::Backend;
use backend::clock::now_micros;
use backend::usecases::operations::backlog::{Backlog, load_backlog};
use prometheus::core::Collector;
use prometheus::proto::MetricFamily;
use prometheus::{GaugeVec, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry, TextEncoder};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// The text format of Prometheus.
pub const CONTENT_TYPE: &str = prometheus::TEXT_FORMAT;

/// From a page of the cache to one that waits for the gateway, in seconds.
const BUCKETS: [f64; 13] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// However often it is asked, the database is asked this often at most.
const KEEPS: Duration = Duration::from_secs(2);
/// Whoever scrapes waits for ten seconds, mostly.
const PATIENCE: Duration = Duration::from_secs(4);

/// What is counted. Cheap to clone.
#[derive(Clone)]
pub struct Metrics(Arc<Counters>);

struct Counters {
    registry: Registry,
    requests: IntCounterVec,
    durations: HistogramVec,
    backlog: Fresh<Option<Vec<Backlog>>>,
}

/// A request that was answered.
pub struct Answered<'a> {
    /// Its method.
    pub method: &'a str,
    /// The template of its route.
    pub route: &'a str,
    /// Its status.
    pub status: http::StatusCode,
    /// How long it took.
    pub duration: Duration,
}

impl Metrics {
    /// Nothing was counted yet.
    ///
    /// # Errors
    /// Two metrics of one name, which no configuration can cause.
    pub fn new(backend: &Backend) -> prometheus::Result<Self> {
        let registry = Registry::new();
        let labels = ["method", "route", "status"];
        let requests = IntCounterVec::new(Opts::new("kontor_http_requests_total", "Requests that were answered."), &labels)?;
        let options = HistogramOpts::new("kontor_http_request_duration_seconds", "How long answers took, without sending their bodies.");
        let durations = HistogramVec::new(options.buckets(BUCKETS.to_vec()), &labels)?;
        registry.register(Box::new(requests.clone()))?;
        registry.register(Box::new(durations.clone()))?;
        let built = IntGaugeVec::new(Opts::new("kontor_build_info", "Always 1; its labels say what runs."), &["version", "database"])?;
        built.with_label_values(&[env!("CARGO_PKG_VERSION"), backend.db.engine_name()]).set(1);
        registry.register(Box::new(built))?;
        let started = IntGauge::new("kontor_start_time_seconds", "When this server started, in seconds since 1970.")?;
        started.set(now_micros() / 1_000_000);
        registry.register(Box::new(started))?;
        Ok(Self(Arc::new(Counters { registry, requests, durations, backlog: Fresh::new(KEEPS) })))
    }

    /// Counts a request.
    pub fn observe(&self, answered: &Answered<'_>) {
        let class = match answered.status.as_u16() / 100 {
            1 => "1xx",
            2 => "2xx",
            3 => "3xx",
            4 => "4xx",
            _ => "5xx",
        };
        let method = known_method(answered.method);
        let labels = [method, answered.route, class];
        self.0.requests.with_label_values(&labels).inc();
        self.0.durations.with_label_values(&labels).observe(answered.duration.as_secs_f64());
    }

    /// Everything, as Prometheus reads it. What waits in the database is asked now, in one transaction that reads.
    ///
    /// # Errors
    /// [`prometheus::Error`] of names and labels, which no configuration can cause.
    pub async fn text(&self, backend: &Backend) -> prometheus::Result<String> {
        let backlog = self.0.backlog.get(ask(backend)).await;
        let mut families = self.0.registry.gather();
        families.extend(describe_database(backend, i64::from(backlog.is_some()))?);
        if let Some(backlog) = backlog {
            families.extend(describe_backlog(&backlog)?);
        }
        TextEncoder::new().encode_to_string(&families)
    }
}

/// Anybody may send any method; each would be a series of its own.
fn known_method(method: &str) -> &str {
    if ["GET", "HEAD", "POST", "OPTIONS"].contains(&method) { method } else { "other" }
}

async fn ask(backend: &Backend) -> Option<Vec<Backlog>> {
    match timeout(PATIENCE, load_backlog(backend)).await {
        Ok(Ok(backlog)) => return Some(backlog),
        Ok(Err(error)) => tracing::warn!(%error, "metrics go without the database"),
        Err(_) => tracing::warn!("metrics go without the database: it is silent"),
    }
    None
}

fn describe_database(backend: &Backend, up_now: i64) -> prometheus::Result<Vec<MetricFamily>> {
    let up = IntGauge::new("kontor_database_up", "1 while the database answers, else 0.")?;
    up.set(up_now);
    let connections =
        IntGaugeVec::new(Opts::new("kontor_database_connections", "Connections of each pool that are at work, or wait for it."), &["pool", "state"])?;
    for pool in backend.db.pools() {
        for (state, count) in [("in_use", pool.in_use), ("idle", pool.idle)] {
            connections.with_label_values(&[pool.name, state]).set(i64::try_from(count).unwrap_or(i64::MAX));
        }
    }
    let statements =
        IntCounter::new("kontor_database_statements_total", "Statements that the database was asked, without those that begin and end transactions.")?;
    statements.inc_by(backend.db.statements());
    let mut families = up.collect();
    families.extend(statements.collect());
    families.extend(connections.collect());
    Ok(families)
}

fn describe_backlog(backlog: &[Backlog]) -> prometheus::Result<Vec<MetricFamily>> {
    let gauge = |name: &str, help: &str| IntGaugeVec::new(Opts::new(name, help), &["kind"]);
    let due = gauge("kontor_work_due", "Work whose time has come.")?;
    let late = gauge("kontor_work_late", "Work that has been due for more than a minute.")?;
    let failed = gauge("kontor_work_failed", "Work that is not tried any more: somebody has to look.")?;
    let age = Opts::new("kontor_work_oldest_due_age_seconds", "How long the oldest work has been due; 0 where none is.");
    let age = GaugeVec::new(age, &["kind"])?;
    let now = now_micros();
    for Backlog { kind, due: is_due, late: is_late, failed: has_failed, oldest_due_at } in backlog {
        due.with_label_values(&[kind]).set(*is_due);
        late.with_label_values(&[kind]).set(*is_late);
        failed.with_label_values(&[kind]).set(*has_failed);
        let waited = oldest_due_at.and_then(|at| u64::try_from(now.saturating_sub(at)).ok()).unwrap_or_default();
        age.with_label_values(&[kind]).set(Duration::from_micros(waited).as_secs_f64());
    }
    Ok([due.collect(), late.collect(), failed.collect(), age.collect()].into_iter().flatten().collect())
}
