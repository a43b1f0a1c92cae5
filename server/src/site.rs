//! The site's folder: the manifest that says under which names the files lie, and how files are served.

use anyhow::{Context, Result, bail};
use app::shell::Assets;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::{Router, middleware};
use http::header::CACHE_CONTROL;
use http::{HeaderValue, StatusCode};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tower_http::services::ServeDir;

/// The folder of the files whose names carry their hash.
const HASHED_FOLDER: &str = "pkg";
const MANIFEST: &str = "manifest.json";
/// A name with a hash never stands for other bytes.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Icons and the like keep their names; an hour is bearable.
const FOR_AN_HOUR: HeaderValue = HeaderValue::from_static("public, max-age=3600");

/// Reads the manifest of the site.
pub fn read_assets(root: &Path) -> Result<Assets> {
    let path = root.join(HASHED_FOLDER).join(MANIFEST);
    let text = fs::read(&path).with_context(|| format!("{} cannot be read: build the site first (make build)", path.display()))?;
    let manifest: BTreeMap<String, String> = serde_json::from_slice(&text).with_context(|| format!("{} is damaged", path.display()))?;
    let assets = Assets::new(manifest);
    if let Some(name) = assets.missing() {
        bail!("{} lacks {name}: build the site again (make build)", path.display());
    }
    Ok(assets)
}

/// The files with a hash in their name, to be nested at [`HASHED_PATH`].
pub fn hashed_files(root: &Path) -> Router {
    let files = ServeDir::new(root.join(HASHED_FOLDER)).precompressed_br().append_index_html_on_directories(false);
    Router::new()
        .fallback_service(files)
        .layer(middleware::from_fn(refuse_long_names))
        .layer(middleware::map_response(async |response| keep(response, FOR_EVER)))
}

/// Where [`hashed_files`] lie.
pub const HASHED_PATH: &str = "/pkg";

/// All other files; `otherwise` answers where there is none.
pub fn plain_files(root: &Path, otherwise: Router) -> Router {
    let files = ServeDir::new(root).precompressed_br().append_index_html_on_directories(false).call_fallback_on_method_not_allowed(true);
    let marked = otherwise.layer(middleware::map_response(async |mut response: Response| {
        // What no file answered says itself how long it may be kept.
        if !response.headers().contains_key(CACHE_CONTROL) {
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        }
        response
    }));
    let files = Router::new().fallback_service(files.fallback(marked)).layer(middleware::from_fn(refuse_long_names));
    files.layer(middleware::map_response(async |response| keep(response, FOR_AN_HOUR)))
}

/// No file has a longer name, in bytes; asked for one, the operating system fails, and that is no fault of ours.
const LONGEST_NAME: usize = 255;

async fn refuse_long_names(request: Request, next: Next) -> Response {
    if request.uri().path().split('/').any(|name| name.len() > LONGEST_NAME) {
        return StatusCode::NOT_FOUND.into_response();
    }
    next.run(request).await
}

fn keep(mut response: Response, how_long: HeaderValue) -> Response {
    if response.status().is_success() && !response.headers().contains_key(CACHE_CONTROL) {
        response.headers_mut().insert(CACHE_CONTROL, how_long);
    }
    response
}
