
"use strict";
(() => {
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const show = (element) => element.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "center" });
  const marksOf = (id) => all("mark").filter((mark) => mark.dataset.of.split(" ").includes(id));
  const choose = (id) => {
    all(".here").forEach((element) => element.classList.remove("here"));
    document.getElementById(id).classList.add("here");
    marksOf(id).forEach((mark) => mark.classList.add("here"));
  };

  const form = document.querySelector(".filter");
  const filter = () => {
    const severities = new Set(all("input:checked", form).map((input) => input.value));
    const category = form.elements.category.value;
    const shown = new Set();
    for (const card of all(".card")) {
      const fits = severities.has(card.dataset.severity) && (!category || card.dataset.category === category);
      card.hidden = !fits;
      document.getElementById(card.dataset.at).classList.toggle("off", !fits);
      if (fits) shown.add(card.id);
    }
    for (const mark of all("mark")) {
      mark.classList.toggle("off", !mark.dataset.of.trim().split(" ").some((id) => shown.has(id)));
    }
    for (const list of all(".findings")) {
      list.querySelector(".none").hidden = all(".card", list).some((card) => !card.hidden);
    }
    form.querySelector("output").textContent = `显示 ${shown.size} 处`;
  };
  if (form) {
    form.addEventListener("change", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    filter();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".card h3 a, .ref");
    const mark = event.target.closest("mark:not(.off)");
    const card = event.target.closest(".card");
    if (link) event.preventDefault();
    if (link?.matches(".ref") || mark) {
      const ids = mark ? mark.dataset.of.trim().split(" ") : [link.hash.slice(1)];
      const id = ids.find((name) => !document.getElementById(name).hidden);
      choose(id);
      show(document.getElementById(id));
    } else if (card && !event.target.closest("details")) {
      choose(card.id);
      show(document.getElementById(card.dataset.at));
    }
  });
})();
