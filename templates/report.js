(() => {
  "use strict";
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const bar = document.getElementById("filter");
  const query = document.getElementById("q");
  const openOnly = document.getElementById("open-only");
  const shown = document.getElementById("shown");
  const text = new WeakMap();
  const words = (element) => {
    if (!text.has(element)) text.set(element, element.textContent.toLowerCase());
    return text.get(element);
  };
  const entries = all(".decision, .matrix tbody tr, .card, .duties tbody tr");
  // A matrix of many columns goes on in further tables with the same rows.
  const total = entries.filter((entry) => !entry.closest(".more")).length;
  const filter = () => {
    const wanted = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    const severities = new Set(all("[name=severity]:checked").map((box) => box.value));
    let count = 0;
    for (const entry of entries) {
      const found = wanted.every((word) => words(entry).includes(word));
      const severity = !entry.dataset.severity || severities.has(entry.dataset.severity);
      const open = !openOnly.checked || !entry.matches(".row-ok, .row-accepted");
      const keep = found && severity && open;
      entry.classList.toggle("filtered", !keep);
      if (keep && !entry.closest(".more")) count += 1;
    }
    for (const details of all("#duties details")) {
      const left = all("tbody tr:not(.filtered)", details).length;
      details.classList.toggle("filtered", left === 0);
      if (wanted.length) details.open = left > 0;
    }
    const all_shown = count === total;
    shown.textContent = all_shown ? "" : count + " of " + total + " entries shown";
  };
  const reveal = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const details = target && target.closest("details");
    if (details) {
      details.open = true;
      target.scrollIntoView({ block: "center" });
    }
  };
  bar.hidden = false;
  bar.addEventListener("input", filter);
  bar.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, textarea, select");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      query.focus();
    } else if (event.key === "Escape" && event.target === query && query.value) {
      query.value = "";
      filter();
    }
  });
  addEventListener("hashchange", reveal);
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });
  filter();
  reveal();
})();
