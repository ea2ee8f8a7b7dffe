(() => {
  "use strict";
  // A number leads to its row; a click shows first what it is, so that it can be cited as well.
  const today = () => new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  const said = (text) => `${text.replace(/\s+$/, "")} Accessed ${today()}.`;

  const copy = async (text, button) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const field = document.createElement("textarea");
      field.value = text;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    button.textContent = "Copied";
  };
  const button = (text) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "copy";
    made.textContent = text;
    return made;
  };
  document.querySelectorAll(".citation").forEach((line) => {
    const made = button("Copy");
    made.addEventListener("click", () => copy(said(line.querySelector(".citation-text").textContent), made));
    line.append(" ", made);
  });

  const card = document.createElement("div");
  card.className = "fact-card";
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-label", "Where this number comes from");
  card.hidden = true;
  document.body.append(card);
  let from = null;
  const close = (back) => {
    if (card.hidden) return;
    card.hidden = true;
    document.body.classList.remove("card-open");
    if (back && from) from.focus();
    from = null;
  };
  const open = (fact) => {
    from = fact;
    card.textContent = "";
    const tip = document.createElement("p");
    tip.textContent = fact.dataset.tip || "";
    tip.hidden = !fact.dataset.tip;
    const cited = document.createElement("p");
    cited.className = "citation-text";
    cited.textContent = said(fact.dataset.cite);
    const acts = document.createElement("p");
    const row = document.createElement("a");
    row.href = fact.getAttribute("href");
    row.textContent = fact.hash === `#${fact.dataset.place}` ? "Permalink" : "Go to the row";
    const copied = button("Copy citation");
    copied.addEventListener("click", () => copy(cited.textContent, copied));
    acts.append(row, " ", copied);
    if (fact.dataset.place && fact.hash !== `#${fact.dataset.place}`) {
      const place = document.createElement("a");
      place.href = `#${fact.dataset.place}`;
      place.textContent = "Permalink";
      acts.append(" ", place);
    }
    card.append(tip, cited, acts);
    card.hidden = false;
    document.body.classList.add("card-open");
    const box = fact.getBoundingClientRect();
    const width = Math.min(card.offsetWidth, window.innerWidth - 16);
    card.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - width - 8)) + window.scrollX}px`;
    const below = box.bottom + card.offsetHeight + 8 < window.innerHeight;
    card.style.top = `${(below ? box.bottom + 6 : Math.max(8, box.top - card.offsetHeight - 6)) + window.scrollY}px`;
    row.focus({ preventScroll: true });
  };
  document.addEventListener("click", (event) => {
    const fact = event.target.closest("a.fact[data-cite]");
    if (fact && !event.metaKey && !event.ctrlKey && !event.shiftKey && event.detail > 0) {
      event.preventDefault();
      if (from === fact) close(true);
      else open(fact);
    } else if (!card.contains(event.target)) close(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(true);
    const fact = document.activeElement;
    if (event.key === " " && fact && fact.matches("a.fact[data-cite]")) {
      event.preventDefault();
      open(fact);
    }
  });
})();
