//! A browser without script: cookies, pages, forms. It follows no redirect by itself.

use super::html::{self, Form};
use reqwest::header::{CONTENT_TYPE, COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The cookie of a session.
pub const SESSION: &str = "kontor_session";

/// A browser with its cookies. Clones share them, as tabs do.
#[derive(Clone)]
pub struct Browser {
    client: Client,
    origin: String,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
}

/// An answer.
#[derive(Debug)]
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

/// A client that waits for a while, and follows nothing.
pub fn new_client() -> Client {
    // Clients want a TLS provider even where they speak plain HTTP only.
    let _there_already = rustls::crypto::ring::default_provider().install_default();
    Client::builder().redirect(Policy::none()).timeout(Duration::from_secs(60)).build().expect("a client")
}

impl Browser {
    /// A browser that knows nobody yet.
    pub fn new(origin: &str) -> Self {
        Self { client: new_client(), origin: origin.to_owned(), cookies: Arc::default() }
    }

    /// A portal that was started again listens elsewhere; cookies do not mind.
    pub fn move_to(&mut self, origin: &str) {
        origin.clone_into(&mut self.origin);
    }

    /// Another device that has got hold of the same cookies.
    pub fn copied(&self) -> Self {
        let cookies = self.cookies.lock().expect("no panic").clone();
        Self { client: new_client(), origin: self.origin.clone(), cookies: Arc::new(Mutex::new(cookies)) }
    }

    /// What a cookie holds.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().expect("no panic").get(name).cloned()
    }

    /// A request to an address of the portal, with this browser's cookies and nothing else.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let cookies: Vec<String> = self.cookies.lock().expect("no panic").iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = self.client.request(method, format!("{}{path}", self.origin));
        if cookies.is_empty() { request } else { request.header(COOKIE, cookies.join("; ")) }
    }

    /// Sends a request and keeps the cookies of the answer.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn send(&self, request: RequestBuilder) -> reqwest::Result<Page> {
        let answer = request.send().await?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        for line in headers.get_all(SET_COOKIE).iter().filter_map(|line| line.to_str().ok()) {
            self.keep(line);
        }
        Ok(Page { status, headers, text: answer.text().await? })
    }

    fn keep(&self, line: &str) {
        let pair = line.split(';').next().unwrap_or_default();
        let Some((name, value)) = pair.split_once('=') else { return };
        let mut cookies = self.cookies.lock().expect("no panic");
        if line.to_ascii_lowercase().contains("max-age=0") {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    /// Looks at a page.
    pub async fn get(&self, path: &str) -> Page {
        self.try_get(path).await.expect("an answer")
    }

    /// The same, where the portal may be gone.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn try_get(&self, path: &str) -> reqwest::Result<Page> {
        self.send(self.request(Method::GET, path)).await
    }

    /// Posts a form from a page of ours.
    pub async fn post(&self, path: &str, fields: &[(String, String)]) -> Page {
        self.try_post(path, fields).await.expect("an answer")
    }

    /// The same, where the portal may be gone.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn try_post(&self, path: &str, fields: &[(String, String)]) -> reqwest::Result<Page> {
        self.send(self.request(Method::POST, path).header("Sec-Fetch-Site", "same-origin").form(fields)).await
    }

    /// Calls a server function as the script of our pages does.
    pub async fn call(&self, function: &str, fields: &[(&str, &str)]) -> Page {
        let request = self.request(Method::POST, function).header("Sec-Fetch-Site", "same-origin").header("Accept", "application/json");
        self.send(request.form(fields)).await.expect("an answer")
    }

    /// Presses the button of a form that calls a server function.
    pub async fn submit(&self, form: &Form, function: &str) -> Page {
        self.post(&form.action, &form.press(function)).await
    }

    /// Fills in the form of a sign-in page.
    pub async fn sign_in_at(&self, path: &str, login: &str, password: &str) -> Page {
        let form = self.get(path).await.form("/api/sign_in").with("email", login).with("password", password);
        self.submit(&form, "/api/sign_in").await
    }

    /// Fills in the form of the corporate door's sign-in page.
    pub async fn sign_in_by_user_id(&self, path: &str, user_id: &str, password: &str) -> Page {
        let form = self.get(path).await.form("/api/corporate_sign_in").with("user_id", user_id).with("password", password);
        self.submit(&form, "/api/corporate_sign_in").await
    }

    /// Signs in at the corporate door with a password that fits.
    pub async fn sign_in_as_corporate(&self, user_id: &str) {
        let answer = self.sign_in_by_user_id("/corporate/sign-in", user_id, super::PASSWORD).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/corporate"), "{}", answer.words());
    }

    /// Signs in at the staff's door with a password that fits.
    pub async fn sign_in_as_staff(&self, login: &str) {
        let form = self.get("/staff/sign-in").await.form("/api/staff_sign_in").with("email", login).with("password", super::PASSWORD);
        let answer = self.submit(&form, "/api/staff_sign_in").await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/staff/accounts"), "{}", answer.words());
    }

    /// Signs in with a password that fits.
    pub async fn sign_in(&self, login: &str) {
        let answer = self.sign_in_at("/sign-in", login, super::PASSWORD).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/billing"), "{}", answer.words());
    }
}

impl Page {
    /// Where it leads; empty for a page that stays.
    pub fn location(&self) -> &str {
        self.header(LOCATION.as_str())
    }

    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Whether it is a page for people.
    pub fn is_html(&self) -> bool {
        self.header(CONTENT_TYPE.as_str()).starts_with("text/html")
    }

    /// What people read on it.
    pub fn words(&self) -> String {
        html::words(&self.text)
    }

    /// The form on it that calls a server function, if there is one.
    pub fn find_form(&self, function: &str) -> Option<Form> {
        html::forms(&self.text).into_iter().find(|form| form.calls(function))
    }

    /// The form on it that calls a server function.
    pub fn form(&self, function: &str) -> Form {
        self.find_form(function).unwrap_or_else(|| panic!("no form for {function}: {} {}", self.status, self.words()))
    }
}
