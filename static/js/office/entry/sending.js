// Saving without leaving the page. Whatever goes wrong is said, and what is typed stays where it is.
export class Sender {
  // `heard`: called with (name of what happened, details).
  constructor(form, heard) {
    this.form = form;
    this.heard = heard;
    this.busy = false;
    this.waiting = "";
    window.addEventListener("online", () => {
      if (this.waiting) this.save(this.waiting);
    });
  }

  async save(what) {
    if (this.busy) return;
    this.busy = true;
    this.waiting = "";
    this.heard("saving", {});
    try {
      await this.send(what, true);
    } catch {
      this.waiting = what;
      this.heard("offline", {});
    } finally {
      this.busy = false;
    }
  }

  async send(what, again) {
    const data = new FormData(this.form);
    data.set("do", what);
    const answer = await fetch(this.form.action, {
      method: "POST",
      body: new URLSearchParams(data),
      headers: { "X-Requested-With": "fetch" },
      credentials: "same-origin",
      signal: AbortSignal.timeout(20000),
    });
    if (answer.status === 403 && again && (await this.renew())) {
      await this.send(what, false);
      return;
    }
    if (answer.ok && answer.headers.get("X-Saved-Version")) {
      this.heard("saved", { page: new DOMParser().parseFromString(await answer.text(), "text/html") });
    } else if (answer.ok && (answer.headers.get("Content-Type") || "").includes("json")) {
      this.heard("next", await answer.json());
    } else if (answer.status === 409 || answer.status === 422) {
      // The server's own page says it best: it holds both versions, or marks each cell.
      this.heard("refused", { what });
    } else if (answer.redirected || answer.status === 403) {
      this.heard("expired", {});
    } else {
      this.heard("failed", { status: answer.status });
    }
  }

  // Somebody signed in again in another window: the form needs the new secret, nothing else has changed.
  async renew() {
    const answer = await fetch(this.form.action, { credentials: "same-origin", signal: AbortSignal.timeout(20000) });
    if (!answer.ok || answer.redirected) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const secret = page.querySelector("#entry [name=csrfmiddlewaretoken]");
    if (!secret) return false;
    this.form.elements.csrfmiddlewaretoken.value = secret.value;
    return true;
  }

  // As the browser alone would: the server answers with a whole page.
  submit(what) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "do";
    field.value = what;
    this.form.append(field);
    this.form.submit();
  }
}
