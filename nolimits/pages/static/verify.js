(() => {
  "use strict";
  const known = window.NOLIMITS_FILES;
  const box = document.querySelector(".verify");
  if (!box || !known) return;
  const input = box.querySelector("input");
  const answer = box.querySelector("[role=status]");
  const IDENTITY = /(?<![a-z0-9-])([a-z0-9]+(?:-[a-z0-9]+)+) (\d+-[0-9a-f]{64})(?![0-9a-f])/;

  const make = (tag, what) => Object.assign(document.createElement(tag), what);
  const day = (iso) => new Date(`${iso}T12:00:00Z`)
    .toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
  const named = (numbers) => numbers.map((n) => `${known.editions[n].edition} (as known by ${day(known.editions[n].cutoff)})`).join(", ");
  const since = (chart, fingerprint) => {
    const now = known.charts[chart].at(-1);
    if (now === fingerprint) return "The newest edition at hand draws the same chart.";
    return now ? "A newer edition draws it otherwise: see the chart's page." : "The newest edition has no such chart.";
  };
  const say = (word, text, chart) => {
    answer.className = word;
    answer.replaceChildren(make("strong", { textContent: word }), ` ${text} `);
    if (chart) answer.append(make("a", { href: `../charts/${chart}.html`, textContent: "The chart’s page" }));
  };

  const look = async (file) => {
    if (!crypto?.subtle) {
      say("unknown", "This browser computes checksums only on a secure address or from a folder.");
      return;
    }
    const bytes = await file.arrayBuffer();
    const digest = [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map((b) => b.toString(16).padStart(2, "0")).join("");
    const hit = known.files[digest];
    if (hit) {
      const [chart, name, editions] = hit;
      const fingerprint = known.charts[chart][editions.at(-1)];
      say("intact", `${name}, byte for byte as published in ${named(editions)}. ${since(chart, fingerprint)}`, chart);
      return;
    }
    const found = IDENTITY.exec(new TextDecoder("latin1").decode(bytes));
    const stem = file.name.split(".")[0];
    if (found && known.charts[found[1]]) {
      const [, chart, fingerprint] = found;
      const editions = known.charts[chart].flatMap((one, n) => (one === fingerprint ? [n] : []));
      const says = `It says that it is the chart ${chart}`;
      if (editions.length) say("changed", `${says} of ${named(editions)}, but its bytes are not those that were published.`, chart);
      else say("unknown", `${says}, with a fingerprint that no edition at hand has.`, chart);
    } else if (known.charts[stem]) {
      say("changed", `It is named as a file of the chart ${stem}, but its bytes are those of no published file.`, stem);
    } else {
      say("unknown", "It is a file of no chart of this book.");
    }
  };

  const take = (files) => { if (files.length) look(files[0]); };
  input.onchange = () => take(input.files);
  const over = (event) => {
    event.preventDefault();
    box.classList.toggle("over", event.type === "dragover");
    if (event.type === "drop") take(event.dataTransfer.files);
  };
  box.ondragover = box.ondragleave = box.ondrop = over;
})();
