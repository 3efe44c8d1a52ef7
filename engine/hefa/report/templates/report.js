
"use strict";
(() => {
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const show = (element) => element.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
  const form = document.querySelector(".filter");
  if (!form) return;
  const { issuer, category } = form.elements;
  const severities = () => new Set(all("input:checked", form).map((input) => input.value));
  const filter = () => {
    const chosen = severities();
    let shown = 0;
    for (const doc of all(".doc")) {
      let fitting = 0;
      for (const card of all(".card", doc)) {
        const fits = chosen.has(card.dataset.severity) && (!category.value || card.dataset.category === category.value);
        card.hidden = !fits;
        fitting += fits;
      }
      doc.hidden = !fitting || (issuer.value !== "" && doc.dataset.issuer !== issuer.value);
      shown += !doc.hidden;
    }
    document.querySelector(".none").hidden = shown > 0;
    form.querySelector("output").textContent = `显示 ${shown} 件`;
  };
  const open = (doc) => { doc.open = true; doc.hidden = false; };
  form.addEventListener("change", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector("[value=open]").addEventListener("click", () => all(".doc:not([hidden])").forEach((doc) => { doc.open = true; }));
  form.querySelector("[value=shut]").addEventListener("click", () => all(".doc").forEach((doc) => { doc.open = false; }));
  form.querySelector("[value=clear]").addEventListener("click", () => { form.reset(); filter(); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    if (link.dataset.category) {
      event.preventDefault();
      form.reset();
      issuer.value = link.dataset.issuer;
      category.value = link.dataset.category;
      filter();
      const first = document.querySelector(".doc:not([hidden])");
      if (first) open(first);
      show(form);
    } else if (link.hash.startsWith("#doc")) {
      const doc = document.querySelector(link.hash);
      if (doc) open(doc);
    }
  });
  filter();
})();
