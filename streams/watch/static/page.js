// The live page of a worker. Article text is hostile: it only ever becomes text nodes.
"use strict";

const POLL_MS = 1000;
const KEPT_ARTICLES = 100;
const RATE_SECONDS = 10;
const TRENDING = 15;
const BIG_FIGURES = 8;
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const element = (id) => document.getElementById(id);
const page = { sequence: 0, paused: false, filter: null, articles: [], waiting: [], states: [] };

function make(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = printable(text);
  return made;
}

// One replacement for one character, so that offsets stay right.
const printable = (text) => String(text).replace(CONTROLS, "\ufffd");

const number = (value) => value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 1 : 0 });
const seconds = (value) => value === null ? "–" : value < 1 ? `${Math.round(value * 1000)} ms` : `${number(value)} s`;

async function answer(path) {
  const response = await fetch(path, { cache: "no-store" });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

async function poll() {
  try {
    const [state, news] = await Promise.all([answer("/live/state"), answer(`/live/events?after=${page.sequence}`)]);
    showState(state);
    take(news);
  } catch (error) {
    element("status").textContent = "worker does not answer";
    element("status").className = "bad";
  } finally {
    setTimeout(poll, POLL_MS);
  }
}

function showState(state) {
  const status = element("status");
  status.textContent = state.ready ? "ready" : "not ready";
  status.className = state.ready ? "" : "bad";
  element("version").textContent = state.version;
  const points = state.history;
  const earlier = points.find((point) => point[0] >= state.time - RATE_SECONDS) || points[0];
  const elapsed = earlier ? Math.max(state.time - earlier[0], 1) : 1;
  element("articles-rate").textContent = earlier ? number((state.enriched - earlier[1]) / elapsed) : "–";
  showSince(state);
  const records = state.lag.reduce((sum, lag) => sum + lag.records, 0);
  element("lag").textContent = number(records);
  element("lag-seconds").textContent = number(Math.max(0, ...state.lag.map((lag) => lag.seconds)));
  element("enriched").textContent = number(state.enriched);
  const failures = Object.entries(state.deadletters).filter(([, count]) => count);
  element("deadletters").textContent = number(failures.reduce((sum, [, count]) => sum + count, 0));
  element("deadletters-label").textContent = failures.map(([type, count]) => `${count} ${type}`).join(", ") || "dead letters";
  const rates = points.slice(1).map((point, index) => [point[0], Math.max(0, (point[1] - points[index][1]) / Math.max(point[0] - points[index][0], 0.5))]);
  chart(element("throughput-chart"), rates, state.time);
  chart(element("lag-chart"), points.map((point) => [point[0], point[2]]), state.time);
}

// Words and latency over the last seconds, by difference to an earlier state of this page.
function showSince(state) {
  page.states = page.states.filter((known) => known.time > state.time - RATE_SECONDS && known.enriched <= state.enriched);
  const earlier = page.states[0];
  page.states.push(state);
  if (!earlier || state.time <= earlier.time) return;
  element("words-rate").textContent = number((state.words - earlier.words) / (state.time - earlier.time));
  const counts = state.latency.map(([bound, count], index) => [bound, count - earlier.latency[index][1]]);
  element("latency-median").textContent = seconds(quantile(0.5, counts));
  element("latency-high").textContent = seconds(quantile(0.95, counts));
}

// As Prometheus's histogram_quantile: linear inside a bucket.
function quantile(share, counts) {
  const all = counts.length ? counts[counts.length - 1][1] : 0;
  if (!all) return null;
  let lower = 0, below = 0;
  for (const [bound, count] of counts) {
    if (count >= share * all) return bound === null ? lower : lower + (bound - lower) * ((share * all - below) / (count - below || 1));
    lower = bound;
    below = count;
  }
  return lower;
}

function chart(svg, points, now) {
  const width = 600, height = 100, span = 300;
  const top = Math.max(1, ...points.map((point) => point[1]));
  const place = ([time, value]) => `${(width - (now - time) * width / span).toFixed(1)},${(height - 4 - value / top * (height - 8)).toFixed(1)}`;
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("preserveAspectRatio", "none");
  while (svg.childNodes.length < 2) svg.append(document.createElementNS("http://www.w3.org/2000/svg", "path"));
  const [area, line] = svg.childNodes;
  const way = points.map(place);
  area.setAttribute("class", "area");
  area.setAttribute("d", way.length > 1 ? `M${way[0].split(",")[0]},${height} L${way.join(" L")} L${way[way.length - 1].split(",")[0]},${height} Z` : "");
  line.setAttribute("d", way.length > 1 ? `M${way.join(" L")}` : "");
  const caption = svg.parentNode.querySelector("figcaption");
  caption.dataset.name = caption.dataset.name || caption.textContent;
  caption.replaceChildren(make("span", "", caption.dataset.name), make("span", "", `highest ${number(top)}`));
}

function take(news) {
  if (news.sequence < page.sequence) startOver();
  page.sequence = news.sequence;
  page.waiting.push(...news.events);
  page.waiting = page.waiting.slice(-KEPT_ARTICLES);
  if (page.paused) {
    element("pause").textContent = `Go on (${page.waiting.length} waiting)`;
    return;
  }
  const added = page.waiting;
  page.waiting = [];
  page.articles = [...added.reverse(), ...page.articles].slice(0, KEPT_ARTICLES);
  if (added.length) showArticles(added.length);
}

// The worker has started again, and counts anew.
function startOver() {
  page.articles = [];
  page.waiting = [];
  element("articles").replaceChildren();
}

function pause(paused) {
  page.paused = paused;
  element("pause").textContent = paused ? "Go on" : "Pause";
  element("pause").setAttribute("aria-pressed", String(paused));
}

const figureName = (figure) => [figure.kind, figure.unit, figure.event, figure.of].filter(Boolean).join(" · ");
const entityKey = (entity) => `entity ${entity.id}`;
const figureKey = (figure) => `figure ${figureName(figure)}`;
const keysOf = (event) => new Set([...event.entities.map(entityKey), ...event.figures.map(figureKey)]);

function showArticles(added) {
  const list = element("articles");
  const shown = page.articles.filter((known) => !page.filter || keysOf(known.event).has(page.filter.key));
  // Cards that stay keep their place, so that focus and open texts survive new arrivals.
  const cards = new Map([...list.children].map((card) => [Number(card.dataset.sequence), card]));
  list.replaceChildren(...shown.map((known) => cards.get(known.sequence) || articleCard(known)));
  for (const mark of list.querySelectorAll(".mark")) mark.classList.toggle("chosen", Boolean(page.filter) && mark.dataset.key === page.filter.key);
  element("empty").hidden = page.articles.length > 0;
  element("filter").hidden = !page.filter;
  if (page.filter) element("filter-text").textContent = printable(`${shown.length} of the last ${page.articles.length} articles with ${page.filter.name}.`);
  if (added !== 0) showTrending();
}

function choose(key, name) {
  page.filter = key && (!page.filter || page.filter.key !== key) ? { key, name } : null;
  showArticles(0);
}

function articleCard({ sequence, event }) {
  const article = event.article;
  const card = make("li");
  card.dataset.sequence = sequence;
  card.append(make("div", "facts", [article.source, article.published_at, article.id].filter(Boolean).join(" · ")));
  if (article.title) {
    const title = make("h3");
    title.append(...marked(event, "title", article.title));
    card.append(title);
  }
  const text = make("p", "text");
  text.append(...marked(event, "text", article.text));
  card.append(text);
  if (article.text.length > 500) {
    const more = make("button", "more", "all of it");
    more.type = "button";
    more.addEventListener("click", () => { more.textContent = card.classList.toggle("open") ? "less" : "all of it"; });
    card.append(more);
  }
  return card;
}

// Offsets count code points, JavaScript's strings UTF-16 units.
function offsetsOf(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (offset) => offset;
  const starts = [];
  let unit = 0;
  for (const character of text) {
    starts.push(unit);
    unit += character.length;
  }
  starts.push(unit);
  return (offset) => starts[offset];
}

function marked(event, field, text) {
  const place = offsetsOf(text);
  const spans = [];
  for (const entity of event.entities) {
    for (const mention of entity.mentions) {
      if (mention.field === field) spans.push({ start: mention.start, end: mention.end, type: entity.type, key: entityKey(entity), name: entity.name });
    }
  }
  for (const figure of event.figures) {
    if (figure.field === field) spans.push({ start: figure.start, end: figure.end, type: "figure", key: figureKey(figure), name: figureName(figure), title: figureTitle(figure) });
  }
  spans.sort((a, b) => a.start - b.start || b.end - a.end);
  const nodes = [];
  let done = 0;
  for (const span of spans) {
    if (span.start < done) continue;  // inside one that is shown
    nodes.push(document.createTextNode(printable(text.slice(place(done), place(span.start)))));
    nodes.push(mark(span, text.slice(place(span.start), place(span.end))));
    done = span.end;
  }
  nodes.push(document.createTextNode(printable(text.slice(place(done)))));
  return nodes;
}

// No button element: its text would not break into lines with the sentence around it.
function mark(span, text) {
  const made = make("span", `mark ${span.type}`, text);
  made.setAttribute("role", "button");
  made.tabIndex = 0;
  made.dataset.key = span.key;
  made.title = printable(span.title || `${span.type} ${span.name}`);
  made.addEventListener("click", () => choose(span.key, span.name));
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    choose(span.key, span.name);
  });
  return made;
}

