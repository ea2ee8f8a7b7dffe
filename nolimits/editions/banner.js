(() => {
  "use strict";
  const here = document.currentScript;
  const site = window.NOLIMITS_EDITIONS;
  const key = here.dataset.edition;
  const page = decodeURIComponent(here.dataset.page);
  const up = here.getAttribute("src").replace(/editions\.js$/, "");
  const atRoot = up.split("../").length === page.split("/").length;
  const byCutoff = [...site.editions].sort((a, b) => (a.cutoff < b.cutoff ? -1 : a.cutoff > b.cutoff ? 1 : 0));
  const place = byCutoff.findIndex((one) => one.edition === key);
  if (place < 0) return;

  const day = (iso) => new Date(`${iso}T12:00:00Z`)
    .toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const link = (text, edition, rel) => {
    const a = document.createElement("a");
    a.textContent = text;
    const there = (site.absent[edition || site.newest] || []).includes(page) ? "index.html" : page;
    a.href = edition ? `${up}editions/${edition}/${there}` : `${up}${there}`;
    if (rel) a.rel = rel;
    return a;
  };
  const own = (object, name) => (Object.hasOwn(object, name) ? object[name] : undefined);
  const since = () => {
    const found = own(own(site.since, key) || {}, page.replace(/\.html$/, ""));
    const none = "Since then no number, verdict, chart or sentence on this page has changed";
    if (!found) return `${none}.`;
    const parts = Object.entries(site.nouns).filter(([kind]) => own(found, kind))
      .map(([kind, [one, several]]) => `${found[kind]} ${found[kind] === 1 ? one : several}`);
    if (!parts.length) return `${none}, but other words have.`;
    const last = parts.pop();
    const many = parts.length > 0 || !last.startsWith("1 ");
    return `Since then ${parts.length ? `${parts.join(", ")} and ` : ""}${last} on this page ${many ? "have" : "has"} changed.`;
  };
  const gone = () => (own(site.absent, site.newest) || []).includes(page);

  const note = document.createElement("p");
  note.className = "edition-note";
  note.dataset.added = "";
  note.setAttribute("role", "note");
  const edition = byCutoff[place];
  if (atRoot) {
    note.append(`Edition of ${day(edition.cutoff)}, the newest. `, link("Permanent address of this page", key, "bookmark"));
  } else if (key === site.newest) {
    note.append(`You are at the permanent address of the edition of ${day(edition.cutoff)}, the newest. `);
  } else {
    note.classList.add("older");
    note.append(`You are reading an older edition, that of ${day(edition.cutoff)}. ${gone() ? "The newest edition has no such page." : since()} `, link("Newest edition", ""));
  }
  const before = byCutoff[place - 1];
  const after = byCutoff[place + 1];
  if (before) note.append(" · ", link(`Previous: ${day(before.cutoff)}`, before.edition, "prev"));
  if (after) note.append(" · ", link(`Next: ${day(after.cutoff)}`, after.edition, "next"));

  const show = () => {
    const article = document.querySelector("article.bd-article") || document.body;
    article.prepend(note);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show);
  else show();
})();
