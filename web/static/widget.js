"use strict";
/* The citizens' help on another page: <script src=".../widget.js" data-kommune="..." async></script>
   puts a frame where the script stands. It sets no cookie and sends nothing about the page. */
(() => {
  const script = document.currentScript;
  const home = new URL(script.src);
  const address = new URL("/hjaelp", home);
  address.searchParams.set("indlejret", "1");
  if (script.dataset.kommune) address.searchParams.set("kommune", script.dataset.kommune);
  const frame = document.createElement("iframe");
  frame.src = address;
  frame.title = script.dataset.titel || "Spørg om kommunens beslutninger";
  frame.referrerPolicy = "no-referrer";
  /* The page's own style may have a word about every frame: this one looks as it should. */
  const style = (name, value) => frame.style.setProperty(name, value, "important");
  style("all", "initial");
  style("display", "block");
  style("width", "100%");
  style("max-width", "none");
  style("min-height", "38rem");
  style("border", "0");
  addEventListener("message", (event) => {
    const height = event.data?.svarpunktHeight;
    if (event.origin === home.origin && event.source === frame.contentWindow && height > 0) {
      style("height", `${Math.min(height, 20000)}px`);
    }
  });
  const place = script.dataset.sted && document.querySelector(script.dataset.sted);
  if (place) place.append(frame); else script.after(frame);
})();