function figureTitle(figure) {
  const date = figure.date && (figure.date.value || figure.date.relative);
  const value = [figure.value, figure.value_max].filter((known) => known !== undefined && known !== null).join("–");
  return [figure.kind, figure.qualifier, date || value, figure.unit, figure.of, figure.event, figure.per && `per ${figure.per}`].filter(Boolean).join(" ");
}

function showTrending() {
  if (document.activeElement.closest("aside")) return;  // somebody is on their way through the rows
  const counts = new Map();
  const figures = [];
  for (const { event } of page.articles) {
    for (const entity of event.entities) {
      const known = counts.get(entity.id) || { entity, count: 0 };
      known.count += 1;
      counts.set(entity.id, known);
    }
    figures.push(...event.figures.filter((figure) => figure.event && typeof figure.value === "number"));
  }
  const ranked = [...counts.values()].sort((a, b) => b.count - a.count || a.entity.name.localeCompare(b.entity.name));
  element("trending").replaceChildren(...ranked.slice(0, TRENDING).map(({ entity, count }) =>
    rankedRow(entity.name, entity.type, String(count), () => choose(entityKey(entity), entity.name))));
  figures.sort((a, b) => b.value - a.value);
  const different = [...new Map(figures.map((figure) => [`${figure.value} ${figureName(figure)}`, figure])).values()];
  element("figures").replaceChildren(...different.slice(0, BIG_FIGURES).map((figure) =>
    rankedRow([figure.text, figure.of, figure.event].filter(Boolean).join(" "), "figure", number(figure.value), () => choose(figureKey(figure), figureName(figure)))));
}

function rankedRow(name, type, count, act) {
  const row = make("li");
  const button = make("button");
  button.type = "button";
  button.append(make("span", type === "figure" ? "" : type, name), make("span", "count", count));
  button.addEventListener("click", act);
  row.append(button);
  return row;
}

element("pause").addEventListener("click", () => pause(!page.paused));
element("clear").addEventListener("click", () => choose(null));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") choose(null);
  // Space on a button presses it.
  if (event.key === " " && event.target.tagName !== "BUTTON") {
    event.preventDefault();
    pause(!page.paused);
  }
});
poll();
