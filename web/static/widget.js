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
  frame.style.cssText = "width:100%;border:0;min-height:38rem;display:block";
  addEventListener("message", (event) => {
    const height = event.data?.svarpunktHeight;
    if (event.origin === home.origin && event.source === frame.contentWindow && height > 0) {
      frame.style.height = `${Math.min(height, 20000)}px`;
    }
  });
  const place = script.dataset.sted && document.querySelector(script.dataset.sted);
  if (place) place.append(frame); else script.after(frame);
})();
