//! Monitoring: what is measured over time, and how long answers take.

use crate::{
    Effect::Read,
    Error, Operation, Result, Studio,
    measure::{self, MEASURES, latency},
    registry::operation,
};
use chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use troupe_library::tables::{
    jobs,
    metrics::{self, HOUR_S, MINUTE_S},
    throughput,
};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("monitoring.metrics", get_metrics, Read, &["metrics", "jobs"]).route("GET /monitoring/metrics"),
        operation("monitoring.performance", performance, Read, &["metrics"]).route("GET /monitoring/performance"),
    ]
}

/// How far back it is shown when nothing is said.
const USUAL_MINUTES: u32 = 30;
/// Of stretches longer than this, hours are shown instead of minutes.
const MOST_MINUTES: u32 = 6 * 60;
/// As long as hours are kept.
const LONGEST_MINUTES: u32 = 90 * 24 * 60;

/// What is measured now and was over time: GPU, memory, disk, queue, pictures a minute; jobs by state; what became of
/// posts, by platform.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetMetrics {
    /// How many minutes back, 1 to 129,600 (30). More than six hours are shown by the hour.
    #[schemars(range(min = 1, max = 129_600))]
    minutes: Option<u32>,
    /// Only these measures, such as `gpu_memory_used_bytes`; else all.
    #[serde(default)]
    names: Vec<String>,
}

/// What is measured.
#[derive(Debug, Serialize, JsonSchema)]
struct Metrics {
    measured_at: DateTime<Utc>,
    /// How things are now, by name. What nobody tells is left out.
    gauges: BTreeMap<String, f64>,
    /// Jobs by state.
    jobs: BTreeMap<String, i64>,
    /// What became of posts since then.
    posts: Vec<PostCount>,
    /// Seconds from one point to the next: 60 or 3600.
    step_seconds: i64,
    /// How things were, by name.
    series: Vec<Series>,
}

/// Posts of a platform in one state.
#[derive(Debug, Serialize, JsonSchema)]
struct PostCount {
    platform: String,
    status: String,
    count: i64,
}

/// One measure over time.
#[derive(Debug, Serialize, JsonSchema)]
struct Series {
    name: String,
    /// `bytes`, `percent`, `jobs` …
    unit: String,
    points: Vec<Point>,
}

/// A stretch of time.
#[derive(Debug, Serialize, JsonSchema)]
struct Point {
    at: DateTime<Utc>,
    /// The mean.
    value: f64,
    least: f64,
    most: f64,
}

async fn get_metrics(studio: &Studio, input: GetMetrics) -> Result<Metrics> {
    let minutes = input.minutes.unwrap_or(USUAL_MINUTES);
    if !(1..=LONGEST_MINUTES).contains(&minutes) {
        return Err(Error::field("minutes", "must be from 1 to 129,600, which is 90 days"));
    }
    if let Some(name) = input.names.iter().find(|name| MEASURES.iter().all(|(known, _)| known != name)) {
        return Err(Error::field("names", format!("{name:?} is not measured")));
    }
    let is_wanted = |name: &str| input.names.is_empty() || input.names.iter().any(|wanted| wanted == name);
    let now = studio.now();
    let since = now - TimeDelta::minutes(minutes.into());
    let step_s = if minutes > MOST_MINUTES { HOUR_S } else { MINUTE_S };
    let values = measure::now(studio).await?;
    let mut read = studio.library().read().await?;
    let rows = metrics::since(&mut read, step_s, since).await?;
    let jobs = jobs::counts(&mut read).await?;
    let posts = throughput::posts_since(&mut read, since).await?;
    drop(read);
    let mut points: BTreeMap<String, Vec<Point>> = BTreeMap::new();
    for row in rows {
        let Some(at) = DateTime::from_timestamp(row.at_s, 0) else { continue };
        let point = Point { at, value: mean(row.sum, row.count), least: row.least, most: row.most };
        points.entry(row.name).or_default().push(point);
    }
    let series = MEASURES.iter().filter(|(name, _)| is_wanted(name)).filter_map(|(name, unit)| {
        Some(Series { points: points.remove(*name)?, name: (*name).to_owned(), unit: (*unit).to_owned() })
    });
    Ok(Metrics {
        measured_at: now,
        gauges: values
            .into_iter()
            .filter(|(name, _)| is_wanted(name))
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        jobs: jobs.into_iter().map(|(state, count)| (word(&state), count)).collect(),
        posts: posts.into_iter().map(|(platform, status, count)| PostCount { platform, status, count }).collect(),
        step_seconds: step_s,
        series: series.collect(),
    })
}

