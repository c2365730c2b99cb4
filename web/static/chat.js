"use strict";
/* The chat: sources open beside it, suggested questions are asked, focus follows, and a
   conversation that was left is there again. */
(() => {
  const LOST = "Kilden kunne ikke hentes. Er der forbindelse til serveren? Prøv igen.";
  const NO_SERVER = "Der er ikke forbindelse til serveren.";
  const SLOW = 600;  // milliseconds after which a question is said to be at work
  let opener = null;

  const by = (id) => document.getElementById(id);
  const local = (link, path) => {
    if (!link?.href) return null;
    const url = new URL(link.href, location.href);
    return url.origin === location.origin && url.pathname.startsWith(path) ? url : null;
  };

  /* What is in view stays where it is while the page changes around it. */
  function inPlace(part, change) {
    const before = part?.isConnected ? part.getBoundingClientRect().top : null;
    change();
    if (before !== null) scrollBy({ top: part.getBoundingClientRect().top - before, behavior: "instant" });
  }

  async function showSource(url) {
    const place = by("kilde-indhold");
    url.searchParams.set("kun", "1");
    inPlace(opener, () => document.body.classList.add("kilde-aaben"));
    try {
      const found = new DOMParser().parseFromString(await (await fetch(url)).text(), "text/html");
      // A whole page is a sentence (what is not there, a login that has ended): its head stays out.
      place.replaceChildren(...(found.querySelector("main") ?? found.body).childNodes);
    } catch { place.textContent = LOST; }
    (place.querySelector("#kilde-titel") ?? document.querySelector("[data-luk]")).focus({ preventScroll: true });
    const box = place.scrollHeight > place.clientHeight ? place : by("sp-side");
    const mark = place.querySelector("mark");
    box.scrollTop = 0;
    const from = mark ? mark.getBoundingClientRect().top - box.getBoundingClientRect().top : 0;
    if (from > box.clientHeight / 2) box.scrollTop = from - box.clientHeight / 3;
  }

  function hideSource() {
    if (!document.body.classList.contains("kilde-aaben")) return;
    inPlace(opener, () => document.body.classList.remove("kilde-aaben"));
    opener?.focus({ preventScroll: true });
  }

  /* A source is a step in the browser's history: its "back" closes the source, not the chat. */
  function openSource(url) {
    const first = !history.state?.kilde;
    const state = { ...held(), kilde: url.pathname + url.search };
    if (first) { remember(); history.pushState(state, ""); } else history.replaceState(state, "");
    return showSource(url);
  }

  function closeSource() {
    hideSource();
    if (history.state?.kilde) history.back();
  }

  addEventListener("popstate", (event) => {
    const kilde = event.state?.kilde;
    if (kilde) showSource(new URL(kilde, location.href)); else hideSource();
    if (log()) history.replaceState({ ...held(), kilde }, "");
  });

  function fill(field, text) {
    if (!field) return;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  const question = () => document.querySelector("#sp-felt textarea");
  const beside = () => document.querySelector("#sp-uden textarea, #sp-uden input");

  /* The hidden field beside the question: what is said there, and what came before in a
     conversation that the server no longer holds. */
  let restored = [];
  const aside = (words) => fill(beside(), [words, ...restored.map((key) => `efter=${key}`)].join(" ").trim());

  /* Asks what a link asks; one with "ret" is first corrected by the asker. */
  function askThis(query) {
    if (!question()) return false;
    const corrects = query.get("ret");
    fill(question(), query.get("q"));
    aside(corrects ? `ret=${corrects}` : (query.get("uden") ?? ""));
    if (corrects) {
      by("sp-retter").hidden = false;
      question().focus();
      question().select();
    } else setTimeout(() => by("sp-send")?.click(), 60);
    return true;
  }

  function stopCorrecting(empty) {
    const told = by("sp-retter");
    if (!told || told.hidden) return;
    told.hidden = true;
    if (empty) { aside(""); fill(question(), ""); question().focus(); }
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (target.closest?.("[data-luk]")) return closeSource();
    if (target.closest?.("[data-fortryd]")) return stopCorrecting(true);
    if (target.closest?.("[data-ny]")) return by("sp-ny")?.click();
    if (target.closest?.("#sp-ny")) stopCorrecting(false);
    if (target.closest?.("#sp-send")) working();
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
    } else if (log()) remember();
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("kilde-aaben")) closeSource();
    if (event.key === "Enter" && !event.shiftKey && event.target === question()) working();
  });

  /* What is heard and seen while a question is at work, and what is heard of its answer. */
  let slow = 0;
  function working() {
    clearTimeout(slow);
    slow = setTimeout(() => {
      if (lost()) return;
      by("sp-leder").hidden = false;
      by("sp-hoert").textContent = by("sp-leder").textContent;
    }, SLOW);
  }
  const lost = () => document.querySelector("[data-testid=toast-text]")?.textContent.startsWith(NO_SERVER);
  function worked() {
    clearTimeout(slow);
    if (by("sp-leder")) by("sp-leder").hidden = true;
  }
  function heard(pair) {
    const lines = [...pair.querySelectorAll(".sp-udfald, .sp-linje")].map((line) => line.innerText.trim());
    const sources = pair.querySelectorAll(".sp-svar ol .sp-kilde").length;
    const count = sources ? ` ${sources} ${sources === 1 ? "kilde" : "kilder"}.` : "";
    by("sp-hoert").textContent = `${lines.join(" ")}${count}`;
  }

  /* Gradio says nothing of a question that the server refuses: of a login that has ended least of
     all. What was written stays, and so does the conversation. */
  const plainly = window.fetch;
  window.fetch = async (...call) => {
    const reply = await plainly(...call);
    const asking = call[1]?.method === "POST" && reply.url.startsWith(`${location.origin}/gradio_api/`);
    if (asking && reply.status >= 400) reply.clone().json().then((said) => refused(reply.status, said.detail), () => {});
    return reply;
  };
  function refused(status, detail) {
    const told = by("sp-fejl");
    if (!told || typeof detail !== "string") return;
    worked();
    told.textContent = status === 401 ? "Dit login er udløbet. " : detail;
    if (status === 401) {
      const link = document.createElement("a");
      Object.assign(link, { href: "/log-ind", target: "_blank", textContent: "Log ind i et nyt vindue" });
      told.append(link, ", og spørg så igen her. Det, du har skrevet, bliver stående.");
    }
    told.hidden = false;
  }

  /* The newest exchange replaces what stands from its number on; a fault changes nothing there. */
  const log = () => by("sp-log");
  function put() {
    const sent = document.querySelector("#sp-nyt [data-nr]")?.dataset;
    const told = by("sp-fejl");
    if (!sent || !log() || !told) return;
    const seen = [sent.nr, sent.spurgt, sent.svar, sent.fejl].join("\n");
    if (seen === put.seen) return;  // Gradio marks the place as waiting before it changes it
    put.seen = seen;
    worked();
    told.textContent = sent.fejl;
    told.hidden = !sent.fejl;
    if (sent.fejl) return;
    stopCorrecting(false);
    restored = [];
    for (const one of [...log().children]) if (Number(one.dataset.nr) >= Number(sent.nr)) one.remove();
    if (sent.svar) {
      const pair = place(sent);
      heard(pair);
      requestAnimationFrame(() => pair.scrollIntoView({ block: "start" }));
    }
    document.body.classList.toggle("sp-samtaler", log().childElementCount > 0);
    remember();
  }
  function place(sent) {
    const pair = document.createElement("div");
    pair.className = "sp-par";
    pair.dataset.nr = sent.nr;
    pair.innerHTML = `<div class="sp-spurgt">${sent.spurgt}</div><div class="sp-besvaret">${sent.svar}</div>`;
    log().append(pair);
    return pair;
  }

  /* The conversation is kept as its answers' keys in the browser's own history: whoever goes to
     another page and back, or loads the page anew, finds it where it was. */
  function held() {
    const kept = [...log().querySelectorAll("a.sp-varig")];
    const samtale = kept.map((link) => link.getAttribute("href").split("/").pop());
    return { samtale, top: scrollY };
  }
  const remember = () => history.replaceState({ ...history.state, ...held() }, "");
  async function again({ samtale, top, kilde }) {
    const query = new URLSearchParams(samtale.map((key) => ["svar", key]));
    let found = [];
    try { found = await (await fetch(`/samtale?${query}`)).json(); } catch { /* begun anew */ }
    if (!found.length || log().childElementCount) return;
    found.forEach(place);
    document.body.classList.add("sp-samtaler");
    restored = held().samtale;
    aside("");
    requestAnimationFrame(() => scrollTo({ top, behavior: "instant" }));
    if (kilde) showSource(new URL(kilde, location.href));
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
    [/^(Connection to the server was lost|Connection errored out|Could not resolve|Failed to fetch)/, `${NO_SERVER} Siden prøver selv igen. Det, du har skrevet, bliver stående.`],
    [/^Reconnected/, "Der er forbindelse igen."],
    [/^(This application is currently busy|Queue is full)/, "Der er mange, der spørger lige nu. Prøv igen om lidt."],
    [/^(Error|Connection Error)$/, "Noget gik galt"], [/^Warning$/, "Bemærk"], [/^(Info|Success)$/, "Besked"],
  ];
  function inDanish() {
    for (const part of document.querySelectorAll(".toast-title, .toast-title-row > span, [data-testid=toast-text]")) {
      const text = part.textContent.trim();
      const found = SAID.find(([english]) => english.test(text));
      if (found) { part.textContent = found[1]; worked(); }
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
    if (history.state?.samtale?.length) again(history.state);
  }
  new MutationObserver(settle).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["lang"] });

  const sought = new URLSearchParams(location.search);
  const timer = setInterval(() => {
    const newest = by("sp-nyt");
    if (!newest || !log() || !question() || !by("sp-send")) return;
    clearInterval(timer);
    new MutationObserver(put).observe(newest, { childList: true, subtree: true, attributeFilter: ["data-nr", "data-spurgt", "data-svar", "data-fejl"] });
    if (!sought.get("q")) return restore();
    history.replaceState(null, "", "/");
    sought.delete("ret");
    askThis(sought);
  }, 150);
})();
