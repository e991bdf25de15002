//! What `clinicore/pdf` does with files: see `js/contract/pdf-files.ts`.

use clinicore_pdf::files::{self, Limits, Pages, Placement, Source};
use napi::Env;
use napi::bindgen_prelude::{Buffer, Object, Uint8Array};
use napi_derive::napi;
use serde::Deserialize;

use crate::fault::Fault;
use crate::job::Job;

/// `FileMessage`, with what else a call says.
#[derive(Deserialize)]
struct Reading<T> {
    limits: Limits,
    password: Option<String>,
    #[serde(flatten)]
    rest: T,
}

#[derive(Deserialize)]
struct Nothing {}

#[derive(Deserialize)]
struct Merging {
    sources: Vec<Taking>,
}

#[derive(Deserialize)]
struct Taking {
    password: Option<String>,
    pages: Pages,
    title: Option<String>,
}

#[derive(Deserialize)]
struct Splitting {
    parts: Vec<Pages>,
}

#[derive(Deserialize)]
struct Extracting {
    pages: Pages,
}

#[derive(Deserialize)]
struct Stamping {
    placement: Placement,
}

fn parsed<'de, T: Deserialize<'de>>(json: &'de str) -> Result<Reading<T>, Fault> {
    serde_json::from_str(json).map_err(|_| Fault::internal())
}

/// How many pages a file has.
#[napi(namespace = "pdf", ts_return_type = "Promise<number>")]
pub fn page_count<'env>(
    env: &'env Env,
    file: Uint8Array,
    options: String,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let file = file.to_vec();
    job.start(env, move |control| {
        let reading: Reading<Nothing> = parsed(&options)?;
        let mut checkpoint = |done, total| control.checkpoint(done, total);
        let count = files::page_count(&file, reading.password.as_deref(), reading.limits, &mut checkpoint)?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    })
}

/// One file of many.
#[napi(namespace = "pdf", ts_return_type = "Promise<Uint8Array>")]
pub fn merge<'env>(
    env: &'env Env,
    files: Vec<Uint8Array>,
    options: String,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let files: Vec<_> = files.iter().map(|file| file.to_vec()).collect();
    job.start(env, move |control| {
        let reading: Reading<Merging> = parsed(&options)?;
        let sources = files.into_iter().zip(reading.rest.sources).map(|(data, taking)| {
            let Taking { password, pages, title } = taking;
            Source { data, password, pages, title }
        });
        let mut checkpoint = |done, total| control.checkpoint(done, total);
        Ok(Buffer::from(files::merge(&sources.collect::<Vec<_>>(), reading.limits, &mut checkpoint)?))
    })
}

/// Files of some of its pages each.
#[napi(namespace = "pdf", ts_return_type = "Promise<Uint8Array[]>")]
pub fn split<'env>(
    env: &'env Env,
    file: Uint8Array,
    options: String,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let file = file.to_vec();
    job.start(env, move |control| {
        let reading: Reading<Splitting> = parsed(&options)?;
        let mut checkpoint = |done, total| control.checkpoint(done, total);
        let parts = &reading.rest.parts;
        let files = files::split(&file, reading.password.as_deref(), parts, reading.limits, &mut checkpoint)?;
        Ok(files.into_iter().map(Buffer::from).collect::<Vec<_>>())
    })
}

/// The text of its pages.
#[napi(namespace = "pdf", ts_return_type = "Promise<string[]>")]
pub fn extract_text<'env>(
    env: &'env Env,
    file: Uint8Array,
    options: String,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let file = file.to_vec();
    job.start(env, move |control| {
        let reading: Reading<Extracting> = parsed(&options)?;
        let mut checkpoint = |done, total| control.checkpoint(done, total);
        let pages = &reading.rest.pages;
        Ok(files::extract_text(&file, reading.password.as_deref(), pages, reading.limits, &mut checkpoint)?)
    })
}

/// The file with the first page of another on its pages.
#[napi(namespace = "pdf", ts_return_type = "Promise<Uint8Array>")]
pub fn stamp<'env>(
    env: &'env Env,
    file: Uint8Array,
    mark: Uint8Array,
    options: String,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let (file, mark) = (file.to_vec(), mark.to_vec());
    job.start(env, move |control| {
        let reading: Reading<Stamping> = parsed(&options)?;
        let mut checkpoint = |done, total| control.checkpoint(done, total);
        let placement = &reading.rest.placement;
        let password = reading.password.as_deref();
        Ok(Buffer::from(files::stamp(&file, password, &mark, placement, reading.limits, &mut checkpoint)?))
    })
}
