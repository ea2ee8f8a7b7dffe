/* This page as of another day: its texts and pictures are loaded when somebody asks for one, or when the address does. */
(() => {
  "use strict";
  const opener = document.querySelector(".past-open");
  const article = document.querySelector("article.bd-article");
  if (!opener || !article) return;
  const contents = document.getElementById("pst-page-toc-nav");
  const own = opener.dataset.day;
  const home = new URL(document.documentElement.dataset.content_root || "./", location.href).href;
  const drawn = new URL("pictures/", new URL(opener.dataset.past.replace(/(past\/).*/, "$1"), location.href)).href;
  const title = document.title;
  const ADDED = "added"; // what scripts put into a page, which is no part of its text
  const WHOLE = ".asked, .citation, .highlight, svg"; // what scripts work on is exchanged as a whole
  const named = (day) => new Date(`${day}T12:00:00Z`)
    .toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const make = (tag, told = {}, ...held) => {
    const element = Object.assign(document.createElement(tag), told);
    element.append(...held);
    return element;
  };

  // --- what is loaded: scripts, which a plain folder allows, too, with what they hold packed
  const unpacked = async (packed) => {
    const bytes = Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
  };
  const load = (address, name) => new Promise((done, failed) => {
    const script = make("script", { src: address, onload: () => { done(window[name]); script.remove(); }, onerror: failed });
    document.head.append(script);
  }).then(unpacked);
  // of the page's own text there are only numbers of parts, which follow one another
  const unwound = ({ texts, held, spans }, parts = []) => {
    let next = 0;
    const whole = texts.map((told) => (typeof told === "number" ? parts.slice(next, (next += told)).join("") : told));
    if (next !== parts.length) throw new Error("the page and its other days are not of one book");
    const holds = (place, n) => { // spans are firsts and lasts by twos
      const span = spans[place];
      for (let i = 0; i < span.length; i += 2) if (span[i] <= n && n <= span[i + 1]) return true;
      return false;
    };
    return (n) => {
      const there = spans.map((_, place) => holds(place, n));
      return whole.filter((_, i) => there[held[i]]).join("");
    };
  };
  const pictures = new Map(); // by name: what tells the picture of a day, once it is loaded
  const picture = (name) => {
    if (!pictures.has(name)) {
      pictures.set(name, load(`${drawn}${name}.js`, "NOLIMITS_PICTURE").then((told) => {
        const of = unwound(told.picture);
        return (n, isDark) => {
          const light = of(n);
          if (!light.startsWith("<")) return light;
          const shown = isDark && told.dark
            ? light.replace(new RegExp(told.salted, "g"), "$1y").replace(new RegExp(told.colour, "g"), (one) => told.dark[one.toLowerCase()] || one)
            : light;
          return `data:image/svg+xml;charset=utf-8,${shown.replace(/%/g, "%25").replace(/#/g, "%23")}`;
        };
      }));
    }
    return pictures.get(name);
  };

  // --- one version in place of another: what is the same in both stays as it is, with what was done to it
  const parsed = (html) => new DOMParser().parseFromString(`<!doctype html><body>${html}`, "text/html").body;
  // of a line of a table only its number is read, by what it says: most of a long table is out of sight
  const LINE = /<tr\b([^>]*)>[^]*?<\/tr>/g;
  const numbers = new Map();
  const lines = [];
  const numbered = (line) => {
    if (!numbers.has(line)) numbers.set(line, lines.push(line) - 1);
    return numbers.get(line);
  };
  const shortened = (html) => html.replace(LINE, (line, told) => // one that holds a table would be cut short
    (line.includes("<table") ? line : `<tr${told} data-line="${numbered(line)}"></tr>`));
  const isLine = (node) => node.nodeName === "TR" && "line" in node.dataset;
  const whole = (node) => (isLine(node) ? make("template", { innerHTML: lines[node.dataset.line] }).content.firstElementChild : node);
  const places = new Map(); // where a published site keeps a picture that the page itself shows
  const fresh = (node) => {
    const copy = document.importNode(whole(node), true);
    copy.querySelectorAll?.("tr[data-line]").forEach((line) => line.replaceWith(document.importNode(whole(line), true)));
    const images = copy.nodeName === "IMG" ? [copy] : copy.querySelectorAll?.("img") || [];
    images.forEach((one) => {
      const { width, height } = one;
      // until it is drawn it takes its room
      one.src = one.dataset.past
        ? `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='${width}' height='${height}'/>`
        : places.get(one.getAttribute("src")) || one.getAttribute("src");
    });
    return copy;
  };
  const alike = (one, other) => one.nodeName === other.nodeName && one.id === other.id && one.className === other.className;
  const due = new Map(); // lines, each with what it shows and what it is to show
  const change = (live, before, after) => {
    if (isLine(before) && isLine(after)) {
      due.set(live, [due.get(live)?.[0] || before, after]);
      return;
    }
    if (due.has(live)) catchUp(live); // or it would later turn into what it was to be before
    exchange(live, whole(before), whole(after));
  };
  const catchUp = (live) => {
    const [before, after] = due.get(live);
    due.delete(live);
    if (live.isConnected && !before.isEqualNode(after)) exchange(live, whole(before), whole(after));
  };
  const isSeen = (one) => {
    const { top, bottom } = one.getBoundingClientRect();
    return top < innerHeight && bottom > 0;
  };
  const exchange = (live, before, after) => {
    for (const { name } of [...before.attributes]) if (!after.hasAttribute(name) && name !== "src") live.removeAttribute(name);
    for (const { name, value } of after.attributes) {
      if (before.getAttribute(name) !== value) live.setAttribute(name, name === "src" ? places.get(value) || value : value);
    }
    const shown = [...live.childNodes].filter((node) => !(node.nodeName === "SCRIPT" || (node.dataset && ADDED in node.dataset)));
    const old = [...before.childNodes];
    const next = [...after.childNodes];
    if (shown.length !== old.length || shown.some((node, i) => node.nodeName !== old[i].nodeName)) {
      live.replaceChildren(...next.map(fresh));
      return;
    }
    let start = 0;
    while (start < old.length && start < next.length && old[start].isEqualNode(next[start])) start += 1;
    let end = 0;
    while (end < old.length - start && end < next.length - start && old.at(-1 - end).isEqualNode(next.at(-1 - end))) end += 1;
    const stop = shown[shown.length - end] || null;
    let at = start;
    const last = old.length - end;
    next.slice(start, next.length - end).forEach((node) => {
      let place = at;
      while (place < last && !old[place].isEqualNode(node) && !(node.id && old[place].id === node.id)) place += 1;
      if (place === last && at < last && node.nodeType === 1 && !node.id && alike(old[at], node)) place = at;
      if (place === last) {
        live.insertBefore(fresh(node), at < last ? shown[at] : stop);
        return;
      }
      for (; at < place; at += 1) shown[at].remove();
      at += 1;
      if (old[place].isEqualNode(node)) return;
      if (alike(old[place], node) && !node.matches(WHOLE)) change(shown[place], old[place], node);
      else shown[place].replaceWith(fresh(node));
    });
    for (; at < last; at += 1) shown[at].remove();
  };

  // --- the slider
  let told = null;
  let at = -1;
  let drawing = 0;
  const versions = {};
  const pristine = {}; // what was last put in place, as it was before anything was done to it
  const beside = (ending) => opener.dataset.past.replace(/\.js$/, ending);
  // what the page says by itself, without what was done to it since
  const source = async () => {
    if (location.protocol === "file:") return load(beside(".own.js"), "NOLIMITS_PAGE");
    const page = await (await fetch(location.pathname, { cache: "force-cache" })).text();
    return /<article class="bd-article">([^]*?)<\/article>/.exec(page)[1].replace(/<script\b[^]*?<\/script>/g, "");
  };
  const neutral = (html, { signs, days }) => signs.reduce((all, sign, i) => all.replaceAll(days.at(-1).says[i], sign), html);
  const ready = () => {
    told ||= Promise.all([load(opener.dataset.past, "NOLIMITS_PAST"), source()]).then(async ([read, html]) => {
      const drawings = [];
      const said = neutral(html, read).replace(new RegExp(read.drawing, "g"), (drawing) => { drawings.push(drawing); return read.seams[0]; });
      const parts = (text) => text.split(new RegExp(read.cut)).filter(Boolean);
      versions.article = unwound(read.article, parts(said));
      versions.contents = unwound(read.contents);
      versions.drawn = read.draws
        ? unwound(await load(beside(".drawn.js"), "NOLIMITS_DRAWN"), parts(drawings.join(read.seams[1])))
        : () => "";
      at = read.days.length - 1;
      const live = [...article.querySelectorAll("img[src]")];
      [...parsed(html).querySelectorAll("img[src]")].forEach((one, i) => places.set(one.getAttribute("src"), live[i]?.getAttribute("src")));
      build(read);
      return read;
    });
    told.catch(() => { told = null; });
    return told;
  };
  const text = (part, n, read) => {
    const [seam, gap] = read.seams;
    const drawings = part === "article" ? versions.drawn(n).split(gap) : [];
    const said = versions[part](n).replaceAll(seam, () => drawings.shift());
    return parsed(shortened(read.signs.reduce((all, sign, i) => all.replaceAll(sign, () => read.days[n].says[i]), said)));
  };

  const bar = make("section", { id: "past", className: "past", hidden: true, ariaLabel: "This page as of another day" });
  const says = make("p", { className: "past-says" });
  says.setAttribute("role", "status");
  const slider = make("input", { type: "range", min: 0, step: 1, ariaLabel: "Day" });
  const step = (label, by, sign) => make("button", { type: "button", className: "copy", ariaLabel: label, onclick: () => move(+slider.value + by) }, sign);
  const earlier = step("Earlier day", -1, "‹");
  const later = step("Later day", 1, "›");
  const years = make("p", { className: "past-years", ariaHidden: "true" });
  const back = make("button", { type: "button", className: "copy", onclick: () => leave() }, `Back to ${named(own)}`);
  const build = (read) => {
    slider.max = read.days.length - 1;
    const first = (year) => read.days.findIndex(({ day }) => day.startsWith(year));
    let before = -1;
    [...new Set(read.days.map(({ day }) => day.slice(0, 4)))].forEach((year) => {
      const place = first(year) / Math.max(1, read.days.length - 1);
      const isLate = place > 0.9; // it stands before its mark
      if (place - before < (isLate ? 0.3 : 0.15)) return; // no room
      before = place;
      const mark = make("span", { className: isLate ? "late" : "" }, year);
      mark.style.left = `${100 * place}%`;
      years.append(mark);
    });
    bar.append(says, make("div", { className: "past-row" }, earlier, make("div", { className: "past-track" }, slider, years), later), back);
    opener.setAttribute("aria-controls", "past");
    document.body.append(bar);
  };
  const joined = (names) => [names.slice(0, -1).join(", "), names.at(-1)].filter(Boolean).join(" and ");
  const statement = ({ day, later: papers, there }) => {
    if (day === own) return ["This is the newest day. Move the slider to see what the page said before."];
    const lines = ["You are reading this page as of ", make("strong", {}, named(day)), "."];
    if (!there) lines.push(" It had nothing to show on that day.");
    if (papers.length) lines.push(` ${joined(papers).replace(/^./, (first) => first.toUpperCase())} came later.`);
    if (article.querySelector("a[download]")) lines.push(` Files are those of ${named(own)}.`);
    return lines;
  };
  const address = (days, n) => {
    const { day } = days[n];
    const month = day.slice(0, 7);
    const isLast = !days[n + 1]?.day.startsWith(month); // of its month, so that the month names it
    return day === own ? "" : isLast ? month : day;
  };
  const tell = (days) => {
    const here = new URL(location.href);
    const on = address(days, at);
    if (on) here.searchParams.set("on", on);
    else here.searchParams.delete("on");
    try {
      history.replaceState(history.state, "", here);
    } catch {
      // a browser that lets no page of a folder change its address
    }
    document.title = on ? `${title} (as of ${named(days[at].day)})` : title;
    return on;
  };

  // the place where somebody reads stays where it is: by the first thing below the window's head that stays on the page
  const held = () => {
    const top = document.querySelector(".bd-header-article")?.getBoundingClientRect().bottom || 0;
    const places = scrollY ? [...article.querySelectorAll("[id]")].map((one) => [one, one.getBoundingClientRect()]) : [];
    const seen = places.filter(([, box]) => box.top >= top && box.height);
    return () => {
      const [mark, before] = seen.find(([one]) => one.isConnected && one.getClientRects().length) || [];
      if (mark) scrollBy({ top: mark.getBoundingClientRect().top - before.top, behavior: "instant" });
    };
  };
  // what is out of sight follows bit by bit
  let waiting = 0;
  const goOn = () => {
    const until = performance.now() + 8;
    for (const line of due.keys()) {
      catchUp(line);
      if (performance.now() > until) break;
    }
    if (due.size) waiting = setTimeout(goOn);
    else {
      article.ariaBusy = false;
      document.dispatchEvent(new Event("nolimits:exchanged"));
    }
  };
  window.addEventListener("beforeprint", () => [...due.keys()].forEach(catchUp));
  const show = (read, n) => {
    const { days } = read;
    if (n !== at) {
      const settle = held();
      document.dispatchEvent(new Event("nolimits:exchanging")); // what scripts have put in another order goes back
      [["article", article], ["contents", contents]].forEach(([part, live]) => {
        if (!live) return;
        const next = text(part, n, read);
        exchange(live, pristine[part] || text(part, at, read), next);
        pristine[part] = next;
        if (live === contents) live.closest(".sidebar-secondary-item").hidden = !live.textContent.trim();
      });
      at = n;
      [...due.keys()].filter(isSeen).forEach(catchUp);
      article.ariaBusy = due.size > 0;
      document.dispatchEvent(new Event("nolimits:exchanged"));
      draw(n);
      settle();
      clearTimeout(waiting);
      if (due.size) waiting = setTimeout(goOn);
    }
    const on = tell(days);
    says.replaceChildren(make("span", {}, ...statement(days[n])));
    slider.value = n;
    slider.setAttribute("aria-valuetext", named(days[n].day));
    earlier.disabled = n === 0;
    later.disabled = n === days.length - 1;
    opener.textContent = `As of ${named(days[n].day)}`;
    document.documentElement.toggleAttribute("data-past", Boolean(on));
  };
  // those that are seen first, then those for the other theme and width
  const draw = (n) => {
    const turn = ++drawing;
    const images = [...article.querySelectorAll("img[data-past]")];
    const seen = images.filter((one) => one.offsetWidth);
    const put = (one) => picture(one.dataset.past).then((of) => {
      const shown = of(n, one.classList.contains("dark"));
      if (turn === drawing && one.getAttribute("src") !== shown) one.src = shown;
    }, () => {});
    Promise.all(seen.map(put)).then(() => setTimeout(() => turn === drawing && images.forEach(put), 200));
  };
  let asked = null;
  const move = (n) => {
    slider.value = n;
    if (asked === null) requestAnimationFrame(() => { const to = asked; asked = null; told.then((read) => show(read, to)); });
    asked = +slider.value;
  };
  slider.addEventListener("input", () => move(+slider.value));
  const open = (focus) => ready().then((read) => {
    bar.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    document.documentElement.classList.add("past-shown");
    show(read, at);
    if (focus) slider.focus({ preventScroll: true });
    return read;
  }, () => { opener.textContent = "Other days could not be loaded"; });
  const leave = () => told.then((read) => {
    show(read, read.days.length - 1);
    bar.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    document.documentElement.classList.remove("past-shown");
    opener.focus({ preventScroll: true });
  });
  opener.addEventListener("click", () => open(true));
  bar.addEventListener("keydown", (event) => { if (event.key === "Escape") leave(); });

  // --- a day by its address, and from page to page
  const wanted = new URLSearchParams(location.search).get("on");
  if (/^\d{4}-\d\d(-\d\d)?$/.test(wanted || "")) {
    open(false).then((read) => {
      if (read) show(read, Math.max(0, read.days.findLastIndex(({ day }) => day.slice(0, wanted.length) <= wanted)));
    });
  }
  const carry = (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || at < 0 || !link.href.startsWith(home) || link.hasAttribute("download")) return;
    told?.then(({ days }) => {
      const to = new URL(link.href);
      if (!/(\.html|\/)$/.test(to.pathname) || link.getAttribute("href").startsWith("#")) return;
      const on = address(days, at);
      if (on) to.searchParams.set("on", on);
      else to.searchParams.delete("on");
      link.href = to.href;
    });
  };
  ["pointerdown", "focusin"].forEach((kind) => document.addEventListener(kind, carry));
})();
