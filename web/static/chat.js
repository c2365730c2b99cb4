"use strict";
/* The chat: sources open beside it, suggested questions are asked, and focus follows. */
(() => {
  const LOST = "Kilden kunne ikke hentes. Er der forbindelse til serveren? Prøv igen.";
  let opener = null;

  const local = (link, path) => {
    if (!link?.href) return null;
    const url = new URL(link.href, location.href);
    return url.origin === location.origin && url.pathname.startsWith(path) ? url : null;
  };

  async function openSource(url) {
    const place = document.getElementById("kilde-indhold");
    url.searchParams.set("kun", "1");
    document.body.classList.add("kilde-aaben");
    try {
      const found = await fetch(url);
      place.innerHTML = await found.text();
    } catch { place.textContent = LOST; }
    place.querySelector("#kilde-titel")?.focus({ preventScroll: true });
    const mark = place.querySelector("mark");
    (mark ?? place).scrollIntoView({ block: mark ? "center" : "nearest" });
  }

  function closeSource() {
    document.body.classList.remove("kilde-aaben");
    opener?.focus();
  }

  function fill(field, text) {
    if (!field) return;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function askThis(text, lifted) {
    const field = document.querySelector("#sp-felt textarea");
    if (!field) return false;
    fill(field, text);
    fill(document.querySelector("#sp-uden textarea, #sp-uden input"), lifted ?? "");
    setTimeout(() => document.getElementById("sp-send")?.click(), 60);
    return true;
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (target.closest?.("[data-luk]")) return closeSource();
    const toggle = target.closest?.(".sp-vis");
    if (toggle) {
      const open = document.body.classList.toggle("graenser-vist");
      return toggle.setAttribute("aria-expanded", String(open));
    }
    const link = target.closest?.("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const source = local(link, "/kilde/");
    if (source) {
      event.preventDefault();
      if (!link.closest("#kilde")) opener = link;
      return openSource(source);
    }
    if (link.classList.contains("sp-mening") || link.classList.contains("sp-varig")) {
      // In a new window: the conversation must not be lost for an opinion or a link.
      event.preventDefault();
      return window.open(link.href, "_blank", "noopener");
    }
    const ask = local(link, "/");
    if (ask?.pathname === "/" && ask.searchParams.has("q") && askThis(ask.searchParams.get("q"), ask.searchParams.get("uden"))) {
      event.preventDefault();
    }
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("kilde-aaben")) closeSource();
  });

  function settle() {
    const root = document.documentElement;
    if (root.lang !== "da") root.lang = "da";
    const log = document.querySelector('#sp-chat [role="log"]');
    if (log && log.getAttribute("aria-label") !== "Samtale") log.setAttribute("aria-label", "Samtale");
    document.body.classList.remove("dark");
    // Gradio names every message by its whole HTML; its text is name enough.
    for (const said of document.querySelectorAll('#sp-chat [data-testid][aria-label]')) {
      said.removeAttribute("aria-label");
    }
    const answers = document.querySelectorAll("#sp-chat .sp-spm");
    if (answers.length !== settle.seen) {
      settle.seen = answers.length;
      answers[answers.length - 1]?.scrollIntoView({ block: "start" });
    }
  }
  settle.seen = 0;
  new MutationObserver(settle).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["lang"] });

  const sought = new URLSearchParams(location.search);
  const waiting = sought.get("q");
  if (waiting) {
    const timer = setInterval(() => {
      if (document.querySelector("#sp-felt textarea") && document.getElementById("sp-send")) {
        clearInterval(timer);
        history.replaceState(null, "", "/");
        askThis(waiting, sought.get("uden"));
      }
    }, 150);
  }
})();
