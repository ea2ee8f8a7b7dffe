(() => {
  "use strict";
  const known = window.NOLIMITS_FILES;
  const box = document.querySelector(".verify");
  if (!box || !known) return;
  const input = box.querySelector("input");
  const answer = box.querySelector("[role=status]");
  const IDENTITY = /(?<![a-z0-9-])([a-z0-9]+(?:-[a-z0-9]+)+) (\d+-[0-9a-f]{64})(?![0-9a-f])/;

  // files that are told apart by their names, as the command line does
  const NAMED = /^(charts\/|downloads\/|data\/|data\.zip|_images\/)/;
  const NAMELESS = ["README.md", "SHA256SUMS", "index.html"];

  const day = (iso) => new Date(`${iso}T12:00:00Z`)
    .toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const named = (numbers) => numbers.map((n) => `${known.editions[n].edition} (as known by ${day(known.editions[n].cutoff)})`).join(", ");
  const own = (object, name) => (Object.hasOwn(object, name) ? object[name] : undefined);
  const last = known.editions.length - 1;
  const chartAt = (place) => {
    const found = /^charts\/([^/.]+)[/.]/.exec(place);
    return found && own(known.charts, found[1]) ? found[1] : "";
  };
  const newest = new Set();
  Object.values(known.files).forEach(([place, editions]) => { if (editions.includes(last)) newest.add(place); });
  const since = (place, chart, numbers) => {
    const held = numbers[numbers.length - 1];
    if (held === last) return "The newest edition at hand has the same.";
    if (!chart) return `The newest edition has ${newest.has(place) ? "another" : "no"} file of that name.`;
    const now = known.charts[chart][last];
    if (now === known.charts[chart][held]) return "The newest edition at hand draws the same chart.";
    return now ? "A newer edition draws it otherwise: see the chart’s page." : "The newest edition has no such chart.";
  };
  const say = (word, text, chart) => {
    answer.className = word.replaceAll(" ", "-");
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
    let bytes;
    try {
      bytes = await file.arrayBuffer();
    } catch {
      say("not found", "There is no file of that name that could be read.");
      return;
    }
    const digest = [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map((b) => b.toString(16).padStart(2, "0")).join("");
    const hit = own(known.files, digest);
    if (hit) {
      const [place, editions] = hit;
      const chart = chartAt(place);
      const word = editions.includes(last) ? "intact" : "of another edition";
      say(word, `${place}, byte for byte as published in ${named(editions)}. ${since(place, chart, editions)}`, chart);
      return;
    }
    const found = IDENTITY.exec(new TextDecoder("latin1").decode(bytes));
    const fingerprints = found && own(known.charts, found[1]);
    const stem = file.name.split(".")[0];
    if (fingerprints) {
      const editions = fingerprints.flatMap((one, n) => (one === found[2] ? [n] : []));
      if (editions.length) say("altered", `It says that it is the chart ${found[1]} of ${named(editions)}, but its bytes are not those that were published.`, found[1]);
      else say("unknown", `It says that it is the chart ${found[1]}, with a fingerprint that no edition at hand has.`, found[1]);
    } else if (own(known.charts, stem)) {
      say("altered", `It is named as a file of the chart ${stem}, but its bytes are those of no published file.`, stem);
    } else {
      const place = NAMELESS.includes(file.name) ? "" : Object.values(known.files).map(([one]) => one)
        .filter((one) => NAMED.test(one) && one.split("/").pop() === file.name).sort()[0];
      if (place) say("altered", `It is named as ${place}, but its bytes are those of no published file.`);
      else say("unknown", "It is no file of this book.");
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
