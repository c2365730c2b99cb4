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

  const question = () => document.querySelector("#sp-felt textarea");
  const beside = () => document.querySelector("#sp-uden textarea, #sp-uden input");

  /* Asks what a link asks; one with "ret" is first corrected by the asker. */
  function askThis(query) {
    if (!question()) return false;
    const corrects = query.get("ret");
    fill(question(), query.get("q"));
    fill(beside(), corrects ? `ret=${corrects}` : (query.get("uden") ?? ""));
    if (corrects) {
      document.getElementById("sp-retter").hidden = false;
      question().focus();
      question().select();
    } else setTimeout(() => document.getElementById("sp-send")?.click(), 60);
    return true;
  }

  function stopCorrecting(empty) {
    const told = document.getElementById("sp-retter");
    if (!told || told.hidden) return;
    told.hidden = true;
    if (empty) { fill(beside(), ""); fill(question(), ""); question().focus(); }
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (target.closest?.("[data-luk]")) return closeSource();
    if (target.closest?.("[data-fortryd]")) return stopCorrecting(true);
    if (target.closest?.("#sp-ny")) stopCorrecting(false);
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
    if (ask?.pathname === "/" && ask.searchParams.has("q") && askThis(ask.searchParams)) {
      event.preventDefault();
    }
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("kilde-aaben")) closeSource();
  });

  /* The newest exchange replaces what stands from its number on; a fault changes nothing there. */
  const log = () => document.getElementById("sp-log");
  function put() {
    const sent = document.querySelector("#sp-nyt [data-nr]")?.dataset;
    const told = document.getElementById("sp-fejl");
    if (!sent || !log() || !told) return;
    const seen = [sent.nr, sent.spurgt, sent.svar, sent.fejl].join("\n");
    if (seen === put.seen) return;  // Gradio marks the place as waiting before it changes it
    put.seen = seen;
    told.textContent = sent.fejl;
    told.hidden = !sent.fejl;
    if (sent.fejl) return;
    stopCorrecting(false);
    for (const one of [...log().children]) if (Number(one.dataset.nr) >= Number(sent.nr)) one.remove();
    if (sent.svar) {
      const pair = document.createElement("div");
      pair.className = "sp-par";
      pair.dataset.nr = sent.nr;
      pair.innerHTML = `<div class="sp-spurgt">${sent.spurgt}</div><div class="sp-besvaret">${sent.svar}</div>`;
      log().append(pair);
      requestAnimationFrame(() => pair.scrollIntoView({ block: "start" }));
    }
    document.body.classList.toggle("sp-samtaler", log().childElementCount > 0);
  }

  /* Gradio is told to speak Danish, and to be light whatever the system is. */
  function settle() {
    const root = document.documentElement;
    if (root.lang !== "da") root.lang = "da";
    document.body.classList.remove("dark");
    inDanish();
  }

  /* What Gradio itself says when the server cannot be reached, and the titles of its messages. */
  const SAID = [
    [/^(Connection to the server was lost|Connection errored out|Could not resolve|Failed to fetch)/, "Der er ikke forbindelse til serveren. Siden prøver selv igen. Det, du har skrevet, bliver stående."],
    [/^Reconnected/, "Der er forbindelse igen."],
    [/^(This application is currently busy|Queue is full)/, "Der er mange, der spørger lige nu. Prøv igen om lidt."],
    [/^(Error|Connection Error)$/, "Noget gik galt"], [/^Warning$/, "Bemærk"], [/^(Info|Success)$/, "Besked"],
  ];
  function inDanish() {
    for (const part of document.querySelectorAll(".toast-title, .toast-title-row > span, [data-testid=toast-text]")) {
      const text = part.textContent.trim();
      const found = SAID.find(([english]) => english.test(text));
      if (found) part.textContent = found[1];
    }
    for (const head of document.querySelectorAll(".toast-header[role]")) {
      // A button around a button: only the one that closes is needed.
      head.removeAttribute("role");
      head.removeAttribute("tabindex");
    }
    for (const part of document.querySelectorAll(".toast-close[aria-label]:not([aria-label=Luk])")) part.setAttribute("aria-label", "Luk");
  }

  /* Gradio loads the page anew when the server is back: what was being written must be there. */
  const DRAFT = "svarpunkt-kladde";
  addEventListener("pagehide", () => {
    const text = question()?.value ?? "";
    if (text) sessionStorage.setItem(DRAFT, text); else sessionStorage.removeItem(DRAFT);
  });
  function restore() {
    const text = sessionStorage.getItem(DRAFT);
    sessionStorage.removeItem(DRAFT);
    if (text && !question().value) fill(question(), text);
  }
  new MutationObserver(settle).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["lang"] });

  const sought = new URLSearchParams(location.search);
  const timer = setInterval(() => {
    const newest = document.getElementById("sp-nyt");
    if (!newest || !log() || !question() || !document.getElementById("sp-send")) return;
    clearInterval(timer);
    new MutationObserver(put).observe(newest, { childList: true, subtree: true, attributeFilter: ["data-nr", "data-spurgt", "data-svar", "data-fejl"] });
    if (!sought.get("q")) return restore();
    history.replaceState(null, "", "/");
    sought.delete("ret");
    askThis(sought);
  }, 150);
})();
