(() => {
  "use strict";
  const make = (tag, what) => Object.assign(document.createElement(tag), what);
  let chosen = location.hash.slice(1);
  const offer = () => {
    document.querySelector(".catalogue-choice")?.remove();
    const sections = [...document.querySelectorAll("section.catalogue")];
    if (sections.length < 2) return;
    const choice = make("p", { className: "catalogue-choice", role: "group", ariaLabel: "Section" });
    choice.dataset.added = "";
    const buttons = ["", ...sections.map((one) => one.id)].map((id) => {
      const textContent = id ? document.querySelector(`#${id} h2`).firstChild.textContent : "All";
      const button = make("button", { type: "button", textContent, onclick: () => show(id) });
      button.dataset.section = id;
      choice.append(button);
      return button;
    });
    const show = (id) => {
      chosen = id;
      sections.forEach((one) => { one.hidden = Boolean(id) && one.id !== id; });
      buttons.forEach((one) => { one.ariaPressed = one.dataset.section === id; });
    };
    sections[0].before(choice);
    show(sections.some((one) => one.id === chosen) ? chosen : "");
  };
  offer();
  document.addEventListener("nolimits:exchanged", offer); // the page shows another day
})();
