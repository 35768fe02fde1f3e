// Makes tables sortable by their heads and findings filterable by text; without it the page only lacks these two.
"use strict";

for (const table of document.querySelectorAll("table.sortable")) {
  if (table.tBodies[0].rows.length < 2) continue;
  table.tHead.querySelectorAll("th").forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(table, head, column));
    head.append(button);
  });
}

function sort(table, head, column) {
  const down = head.getAttribute("aria-sort") === "ascending" || (!head.ariaSort && head.className === "number");
  for (const other of table.tHead.querySelectorAll("th")) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const body = table.tBodies[0];
  const rows = [...body.rows].sort((a, b) => compare(a.cells[column], b.cells[column]) * (down ? -1 : 1));
  body.append(...rows);
}

function compare(a, b) {
  if ("value" in a.dataset) return Number(a.dataset.value) - Number(b.dataset.value);
  return a.textContent.trim().localeCompare(b.textContent.trim());
}

const field = document.getElementById("filter");
if (field) {
  field.closest("p").hidden = false;
  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => filter(field.value.trim().toLowerCase()), 120);
  });
}

function filter(text) {
  let shown = 0;
  for (const group of document.querySelectorAll("details.rule")) {
    const whole = group.querySelector("summary").textContent.toLowerCase().includes(text);
    let hits = 0;
    for (const row of group.querySelectorAll("tbody tr")) {
      row.hidden = !whole && !row.textContent.toLowerCase().includes(text);
      hits += row.hidden ? 0 : 1;
    }
    group.hidden = hits === 0;
    group.open = text !== "" && hits > 0 && hits <= 50 && !whole;
    shown += hits;
  }
  for (const owner of document.querySelectorAll("section.owner")) {
    owner.hidden = text !== "" && !owner.querySelector("details.rule:not([hidden])");
  }
  document.querySelector("output").value = text ? `${shown} listed findings match` : "";
}
