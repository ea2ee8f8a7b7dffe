(() => {
  "use strict";
  const sections = [...document.querySelectorAll("section.catalogue")];
  if (sections.length < 2) return;
  const make = (tag, what) => Object.assign(document.createElement(tag), what);
  const choice = make("p", { className: "catalogue-choice", role: "group", ariaLabel: "Section" });
  const buttons = ["", ...sections.map((one) => one.id)].map((id) => {
    const textContent = id ? document.querySelector(`#${id} h2`).firstChild.textContent : "All";
    const button = make("button", { type: "button", textContent, onclick: () => show(id) });
    button.dataset.section = id;
    choice.append(button);
    return button;
  });
  const show = (id) => {
    sections.forEach((one) => { one.hidden = Boolean(id) && one.id !== id; });
    buttons.forEach((one) => { one.ariaPressed = one.dataset.section === id; });
  };
  sections[0].before(choice);
  show(sections.find((one) => `#${one.id}` === location.hash)?.id || "");
})();
