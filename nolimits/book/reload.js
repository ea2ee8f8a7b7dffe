// Served by `nolimits serve` only: loads the page anew when another book, or a fault, is shown in its place.
(() => {
  const { state } = document.currentScript.dataset;
  let timer;
  const ask = async () => {
    clearTimeout(timer);
    try {
      const answer = await fetch("/-/state", { cache: "no-store" });
      if (answer.ok && (await answer.text()) !== state) {
        location.reload();
        return;
      }
    } catch {
      // the server is away: it may come back
    }
    clearTimeout(timer);
    timer = setTimeout(ask, document.hidden ? 2000 : 300);
  };
  timer = setTimeout(ask, 300);
  document.addEventListener("visibilitychange", () => document.hidden || ask());
})();
