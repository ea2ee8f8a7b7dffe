(() => {
  "use strict";
  let chosen = location.hash.slice(1);
  // without a script the choice leads to a section; with it, a section stands alone
  const offer = () => {
    const links = [...document.querySelectorAll(".catalogue-choice a")];
    const sections = [...document.querySelectorAll("section.catalogue")];
    const show = (id) => {
      chosen = id;
      sections.forEach((one) => { one.hidden = Boolean(id) && one.id !== id; });
      links.forEach((one) => {
        if ((one.dataset.section ?? "") === id) one.setAttribute("aria-current", "true");
        else one.removeAttribute("aria-current");
      });
    };
    links.forEach((one) => {
      one.onclick = (event) => { event.preventDefault(); show(one.dataset.section ?? ""); };
    });
    show(sections.some((one) => one.id === chosen) ? chosen : "");
  };
  offer();
  document.addEventListener("nolimits:exchanged", offer); // the page shows another day
})();
