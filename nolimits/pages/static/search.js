/* The search: Pagefind's indexes of what the book says and of its rows, loaded when somebody begins to type;
   in a plain folder, which a browser cannot ask, one of titles. */
(() => {
  "use strict";
  const MOST = 12;
  const EACH = 2; // hits of one page, before those of all others
  const ROWS = 0.4; // what a hit among the rows counts beside one in what the book says
  const KINDS = { text: "Text", chart: "Chart", statement: "Statement", indicator: "Series", entry: "Register", source: "Source" };
  const up = document.documentElement.dataset.content_root || "";

  const made = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });

  // --- the two indexes: each gives hits as { title, place, kind, said } with `said` as nodes
  const marked = (html) => {
    // a word of the index alone, by which it knows kinds
    const read = new DOMParser().parseFromString(html.replace(/(<mark>)?kindof[a-z]+\.?(<\/mark>)?/g, ""), "text/html").body;
    return [...read.childNodes].map((node) => (node.nodeName === "MARK" ? made("mark", node.textContent) : node.textContent));
  };
  const spread = (hits, kind) => {
    const seen = {};
    const late = hits.map((hit) => {
      const page = hit.place.split("#")[0];
      seen[page] = (seen[page] || 0) + 1;
      return [!kind && seen[page] > EACH, hit]; // of one kind all may stand on one page
    });
    return late.sort((a, b) => a[0] - b[0]).map(([, hit]) => hit).slice(0, MOST);
  };
  const whole = async (said, rows) => {
    const index = await import(new URL(said, location.href).href);
    // a section is long and says a word once: its length does not count against it, and rows count for less
    await index.options({ excerptLength: 26, ranking: { pageLength: 0.1 } });
    await index.mergeIndex(new URL(".", new URL(rows, location.href)).href, { indexWeight: ROWS, ranking: { pageLength: 0.1 } });
    return async (query, kind) => {
      const found = await index.search(kind ? `${query} kindof${kind}` : query);
      const data = await Promise.all(found.results.slice(0, 3 * MOST).map((one) => one.data()));
      // for a word that one of the indexes lacks Pagefind takes the nearest that it has
      const hits = data.map((one) => ({ ...one.meta, said: marked(one.excerpt) })).filter((hit) => !kind || hit.kind === kind);
      return { hits: spread(hits, kind), all: found.results.length - data.length + hits.length };
    };
  };
  const titles = async (address, why) => {
    await new Promise((done, failed) => {
      document.head.append(Object.assign(document.createElement("script"), { src: address, onload: done, onerror: failed }));
    });
    const read = window.NOLIMITS_SEARCH.map(([title, place, kind, more]) => ({ title, place, kind, said: [], low: title.toLowerCase(), text: `${title} ${more}`.toLowerCase() }));
    return async (query, kind) => {
      const words = query.toLowerCase().split(/\s+/).filter(Boolean);
      const rated = (one) => words.reduce((sum, word) => sum + (one.low.startsWith(word) ? 4 : 0) + (one.low.includes(word) ? 2 : 1), 0);
      const fits = read.filter((one) => (!kind || one.kind === kind) && words.every((word) => one.text.includes(word)));
      const hits = fits.map((one) => [rated(one), one]).sort((a, b) => b[0] - a[0]).map(([, one]) => one);
      return { hits: spread(hits, kind), all: hits.length, note: `${why}, the search knows titles, headings, charts and statements only.` };
    };
  };
  let asked = null;
  const index = (form) => {
    asked ||= location.protocol === "file:" ? titles(form.dataset.titles, "Opened from a folder") : whole(form.dataset.index, form.dataset.rows).catch(() => titles(form.dataset.titles, "Without its index"));
    return asked;
  };

  // --- the field
  document.querySelectorAll("search.book-search").forEach((box) => {
    const form = box.querySelector("form");
    const field = form.elements.q;
    const kind = form.elements.kind;
    const count = box.querySelector(".search-count");
    const list = box.querySelector(".search-found");
    let turn = 0;
    const show = (found, query) => {
      const shown = found.hits.length < found.all ? `, the first ${found.hits.length} shown` : "";
      count.textContent = `${found.all || "No"} ${found.all === 1 ? "place" : "places"} for “${query}”${shown}. ${found.note || ""}`;
      list.replaceChildren(...found.hits.map((hit) => {
        const item = made("li", "");
        const link = made("a", hit.title);
        link.href = up + hit.place;
        item.append(link, " ", made("small", KINDS[hit.kind] || ""));
        if (hit.said.length) {
          const said = made("p", "");
          said.append(...hit.said);
          item.append(said);
        }
        return item;
      }));
    };
    const look = async () => {
      const own = ++turn;
      const query = field.value.trim();
      if (!query) {
        count.textContent = "";
        list.replaceChildren();
        return;
      }
      try {
        const found = await (await index(form))(query, kind.value);
        if (own === turn) show(found, query);
      } catch {
        count.textContent = "The search’s index could not be loaded.";
      }
    };
    let waiting;
    field.addEventListener("focus", () => index(form).catch(() => {}), { once: true });
    field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 150); });
    kind.addEventListener("change", look);
    form.addEventListener("submit", (event) => { event.preventDefault(); look(); });
    box.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || event.target === kind) return;
      const stops = [field, ...list.querySelectorAll("a")];
      const next = stops[stops.indexOf(document.activeElement) + step];
      if (next) {
        event.preventDefault();
        next.focus();
      }
    });
    const told = new URLSearchParams(location.search).get("q");
    if (told && !box.closest("dialog")) {
      field.value = told;
      look();
    }
    if (!box.closest("dialog")) field.focus();
  });
})();
