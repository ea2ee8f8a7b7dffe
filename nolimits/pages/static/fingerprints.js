(() => {
  "use strict";
  const known = window.NOLIMITS_VERSIONS;
  const box = document.querySelector(".fingerprints");
  if (!known || !box || known.editions.length < 2) return;
  const make = (tag, textContent) => Object.assign(document.createElement(tag), { textContent });
  const list = make("ul");
  list.dataset.added = "";
  known.editions.forEach((edition, number) => {
    const fingerprint = Object.hasOwn(known.charts, box.dataset.chart) && known.charts[box.dataset.chart][number];
    if (!fingerprint) return;
    const item = make("li");
    item.append(make("code", fingerprint.slice(0, 14)), ` in the edition ${edition.edition}`);
    list.append(item);
  });
  const head = make("p", "In all editions:");
  head.dataset.added = "";
  box.append(head, list);
})();
