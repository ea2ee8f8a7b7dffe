/* The ledger's table: search and sort by DataTables, and choices for columns of few values. */
document.addEventListener("DOMContentLoaded", () => {
  const table = document.querySelector("table.ledger");
  if (!table || !window.DataTable) return;
  const choices = ["Verdict", "Strength", "Paper", "Section", "Kind"];
  const data = new DataTable(table, {
    paging: false, order: [], autoWidth: false,
    language: { search: "Search the statements", info: "_TOTAL_ statements", infoFiltered: "of _MAX_", infoEmpty: "no statement" },
  });
  const bar = document.createElement("p");
  bar.className = "ledger-choices";
  data.columns().every(function () {
    const name = this.header().textContent.trim();
    if (!choices.includes(name)) return;
    const word = (cell) => { const box = Object.assign(document.createElement("div"), { innerHTML: cell }); return (box.querySelector(".badge") || box).textContent.trim(); };
    const select = document.createElement("select");
    const words = [...new Set(this.data().toArray().map(word))].sort();
    select.append(new Option("all", ""), ...words.map((each) => new Option(each, each)));
    select.addEventListener("change", () => {
      const wanted = select.value;
      this.search.fixed("choice", wanted ? (text, row, index) => word(data.cell(index, this.index()).data()) === wanted : null).draw();
    });
    const label = document.createElement("label");
    label.append(name, " ", select);
    bar.append(label);
  });
  table.closest(".table-box").before(bar);
  const open = () => {
    const row = document.getElementById(location.hash.slice(1));
    if (row?.matches("table.ledger tr")) { row.scrollIntoView({ block: "center" }); row.querySelector("details").open = true; }
  };
  window.onhashchange = open;
  open();
});
