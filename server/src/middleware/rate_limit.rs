//! Slows down whoever tries passwords from one address. Tries at one login are counted in the database besides.

use app::api::ApiError;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use http::header::RETRY_AFTER;
use http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tower_governor::governor::GovernorConfigBuilder;
use tower_governor::key_extractor::KeyExtractor;
use tower_governor::{GovernorError, GovernorLayer};

/// Tries that are free at once, and the time in which one of them comes back.
const FREE_TRIES: u32 = 30;
const RECOVERY: Duration = Duration::from_secs(2);
/// How often addresses that have been quiet are forgotten.
const FORGETTING: Duration = Duration::from_secs(60);

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Limits the tries that reach `router`.
pub fn limit_tries(router: Router) -> Router {
    let mut builder = GovernorConfigBuilder::default().key_extractor(ClientAddress);
    let Some(config) = builder.period(RECOVERY).burst_size(FREE_TRIES).finish() else {
        // Only a period or burst of zero makes none.
        return router;
    };
    let config = Arc::new(config);
    let limiter = config.limiter().clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(FORGETTING).await;
            limiter.retain_recent();
        }
    });
    router.layer(GovernorLayer::new(config).error_handler(refuse))
}

/// The same error as the database's counter gives, so that pages show both alike.
fn refuse(error: GovernorError) -> Response<Body> {
    let seconds = match error {
        GovernorError::TooManyRequests { wait_time, .. } => wait_time.max(1),
        GovernorError::UnableToExtractKey | GovernorError::Other { .. } => RECOVERY.as_secs(),
    };
    let error = ApiError::TooManyTries { retry_after_seconds: i64::try_from(seconds).unwrap_or(i64::MAX) };
    (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, HeaderValue::from(seconds))], Json(error)).into_response()
}

/// Who sends, as far as the network tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ClientAddress;

impl KeyExtractor for ClientAddress {
    type Key = IpAddr;

    fn extract<T>(&self, request: &Request<T>) -> Result<Self::Key, GovernorError> {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(address)| address.ip());
        Ok(network_of(client(peer, request.headers())))
    }
}

/// Behind a proxy on this machine, the last address that it added; what came before could be made up.
fn client(peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let last = headers.get_all(FORWARDED_FOR).iter().next_back().and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    last.filter(|_| peer.is_loopback()).unwrap_or(peer)
}

/// One subscriber of IPv6 has 2^64 addresses.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_proxy_on_this_machine_is_believed() {
        let mut headers = HeaderMap::new();
        headers.insert(FORWARDED_FOR, "6.6.6.6, 203.0.113.7".parse().unwrap());
        let (near, far): (IpAddr, IpAddr) = ("127.0.0.1".parse().unwrap(), "198.51.100.1".parse().unwrap());
        assert_eq!(client(near, &headers).to_string(), "203.0.113.7");
        assert_eq!(client(far, &headers), far);
        assert_eq!(client(near, &HeaderMap::new()), near);
    }

    #[test]
    fn a_subscriber_counts_once() {
        let network = |text: &str| network_of(text.parse().unwrap()).to_string();
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(network("::ffff:203.0.113.7"), "203.0.113.7");
    }
}
