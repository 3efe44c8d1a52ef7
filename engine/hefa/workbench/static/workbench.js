"use strict";
// The keyboard of the review page, the words chosen in the draft, the size of a file before it is sent.
// All else works without this file.
(() => {
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const file = document.querySelector("input[type=file][data-most]");
  file?.addEventListener("change", () => {
    const large = [...file.files].some((one) => one.size > Number(file.dataset.most));
    file.setCustomValidity(large ? file.dataset.said : "");
    file.reportValidity();
  });

  const draft = document.querySelector(".text");
  const help = document.getElementById("keys");
  if (!draft) return;

  const cards = () => all(".card").filter((card) => !card.hidden);
  const current = () => document.querySelector(".card.here");
  const marksOf = (key) => all("mark", draft).filter((mark) => mark.dataset.of.split(" ").includes(key));

  const show = (element, block) => element?.scrollIntoView({ behavior: calm ? "auto" : "smooth", block });
  // Scrolls the pane of the draft alone, so that the page stays where the findings are.
  const reveal = (element) => {
    if (!element) return;
    const pane = draft.closest(".pane");
    const offset = element.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    pane.scrollTo({ top: pane.scrollTop + offset - pane.clientHeight / 3, behavior: calm ? "auto" : "smooth" });
  };

  const choose = (card, { focus = true, scroll = true } = {}) => {
    if (!card) return;
    all(".here").forEach((element) => element.classList.remove("here"));
    card.classList.add("here");
    marksOf(card.dataset.key).forEach((mark) => mark.classList.add("here"));
    if (focus) card.focus({ preventScroll: true });
    if (scroll) show(card, "nearest");
    reveal(document.getElementById(`t-${card.dataset.key}`));
    history.replaceState(null, "", `#${card.id}`);
  };
  const step = (by) => {
    const list = cards();
    const at = list.indexOf(current());
    choose(list[at < 0 ? 0 : Math.min(list.length - 1, Math.max(0, at + by))]);
  };
  const open = (card, name) => {
    const fold = card?.querySelector(`details[data-fold="${name}"]`);
    if (!fold) return;
    fold.open = true;
    fold.querySelector("textarea, input:not([type=hidden])")?.focus();
  };
  const press = (card, name) => card?.querySelector(`form[data-verdict="${name}"]`)?.requestSubmit();

  // What was chosen in the draft last, and how many code points stand before it.
  let chosen = null;
  const points = (text) => [...text].length;
  const remember = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!draft.contains(range.commonAncestorContainer)) return;
    const before = document.createRange();
    before.selectNodeContents(draft);
    before.setEnd(range.startContainer, range.startOffset);
    chosen = { quote: selection.toString().trim(), start: points(before.toString()) };
  };
  const add = () => {
    const fold = document.getElementById("add");
    if (!fold) return;
    fold.open = true;
    if (chosen) {
      fold.querySelector("[name=quote]").value = chosen.quote;
      fold.querySelector("[name=start]").value = chosen.start;
    }
    show(fold, "center");
    fold.querySelector(chosen ? "[name=severity]" : "[name=quote]").focus();
  };
  document.addEventListener("selectionchange", remember);
  document.querySelector("#add [name=quote]")?.addEventListener("input", () => {
    document.querySelector("#add [name=start]").value = "";
  });

  const filter = () => {
    const wanted = document.getElementById("shown").value;
    for (const card of all(".card")) {
      card.hidden = !(wanted === "all" || (wanted === "open" ? !card.dataset.verdict : card.dataset.severity === wanted));
    }
    document.getElementById("none-shown").hidden = cards().length > 0;
  };
  const filters = document.getElementById("shown");
  if (filters) {
    filters.closest(".filters").hidden = false;
    filters.addEventListener("change", filter);
  }

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    a: () => press(current(), "accept"),
    u: () => press(current(), "withdraw"),
    r: () => open(current(), "reject"),
    e: () => open(current(), "edit"),
    c: () => open(current(), "comment"),
    n: add,
    "?": () => help.showModal(),
  };
  const writing = (target) => target.closest("input, textarea, select, dialog[open]");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest("details[data-fold], #add")) {
      const fold = event.target.closest("details");
      fold.open = false;
      (fold.closest(".card") ?? fold.querySelector("summary")).focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || writing(event.target)) return;
    if (event.key.startsWith("Arrow") && event.target !== document.body && !event.target.matches(".card")) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.getElementById("show-keys")?.addEventListener("click", () => help.showModal());

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".ref, .card h3 a");
    const mark = event.target.closest(".text mark");
    const card = event.target.closest(".card");
    if (link) event.preventDefault();
    if (link?.matches(".ref") || mark) {
      if (!getSelection().isCollapsed) return;
      const wanted = mark ? mark.dataset.of.split(" ") : [link.dataset.of];
      choose(cards().find((one) => wanted.includes(one.dataset.key)));
    } else if (card && (link || !event.target.closest("details, button, form, a"))) {
      choose(card, { focus: Boolean(link), scroll: false });
      if (link) show(draft.closest(".pane"), "nearest");
    }
  });

  // A finding that was decided on comes anew: the marks in the draft follow, and one goes on to the next.
  let verdict = "";
  document.addEventListener("submit", (event) => {
    verdict = event.target.dataset.verdict ?? "";
  });
  document.addEventListener("htmx:after:swap", () => {
    for (const mark of all("mark", draft)) {
      const on = mark.dataset.of.split(" ").map((key) => document.getElementById(`f-${key}`));
      mark.classList.toggle("rejected", on.every((card) => card?.dataset.verdict === "reject"));
    }
    const card = document.getElementById(location.hash.slice(1));
    if (card?.matches(".card:not(.here)")) {
      choose(card, { scroll: false });
      if (verdict && verdict !== "withdraw") step(1);
    }
    verdict = "";
  });

  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named?.matches(".card")) choose(named);
})();
