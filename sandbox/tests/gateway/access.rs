//! Who may call.

use reqwest::{Method, StatusCode};

use crate::support::{Gateway, SECRET, new_store, read};

const GUARDED: [(Method, &str); 15] = [
    (Method::POST, "/v1/charges"),
    (Method::GET, "/v1/charges"),
    (Method::GET, "/v1/charges/by-key/key-1"),
    (Method::POST, "/v1/charges/by-key/key-1/cancel"),
    (Method::POST, "/v1/charges/by-key/key-1/capture"),
    (Method::POST, "/v1/charges/by-key/key-1/void"),
    (Method::POST, "/v1/sessions"),
    (Method::GET, "/v1/sessions/ps_1"),
    (Method::POST, "/v1/refunds"),
    (Method::GET, "/control/clock"),
    (Method::PUT, "/control/clock"),
    (Method::PUT, "/pay"),
    (Method::GET, "/control/fault"),
    (Method::PUT, "/control/fault"),
    (Method::GET, "/no/such/address"),
];

#[tokio::test]
async fn every_call_but_health_register_and_pages_is_refused_without_the_secret() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    for (method, path) in GUARDED {
        for authorization in [None, Some("Bearer wrong"), Some("Bearer "), Some("Bearer"), Some("Basic YTpi"), Some(SECRET)] {
            let mut request = gateway.client.request(method.clone(), format!("http://{}{path}", gateway.address));
            if let Some(authorization) = authorization {
                request = request.header("Authorization", authorization);
            }
            let (status, answer) = read(request).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{method} {path} {authorization:?}");
            assert_eq!(answer["error"]["code"], "unauthorized");
        }
    }
    assert!(gateway.charges().await.is_empty());
}

#[tokio::test]
async fn health_needs_no_secret() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let response = gateway.client.get(format!("http://{}/healthz", gateway.address)).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_wrong_method_is_named_as_such() {
    let (_folder, store) = new_store();
    let gateway = Gateway::start(&store).await;
    let (status, answer) = read(gateway.request(Method::DELETE, "/v1/charges")).await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer["error"]["code"], "method_not_allowed");
}
