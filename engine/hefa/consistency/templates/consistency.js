
"use strict";
(() => {
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const form = document.querySelector(".filter");
  if (!form) return;
  const filter = () => {
    const chosen = new Set(all("input:checked", form).map((input) => input.value));
    let shown = 0;
    for (const matter of all(".matter")) {
      let fitting = 0;
      for (const conflict of all(".conflict", matter)) {
        conflict.hidden = !chosen.has(conflict.dataset.kind);
        fitting += !conflict.hidden;
      }
      matter.hidden = !fitting;
      shown += fitting;
    }
    form.querySelector("output").textContent = `显示 ${shown} 处`;
  };
  form.addEventListener("change", filter);
})();
