(() => {
  "use strict";
  const sections = [...document.querySelectorAll("section.catalogue")];
  if (sections.length < 2) return;
  const choice = document.createElement("p");
  choice.className = "catalogue-choice";
  choice.setAttribute("role", "group");
  choice.setAttribute("aria-label", "Section");
  const buttons = ["", ...sections.map((one) => one.id)].map((id) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = id ? document.querySelector(`#${id} h2`).firstChild.textContent : "All";
    button.addEventListener("click", () => show(id));
    button.dataset.section = id;
    choice.append(button);
    return button;
  });
  const show = (id) => {
    sections.forEach((one) => { one.hidden = Boolean(id) && one.id !== id; });
    buttons.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.section === id)));
  };
  sections[0].before(choice);
  show(sections.some((one) => `#${one.id}` === location.hash) ? location.hash.slice(1) : "");
})();
