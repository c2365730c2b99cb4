"use strict";
/* New minutes: how far the sending is, and then how far the reading. What the server answers is
   put in the page's place, so that to load it anew never sends the files again. Without a script
   the form is sent as it is. */
(() => {
  const TORN = "Forbindelsen til serveren blev afbrudt. Filerne er ikke lagt op. Prøv igen.";
  const TOO_LARGE = "Filerne er tilsammen for store til kommunens webserver. Læg dem op i mindre portioner.";
  const REFUSED = "Kommunens webserver afviste filerne. De er ikke lagt op. Spørg dem, der driver den.";
  function follow() {
    const course = document.querySelector("[data-fremgang]");
    if (!course) return;
    const ask = async () => {
      try {
        const reply = await fetch(course.dataset.fremgang, { headers: { accept: "application/json" } });
        if (reply.status === 401) return location.reload();
        const told = await reply.json();
        const bar = course.querySelector("progress");
        if (told.total) { bar.max = told.total; bar.value = told.done; }
        course.querySelector("[role=status]").textContent = told.sentence;
        if (told.busy) setTimeout(ask, 1000); else location.reload();
      } catch { setTimeout(ask, 4000); }
    };
    setTimeout(ask, 1000);
  }
  function tooMuch(form, files) {
    const large = files.find((file) => file.size > form.dataset.mb * 1024 * 1024);
    if (large) return `${large.name} er for stor: højst ${form.dataset.mb} MB pr. fil. Vælg filerne igen uden den.`;
    return files.length > form.dataset.antal ? `Der kan højst lægges ${form.dataset.antal} filer op ad gangen.` : "";
  }
  function send(form, body) {
    const told = form.querySelector("[role=status]");
    const [button, bar] = [form.querySelector("button"), form.querySelector("progress")];
    const call = new XMLHttpRequest();
    const shown = (yes) => { button.disabled = yes; bar.parentElement.hidden = !yes; };
    call.upload.onprogress = ({ loaded, total }) => {
      bar.value = total ? (100 * loaded) / total : 0;
      told.textContent = bar.value < 100 ? `${Math.round(bar.value)} %` : "Filerne er sendt.";
    };
    call.onerror = () => { shown(false); told.textContent = TORN; };
    call.onload = () => {
      const answer = new DOMParser().parseFromString(call.responseText, "text/html").querySelector("main");
      // Not a page of ours: the web server in front has refused, mostly because it is too much.
      if (!answer) { shown(false); told.textContent = call.status === 413 ? TOO_LARGE : REFUSED; return; }
      const place = document.querySelector("main");
      place.replaceChildren(...answer.childNodes);
      const head = place.querySelector("#indlaes") ?? place.querySelector("h1");
      head.tabIndex = -1;
      head.focus();
      begin();
    };
    call.open("POST", form.action);
    call.setRequestHeader("accept", "text/html");
    call.send(body);
    shown(true);
  }
  function begin() {
    follow();
    const form = document.querySelector("[data-laeg-op]");
    form?.addEventListener("submit", (event) => {
      event.preventDefault();
      const files = [...form.elements.filer.files];
      const said = tooMuch(form, files);
      form.querySelector("[role=status]").textContent = said;
      if (!said) send(form, new FormData(form));
    });
  }
  begin();
})();