#[allow(clippy::cast_precision_loss)]
fn mean(sum: f64, count: i64) -> f64 {
    sum / count.max(1) as f64
}

/// A state as the contract spells it.
fn word(state: &impl Serialize) -> String {
    serde_json::to_value(state).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

/// How long answers take since the start: of each operation, and of each program and platform that Troupe asks.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetPerformance {}

/// How long answers take.
#[derive(Debug, Serialize, JsonSchema)]
struct Performance {
    /// Since when it is counted.
    since: DateTime<Utc>,
    operations: Vec<Timing>,
    /// The hosts that were asked, such as `127.0.0.1:8188`.
    services: Vec<Timing>,
}

/// How long the answers of one thing take: percentiles of its last 500.
#[derive(Debug, Serialize, JsonSchema)]
struct Timing {
    name: String,
    /// How often since the start.
    count: u64,
    /// How often with an error.
    failures: u64,
    p50_ms: f64,
    p95_ms: f64,
    p99_ms: f64,
    longest_ms: f64,
}

impl From<latency::Summary> for Timing {
    fn from(summary: latency::Summary) -> Self {
        Self {
            name: summary.name,
            count: summary.count,
            failures: summary.failures,
            p50_ms: summary.p50_ms,
            p95_ms: summary.p95_ms,
            p99_ms: summary.p99_ms,
            longest_ms: summary.longest_ms,
        }
    }
}

async fn performance(studio: &Studio, _: GetPerformance) -> Result<Performance> {
    let hosts = latency::Latencies::default();
    for answer in troupe_net::answers() {
        hosts.note(&answer.host, answer.took, answer.is_ok);
    }
    Ok(Performance {
        since: studio.started_at(),
        operations: studio.latencies().summaries().into_iter().map(Timing::from).collect(),
        services: hosts.summaries().into_iter().map(Timing::from).collect(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::{
        measure,
        operations::characters::tests::{fields, place},
    };
    use chrono::TimeDelta;
    use serde_json::{Value, json};

    fn points(metrics: &Value, name: &str) -> usize {
        let series = metrics["series"].as_array().unwrap();
        series
            .iter()
            .find(|series| series["name"] == name)
            .map_or(0, |series| series["points"].as_array().unwrap().len())
    }

    #[tokio::test]
    async fn figures_are_kept_by_the_minute_and_by_the_hour_and_old_ones_go() {
        let place = place().await;
        for _ in 0..3 {
            measure::keep(&place.studio, false).await.unwrap();
            measure::keep(&place.studio, false).await.unwrap();
            place.clock.advance(TimeDelta::minutes(1));
        }
        let half_hour = place.run("monitoring.metrics", json!({})).await;
        assert_eq!((points(&half_hour, "queue_depth"), &half_hour["step_seconds"]), (3, &json!(60)));
        assert_eq!(half_hour["gauges"]["queue_depth"], 0.0);
        let day = place.run("monitoring.metrics", json!({ "minutes": 1440, "names": ["queue_depth"] })).await;
        assert!((1..=2).contains(&points(&day, "queue_depth")));
        assert_eq!(day["series"].as_array().unwrap().len(), 1);
        place.clock.advance(TimeDelta::days(2));
        measure::keep(&place.studio, true).await.unwrap();
        let long = place.run("monitoring.metrics", json!({ "minutes": 360 })).await;
        assert_eq!(points(&long, "queue_depth"), 1, "the minutes of the day before yesterday are gone");
        let hours = place.run("monitoring.metrics", json!({ "minutes": 10_000 })).await;
        assert!(points(&hours, "queue_depth") >= 2, "their hours are kept");
        for (input, field) in [(json!({ "minutes": 0 }), "minutes"), (json!({ "names": ["luck"] }), "names")] {
            assert_eq!(fields(&place.refused("monitoring.metrics", input).await), [field]);
        }
    }

    #[tokio::test]
    async fn each_call_is_timed() {
        let place = place().await;
        place.run("system.info", json!({})).await;
        place.refused("characters.get", json!({ "character_id": uuid::Uuid::now_v7() })).await;
        let performance = place.run("monitoring.performance", json!({})).await;
        let of = |name: &str| {
            let all = performance["operations"].as_array().unwrap();
            all.iter().find(|timing| timing["name"] == name).unwrap().clone()
        };
        assert_eq!((&of("system.info")["count"], &of("system.info")["failures"]), (&json!(1), &json!(0)));
        assert_eq!(of("characters.get")["failures"], 1);
    }
}
