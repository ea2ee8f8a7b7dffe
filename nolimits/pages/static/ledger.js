/* The ledger's table: sorted by any column, filtered by words and by each column that has few values. */
(() => {
  "use strict";
  const table = document.querySelector("table.ledger");
  if (!table) return;
  const body = table.tBodies[0];
  let rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  const CHOICES = ["Verdict", "Strength", "Paper", "Section", "Kind"];
  const NUMBERS = ["Stated", "Measured"];
  const names = heads.map((head) => head.textContent.trim());
  const made = (tag, told = {}, ...held) => {
    const element = Object.assign(document.createElement(tag), told);
    element.append(...held);
    return element;
  };

  // what is folded in a statement's cell is neither sorted nor read as a value, but it is searched
  const value = (row, column) => {
    const cell = row.cells[column];
    return (cell.querySelector(".badge") || cell.firstChild || cell).textContent.trim();
  };
  const values = new Map(); // of each line, once one is asked for
  const valuesOf = (row) => {
    if (!values.has(row)) values.set(row, names.map((_, column) => value(row, column)));
    return values.get(row);
  };
  const texts = new Map();
  const text = (row) => {
    if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
    return texts.get(row);
  };

  // --- order
  const number = (cell) => {
    const found = /[-−]?\d[\d,]*(?:\.\d+)?/.exec(cell);
    return found ? Number(found[0].replace("−", "-").replaceAll(",", "")) : null;
  };
  const collator = new Intl.Collator("en", { numeric: true });
  const compared = (column) => (one, other) => {
    const [a, b] = [valuesOf(one)[column], valuesOf(other)[column]];
    if (!NUMBERS.includes(names[column])) return collator.compare(a, b);
    const [x, y] = [number(a), number(b)];
    return x === null || y === null ? (x === null) - (y === null) : x - y;
  };
  const order = () => {
    const column = heads.findIndex((head) => head.hasAttribute("aria-sort"));
    const ordered = column < 0 ? rows : [...rows].sort(compared(column));
    body.append(...(heads[column]?.getAttribute("aria-sort") === "descending" ? ordered.reverse() : ordered));
  };
  const sort = (column) => {
    const before = heads[column].getAttribute("aria-sort");
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    const next = { ascending: "descending", descending: "" }[before] ?? "ascending";
    if (next) heads[column].setAttribute("aria-sort", next);
    order();
  };
  heads.forEach((head, column) => {
    const button = made("button", { type: "button", className: "sort" }, ...head.childNodes);
    button.addEventListener("click", () => sort(column));
    head.append(button);
  });

  // --- choice
  const search = made("input", { type: "search", autocomplete: "off" });
  const selects = names.flatMap((name, column) => {
    if (!CHOICES.includes(name)) return [];
    const select = made("select");
    return [{ select, column, label: made("label", {}, name, " ", select) }];
  });
  const offer = () => selects.forEach(({ select, column }) => {
    const chosen = select.value;
    const words = [...new Set(rows.map((row) => valuesOf(row)[column]))].filter(Boolean).sort(collator.compare);
    select.replaceChildren(new Option("all", ""), ...words.map((word) => new Option(word, word)));
    select.value = words.includes(chosen) ? chosen : "";
  });
  offer();
  const count = made("span", { className: "ledger-count" });
  count.setAttribute("role", "status");
  const choose = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row) => {
      const fits = selects.every(({ select, column }) => !select.value || valuesOf(row)[column] === select.value)
        && words.every((word) => text(row).includes(word));
      row.hidden = !fits;
      shown += fits;
    });
    const all = `${rows.length} statement${rows.length === 1 ? "" : "s"}`;
    count.textContent = shown === rows.length ? all : `${shown} of ${all}`;
  };
  search.addEventListener("input", choose);
  selects.forEach(({ select }) => select.addEventListener("change", choose));
  document.querySelector(".ledger-choices").append(
    made("label", {}, "Search the statements ", search), ...selects.map(({ label }) => label), count);
  choose();

  // --- the statements as of another day, in the same order and choice
  const isSorted = () => heads.some((head) => head.hasAttribute("aria-sort"));
  document.addEventListener("nolimits:exchanging", () => isSorted() && body.append(...rows));
  document.addEventListener("nolimits:exchanged", () => {
    rows = [...body.rows];
    values.clear();
    texts.clear();
    if (!body.closest("[aria-busy=true]")) offer(); // else lines are still to come
    if (isSorted()) order();
    choose();
  });

  // --- a statement by its address, whatever is chosen
  const open = () => {
    const row = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!row || !rows.includes(row)) return;
    if (row.hidden) {
      search.value = "";
      selects.forEach(({ select }) => { select.value = ""; });
      choose();
    }
    row.querySelector("details").open = true;
    row.scrollIntoView({ block: "center" });
  };
  window.addEventListener("hashchange", open);
  open();
})();
