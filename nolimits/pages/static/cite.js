(() => {
  "use strict";
  // A number and a mark lead to their rows, a term to the glossary; a click shows first what they are.
  const NUMBER = "a.fact:is([data-cite], .term)";
  const make = (tag, text, more) => Object.assign(document.createElement(tag), { textContent: text }, more);
  const link = (text, href) => make("a", text, { href });
  const today = new Date().toLocaleDateString("en-GB", { dateStyle: "long" });
  const said = (text) => `${text.trimEnd()} Accessed ${today}.`;
  const copying = (label, words) => make("button", label, { type: "button", className: "copy", onclick: async (event) => {
    const text = words();
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const field = make("textarea", text);
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    event.target.textContent = "Copied";
  } });
  const undressed = (selector) => [...document.querySelectorAll(selector)].filter((one) => !one.dataset.dressed && (one.dataset.dressed = "yes"));
  const dressCopies = () => {
    undressed(".citation").forEach((line) => {
      line.append(" ", copying("Copy", () => said(line.querySelector(".citation-text").textContent)));
    });
    undressed("div.highlight").forEach((block) => {
      const code = block.querySelector("pre");
      code.tabIndex = 0; // it scrolls sideways where it is wide
      block.append(Object.assign(copying("Copy", () => code.textContent.trimEnd()), { ariaLabel: "Copy this code" }));
    });
  };

  const card = make("div", "", { className: "fact-card", hidden: true, tabIndex: -1, role: "dialog", ariaLabel: "Where this comes from" });
  document.body.append(card);
  const dressFacts = () => {
    const facts = undressed(NUMBER);
    if (facts.length && !document.getElementById("fact-help")) {
      card.before(make("p", "Press space to see where it comes from and how to cite it.", { id: "fact-help", hidden: true }));
    }
    facts.forEach((fact) => { fact.setAttribute("aria-describedby", "fact-help"); fact.ariaHasPopup = "dialog"; });
  };
  const still = { preventScroll: true };
  let from = null;
  const close = (back) => {
    if (card.hidden) return;
    const what = from;
    card.hidden = true;
    from = null;
    if (back) what.focus(still);
    else what.onblur?.(); // it was left when the card opened
  };
  const open = (what, box, lines, acts) => {
    if (what !== from) close(false);
    from = what;
    const last = make("p");
    const shut = make("button", "Close", { type: "button", className: "copy", onclick: () => close(true) });
    [...acts, shut].forEach((act) => last.append(act, " "));
    card.replaceChildren(...lines, last);
    card.hidden = false;
    card.style.left = `${Math.max(8, Math.min(box.left, innerWidth - card.offsetWidth - 8)) + scrollX}px`;
    const below = box.bottom + card.offsetHeight + 8 < innerHeight;
    card.style.top = `${(below ? box.bottom + 6 : Math.max(8, box.top - card.offsetHeight - 6)) + scrollY}px`;
    (acts[0] || card).focus(still);
  };
  const ask = (fact) => {
    const { tip = "", cite, place } = fact.dataset;
    const box = fact.getBoundingClientRect();
    if (!cite) return open(fact, box, [make("p", tip)], [link("In the glossary", fact.getAttribute("href"))]);
    const cited = make("p", said(cite), { className: "citation-text" });
    const here = fact.hash === `#${place}`;
    const acts = [link(here ? "Permalink" : "Go to the row", fact.getAttribute("href"))];
    acts.push(copying("Copy citation", () => cited.textContent));
    if (place && !here) acts.push(link("Permalink", `#${place}`));
    open(fact, box, [make("p", tip), cited], acts);
  };

  // A chart is one stop of the keyboard; arrows walk its marks, a pointer finds the next.
  const dressChart = (field) => {
    const list = field.firstChild;
    const ring = make("i", "", { className: "ring" });
    field.append(ring);
    let marks = [];
    let laid = "";
    let at = -1;
    const show = (i) => {
      at = i;
      ring.hidden = i < 0;
      if (i < 0) return;
      const [left, top, width, height] = marks[i].box.map((length) => `${length}px`);
      Object.assign(ring.style, { left, top, width, height });
      ring.dataset.tip = marks[i].row.textContent;
      field.ariaValueNow = i + 1;
      field.ariaValueText = ring.dataset.tip;
    };
    const lay = () => {
      const image = [...field.parentNode.querySelectorAll("img")].find((one) => one.offsetWidth);
      const seen = image.src + image.offsetWidth;
      if (laid === seen) return;
      laid = seen;
      const scale = image.offsetWidth / image.getAttribute("width");
      const places = (row) => row.dataset.at.split(";")[+image.matches(".narrow")].match(/\S+/g) || [];
      const box = (place) => `${place},0,0`.split(",", 4).map((length) => length * scale);
      marks = [...list.children].flatMap((row) => places(row).map((place) => ({ row, box: box(place) })));
      field.ariaValueMax = marks.length;
    };
    const find = (event) => {
      lay();
      const { left, top } = field.getBoundingClientRect();
      const off = (where, start, size) => Math.max(start - where, 0, where - start - size);
      const far = marks.map(({ box: [x, y, wide, tall] }) =>
        Math.hypot(off(event.clientX - left, x, wide), off(event.clientY - top, y, tall)));
      const least = Math.min(...far);
      show(least < 24 ? far.indexOf(least) : -1);
    };
    const answer = () => {
      const { dataset: { to }, textContent } = marks[at].row;
      const acts = to ? [link("Go to the row", to[0] === "#" ? list.dataset.page + to : to)] : [];
      const lines = textContent.split("\n").map((line) => make("p", line));
      open(field, ring.getBoundingClientRect(), lines, acts);
    };
    show(-1);
    const leave = () => document.activeElement !== field && from !== field && show(-1);
    Object.assign(field, {
      hidden: false,
      tabIndex: 0,
      onpointermove: find,
      onfocus: () => { lay(); show(Math.max(at, 0)); },
      onpointerleave: leave,
      onblur: leave,
      onclick: (event) => {
        find(event);
        if (at >= 0) { event.stopPropagation(); answer(); }
      },
      onkeydown: (event) => {
        const { key } = event;
        if (key.startsWith("Arrow")) show((at + (/Right|Down/.test(key) ? 1 : -1) + marks.length) % marks.length);
        else if (marks[at] && /^(Enter| )$/.test(key)) answer();
        else return;
        event.preventDefault();
      },
    });
  };

  const dress = () => {
    dressCopies();
    dressFacts();
    undressed(".asked").forEach(dressChart);
  };
  dress();
  document.addEventListener("nolimits:exchanged", () => { close(false); dress(); }); // the page shows another day

  document.addEventListener("click", (event) => {
    const fact = event.target.closest(NUMBER);
    if (fact && !event.metaKey && !event.ctrlKey && !event.shiftKey && event.detail > 0) {
      event.preventDefault();
      from === fact ? close(true) : ask(fact);
    } else if (!card.contains(event.target)) close(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(true);
    const stops = card.hidden ? [] : [...card.querySelectorAll("a, button")];
    if (event.key === "Tab" && stops.length) {
      // beyond either end one goes on from what was asked
      if (event.shiftKey && [stops[0], card].includes(document.activeElement)) {
        event.preventDefault();
        close(true);
      } else if (!event.shiftKey && document.activeElement === stops.at(-1)) close(true);
    }
    const fact = document.activeElement;
    if (event.key === " " && fact.matches(NUMBER)) {
      event.preventDefault();
      ask(fact);
    }
  });

  // A link to what lies folded opens it.
  const unfold = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = [];
    for (let node = target; node; node = node.parentElement) if (node.matches("details:not([open])")) folded.push(node);
    folded.forEach((one) => { one.open = true; });
    if (folded.length) target.scrollIntoView();
  };
  window.addEventListener("hashchange", unfold);
  unfold();
})();
