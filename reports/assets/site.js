// What pages of the site do beyond links: filter tables, show findings in any number, search, and, when all pages are
// in one file, show one at a time. Texts are only ever put in as text.
"use strict";

const ROWS = 50;

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function later(action) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, 120);
  };
}

function words(text) {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

function plural(number, word) {
  return `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;
}

// A field above a table, with a count that is read out when it changes.
let fields = 0;
function filterField(before, label, action) {
  const id = `filter-${(fields += 1)}`;
  const input = element("input", { type: "search", id, autocomplete: "off" });
  const output = element("output");
  output.setAttribute("for", id);
  const run = () => { output.value = action(words(input.value)); };
  input.addEventListener("input", later(run));
  before.before(element("p", { className: "filter" }, element("label", { htmlFor: id }, label), input, output));
  return (text = input.value) => { input.value = text; run(); };
}

// Tables of which all rows are there. Each table with a filter has a way to fill it in.

const fillers = new Map();

function filterable(table) {
  const rows = [...table.tBodies[0].rows];
  if (rows.length < 8) return;
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const name = table.closest("section")?.getAttribute("aria-label")?.toLowerCase() || "rows";
  fillers.set(table, filterField(table, `Filter ${name}`, (wanted) => {
    let shown = 0;
    rows.forEach((row, at) => {
      row.hidden = !wanted.every((word) => texts[at].includes(word));
      shown += row.hidden ? 0 : 1;
    });
    return wanted.length ? `${shown} of ${rows.length}` : "";
  }));
}

// Draws a list page by page; gives the way to draw another one. There are buttons where `most` entries need them.
function paged(list, word, most, draw) {
  let items = [];
  let page = 0;
  const told = element("span");
  told.setAttribute("role", "status");
  const back = element("button", { type: "button" }, "Earlier");
  const on = element("button", { type: "button" }, "Later");

  function turned(to) {
    page = to;
    const start = page * ROWS;
    const end = Math.min(start + ROWS, items.length);
    draw(items.slice(start, end));
    told.textContent = items.length ? `${(start + 1).toLocaleString("en")} to ${end.toLocaleString("en")} of ${plural(items.length, word)}` : `no ${word}`;
    back.disabled = page === 0;
    on.disabled = end >= items.length;
  }

  function turn(pages) {
    turned(page + pages);
    list.scrollIntoView({ block: "start" });
  }

  back.addEventListener("click", () => turn(-1));
  on.addEventListener("click", () => turn(1));
  if (most > ROWS) list.after(element("p", { className: "pager" }, back, on, told));
  return (next) => { items = next; turned(0); };
}

// Findings. Data: links (address with {path} and {line}), first (rows that stand in the page), paths (text, or [text,
// text in addresses]), rules ([id, title, severity, its rank, points, page]), owners ([name, page]), texts, and rows of
// [path, line, rule, owner, message, symbol, mark]: all but line and mark are positions in the lists.

const BY = {
  place: (data) => (a, b) => a[0] - b[0] || a[1] - b[1],
  what: (data) => (a, b) => data.texts[a[4]].localeCompare(data.texts[b[4]]),
  rule: (data) => (a, b) => data.rules[a[2]][0].localeCompare(data.rules[b[2]][0]),
  severity: (data) => (a, b) => data.rules[a[2]][3] - data.rules[b[2]][3],
  points: (data) => (a, b) => cost(data, a) - cost(data, b),
  team: (data) => (a, b) => data.owners[a[3]][0].localeCompare(data.owners[b[3]][0]),
};

function shownPath(data, at) {
  const path = data.paths[at];
  return typeof path === "string" ? path : path[0];
}

function cost(data, row) {
  return row[6] === "suppressed" || row[6] === "exempt" ? 0 : data.rules[row[2]][4];
}

function place(data, at, line) {
  const path = data.paths[at];
  const shown = `${shownPath(data, at)}:${line}`.split("/");
  const parts = shown.flatMap((part, at) => (at + 1 < shown.length ? [`${part}/`, element("wbr")] : [part]));
  if (!data.links) return element("span", { className: "path" }, ...parts);
  const address = typeof path === "string" ? path : path[1];
  const href = data.links.replaceAll("{path}", () => address).replaceAll("{line}", line);
  return element("a", { className: "path", href }, ...parts);
}

function link(text, href) {
  return href ? element("a", { href }, text) : text;
}

function cell(label, className, ...children) {
  const made = element("td", { className }, ...children);
  if (label) made.dataset.label = label;
  return made;
}

function tableRow(data, row, byRule) {
  const [id, , severity] = data.rules[row[2]];
  const symbol = data.texts[row[5]];
  const what = cell("What", "", data.texts[row[4]]);
  if (symbol) what.append(" ", element("small", {}, `in ${symbol}`));
  if (row[6]) what.append(" ", element("small", { className: "status" }, row[6]));
  const made = element("tr", {}, cell("", "", place(data, row[0], row[1])), what);
  if (byRule) {
    made.append(
      cell("Rule", "", link(element("code", {}, id), data.rules[row[2]][5])),
      cell("Severity", "", element("span", { className: `mark severity ${severity}` }, severity)),
      cell("Points", "number", cost(data, row).toLocaleString("en")),
    );
  } else {
    made.append(cell("Team", "", link(...data.owners[row[3]])));
  }
  return made;
}

function findings(box) {
  const data = JSON.parse(box.querySelector("script").textContent);
  const byRule = box.dataset.kind === "rule";
  const table = box.querySelector("table");
  const all = data.rows;
  let haystack = null;
  let shown = all;
  let order = null;

  const show = paged(table, "finding", all.length, (rows) => {
    table.tBodies[0].replaceChildren(...rows.map((row) => tableRow(data, row, byRule)));
  });

  function rank() {
    if (!order) return;
    const compare = BY[order.by](data);
    shown = [...shown].sort((a, b) => compare(a, b) * order.sign);
  }

  function filter(wanted) {
    haystack ||= all.map((row) => [
      shownPath(data, row[0]), data.texts[row[4]], data.texts[row[5]], row[6],
      ...data.rules[row[2]].slice(0, 3), data.owners[row[3]][0],
    ].join("\n").toLowerCase());
    shown = wanted.length ? all.filter((_, at) => wanted.every((word) => haystack[at].includes(word))) : all;
    rank();
    show(shown);
    return wanted.length ? `${plural(shown.length, "finding")} of ${all.length.toLocaleString("en")}` : "";
  }

  table.tHead.querySelectorAll("th").forEach((head) => {
    const by = head.textContent.trim().toLowerCase();
    const button = element("button", { type: "button" });
    button.append(...head.childNodes);
    button.addEventListener("click", () => {
      const down = head.ariaSort === "ascending" || (!head.ariaSort && (by === "severity" || by === "points"));
      for (const other of table.tHead.querySelectorAll("th")) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      order = { by, sign: down ? -1 : 1 };
      rank();
      show(shown);
    });
    head.append(button);
  });
  box.querySelector(".rest")?.remove();
  const fill = all.length >= 8 ? filterField(table, "Filter findings", filter) : filter;
  show(shown);
  return fill;
}

// Entry points. Data: links and paths as above, kinds, owners ([name, page]), patterns ([name, title, stance, its word,
// why, instead]), questions ([name, text]), places ([path, line]), deeds, and rows of [name, address, kind, owner,
// pattern, what stands out, path, line, a bit per question, exemption, calls not followed, tree, lines left out]. A tree
// is flat: depth, place, deed, line by line.

function branches(data, tree) {
  const top = element("ul", { className: "tree" });
  const lists = [top];
  const items = [];
  for (let at = 0; at < tree.length; at += 3) {
    const [depth, where, deed] = tree.slice(at, at + 3);
    if (items[depth]?.where !== where || items.length <= depth) {
      const item = element("li", {}, place(data, ...data.places[where]));
      lists.length = depth + 1;
      items.length = depth;
      lists[depth].append(item);
      items.push({ where, item });
    }
    if (deed) items[depth].item.append(" ", element("span", { className: "deed" }, data.deeds[deed]));
    if (tree[at + 3] > depth && lists.length <= depth + 1) {
      lists.push(element("ul"));
      items[depth].item.append(lists[depth + 1]);
    }
  }
  return top;
}

function about(data, row) {
  const [, , , , why, instead] = data.patterns[row[4]] || [];
  const first = element("p", {}, row[1], " ", place(data, row[6], row[7]), ", ", link(...data.owners[row[3]]));
  const more = [row[9] && `Exempt: ${row[9]}`, [why, instead].filter(Boolean).join(" "), row[10]].filter(Boolean);
  const rest = row[12] ? [element("p", { className: "more" }, `${plural(row[12], "more line")}: dxscore access --entry ${row[0]}`)] : [];
  const none = row[11].length ? [] : [element("p", {}, "No effect on data found.")];
  return [first, ...more.map((text) => element("p", {}, text)), ...none, branches(data, row[11]), ...rest];
}

function entry(data, row) {
  const [, title, stance] = data.patterns[row[4]] || ["", "fits no pattern", "tolerated"];
  const summary = element("summary", {},
    element("span", { className: "title" }, row[0]), " ",
    element("span", { className: `mark stance ${stance}` }, title), " ",
    element("span", { className: "sum" }, `${data.kinds[row[2]]}, ${data.owners[row[3]][0]}`), " ",
    element("span", { className: "next" }, row[5]));
  const made = element("details", { className: "entry" }, summary);
  made.addEventListener("toggle", () => { if (made.open) made.append(...about(data, row)); }, { once: true });
  return made;
}

function choice(label, options) {
  const id = `filter-${(fields += 1)}`;
  const select = element("select", { id }, element("option", { value: "" }, "all"),
    ...options.map(([value, text]) => element("option", { value }, text)));
  return [select, element("span", {}, element("label", { htmlFor: id }, label), " ", select)];
}

function entries(box) {
  const data = JSON.parse(box.querySelector("script").textContent);
  const list = box.querySelector(".entries");
  const fields = {
    owner: choice("Team", data.owners.map(([name]) => [name, name])),
    kind: choice("Kind", data.kinds.map((name) => [name, name])),
    pattern: choice("Pattern", data.patterns.map(([name, title]) => [name, title])),
    show: choice("Only those that", data.questions),
  };
  const chosen = (name) => fields[name][0].value;
  const fits = (row) => (
    (!chosen("owner") || data.owners[row[3]][0] === chosen("owner"))
    && (!chosen("kind") || data.kinds[row[2]] === chosen("kind"))
    && (!chosen("pattern") || data.patterns[row[4]]?.[0] === chosen("pattern"))
    && (!chosen("show") || row[8] & (1 << data.questions.findIndex(([name]) => name === chosen("show"))))
  );
  let haystack = null;
  const show = paged(list, "entry point", data.rows.length, (rows) => {
    list.replaceChildren(...rows.map((row) => entry(data, row)));
  });

  function filter(wanted) {
    haystack ||= data.rows.map((row) => [
      row[0], row[1], row[5], shownPath(data, row[6]), data.kinds[row[2]], data.owners[row[3]][0],
      ...(data.patterns[row[4]] || []).slice(0, 2),
    ].join("\n").toLowerCase());
    const shown = data.rows.filter((row, at) => fits(row) && wanted.every((word) => haystack[at].includes(word)));
    show(shown);
    const all = shown.length === data.rows.length;
    return all ? "" : `${plural(shown.length, "entry point")} of ${data.rows.length.toLocaleString("en")}`;
  }

  box.querySelector(".rest")?.remove();
  const fill = filterField(list, "Filter entry points", filter);
  const bar = element("p", { className: "filter choices" });
  for (const [name, [select, field]] of Object.entries(fields)) {
    if (select.options.length > 2 || name === "show") bar.append(field);
    select.addEventListener("change", () => fill());
  }
  list.before(bar);
  fill("");
  return (text, asked) => {
    for (const [name, [select]] of Object.entries(fields)) select.value = asked.get(name) || "";
    fill(text);
    if (list.children.length === 1) list.firstElementChild.open = true;
  };
}

// A file with all pages holds many tables: each is made ready when its part is first shown.

const ready = new Set();
function prepare(part) {
  if (ready.has(part)) return;
  ready.add(part);
  part.querySelectorAll("table.filterable").forEach(filterable);
  for (const box of part.querySelectorAll(".places-of")) fillers.set(box, findings(box));
  for (const box of part.querySelectorAll(".entries-of")) fillers.set(box, entries(box));
}

// Search

function search(box) {
  const entries = JSON.parse(box.querySelector("script").textContent);
  const texts = entries.map((entry) => `${entry[1]} ${entry[2]}`.toLowerCase());
  const list = box.querySelector(".hits");
  const input = box.querySelector("input");
  const output = box.querySelector("output");
  function run() {
    const wanted = words(input.value);
    const hits = wanted.length ? entries.filter((_, at) => wanted.every((word) => texts[at].includes(word))) : [];
    list.replaceChildren(...hits.slice(0, 200).map(([kind, name, note, href]) => element(
      "li", {}, element("span", { className: "kind" }, kind), " ", link(name, href), note ? " " : "",
      note ? element("small", {}, note) : "",
    )));
    const more = hits.length > 200 ? ", the first 200 shown" : "";
    output.value = wanted.length ? `${hits.length.toLocaleString("en")} found${more}` : "";
  }
  input.addEventListener("input", later(run));
  return (text) => { input.value = text; run(); input.focus(); };
}

const index = document.querySelector(".index");
const find = index ? search(index) : null;

// The fragment names what to show, `&q=` what to filter it by, `&owner=` and the like the fields of its filter.

const parts = document.querySelectorAll(".part");

function arrive() {
  const [hash, ...rest] = location.hash.slice(1).split("&");
  const asked = new URLSearchParams(rest.join("&"));
  const query = asked.get("q") || new URLSearchParams(location.search).get("q") || "";
  const part = parts.length ? partOf(decodeURIComponent(hash)) : document;
  if (parts.length) show(part);
  prepare(part);
  if (query || rest.length) fill(part, query, asked);
}

function fill(part, query, asked) {
  if (part.contains(index)) return find(query);
  const boxes = [...part.querySelectorAll(".places-of, .entries-of")];
  const tables = boxes.length ? boxes.slice(0, 1) : [...part.querySelectorAll("table.filterable")];
  tables.forEach((table) => fillers.get(table)?.(query, asked));
  (boxes[0] || part.querySelector(".filter"))?.scrollIntoView({ block: "start" });
}

function partOf(name) {
  const target = name ? document.getElementById(name) : null;
  return target?.closest(".part") || parts[0];
}

function show(part) {
  for (const each of parts) each.classList.toggle("shown", each === part);
  document.title = part.dataset.title;
  for (const link of document.querySelectorAll("header.site nav a")) {
    if (link.hash.slice(1) === part.dataset.within) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (location.hash) {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1).split("&")[0]));
    if (!target || target === part) {
      window.scrollTo(0, 0);
      part.focus({ preventScroll: true });
    } else target.scrollIntoView();
  }
}

if (parts.length) {
  document.documentElement.classList.add("scripted");
  document.querySelector(".find").addEventListener("submit", (event) => {
    event.preventDefault();
    location.hash = `search&q=${encodeURIComponent(document.getElementById("find").value)}`;
  });
}
addEventListener("hashchange", arrive);
arrive();
