(() => {
  "use strict";
  const known = window.NOLIMITS_FILES;
  const box = document.querySelector(".verify");
  if (!box || !known) return;
  const input = box.querySelector("input");
  const answer = box.querySelector("[role=status]");
  const IDENTITY = /(?<![a-z0-9-])([a-z0-9]+(?:-[a-z0-9]+)+) (\d+-[0-9a-f]{64})(?![0-9a-f])/;

  const day = (iso) => new Date(`${iso}T12:00:00Z`)
    .toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const named = (numbers) => numbers.map((n) => `${known.editions[n].edition} (as known by ${day(known.editions[n].cutoff)})`).join(", ");
  const since = (chart, fingerprint) => {
    const now = known.charts[chart][known.editions.length - 1];
    if (now === fingerprint) return "The newest edition at hand draws the same chart.";
    return now ? "A newer edition draws it otherwise: see the chart's page." : "The newest edition has no such chart.";
  };
  const say = (word, text, chart) => {
    answer.className = word;
    answer.textContent = "";
    const badge = document.createElement("strong");
    badge.textContent = word;
    answer.append(badge, ` ${text} `);
    if (chart) {
      const link = document.createElement("a");
      link.href = `../charts/${chart}.html`;
      link.textContent = "The chart’s page";
      answer.append(link);
    }
  };

  const look = async (file) => {
    if (!window.crypto || !window.crypto.subtle) {
      say("unknown", "This browser computes checksums only on a secure address or from a folder.");
      return;
    }
    const bytes = await file.arrayBuffer();
    const digest = [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map((b) => b.toString(16).padStart(2, "0")).join("");
    const hit = known.files[digest];
    if (hit) {
      const [chart, name, editions] = hit;
      const fingerprint = known.charts[chart][editions[editions.length - 1]];
      say("intact", `${name}, byte for byte as published in ${named(editions)}. ${since(chart, fingerprint)}`, chart);
      return;
    }
    const found = IDENTITY.exec(new TextDecoder("latin1").decode(bytes));
    const stem = file.name.split(".")[0];
    if (found && known.charts[found[1]]) {
      const editions = known.charts[found[1]].flatMap((one, n) => (one === found[2] ? [n] : []));
      if (editions.length) say("changed", `It says that it is the chart ${found[1]} of ${named(editions)}, but its bytes are not those that were published.`, found[1]);
      else say("unknown", `It says that it is the chart ${found[1]}, with a fingerprint that no edition at hand has.`, found[1]);
    } else if (known.charts[stem]) {
      say("changed", `It is named as a file of the chart ${stem}, but its bytes are those of no published file.`, stem);
    } else {
      say("unknown", "It is a file of no chart of this book.");
    }
  };

  const take = (files) => { if (files.length) look(files[0]); };
  input.addEventListener("change", () => take(input.files));
  box.addEventListener("dragover", (event) => { event.preventDefault(); box.classList.add("over"); });
  box.addEventListener("dragleave", () => box.classList.remove("over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("over");
    take(event.dataTransfer.files);
  });
})();
