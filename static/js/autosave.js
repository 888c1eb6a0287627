// Answers save themselves, and nothing typed is lost: what the portal has not acknowledged stays in this
// browser, through a lost line, a lost session and a closed window. Two people at one answer see both texts.
//
// The server's side is reviews/views/autosaving.py, which says what the numbers of its answers mean. Without
// this script the page's form saves, by the same rules.

const PAUSE = 900; // ms after the last key
const LONGEST = 4000; // ms of typing without a pause
const PATIENCE = 20000; // ms for one request
const FIRST_RETRY = 2000;
const LAST_RETRY = 30000;
const SIGN_OF_LIFE = 15000;

const form = document.querySelector("form[data-autosave]");
const words = JSON.parse(document.getElementById("autosave-words")?.textContent ?? "{}");
const announcer = document.querySelector("[data-save-announce]");
const said = (name, values = {}) => words[name].replace(/\{(\w+)\}/g, (_all, key) => values[key]);

const clock = (time) => {
  const two = (number) => String(number).padStart(2, "0");
  return `${two(time.getHours())}:${two(time.getMinutes())}`;
};

function announce(text) {
  if (announcer.textContent !== text) announcer.textContent = text;
}

// As foundation.richtext.word_count, whose number follows with each save: signs on letters and tatweel are inside words.
const WORD = /[\p{L}\p{N}_]+(?:(?:[-'’‘./@:‐‑+&]|(?<=\p{N})[,٫٬](?=\p{N}))[\p{L}\p{N}_]+)*/gu;
function countWords(html) {
  const spaced = html.replace(/<(?:\/?(?:p|li|td|th|h[1-6]|tr|caption|figcaption|blockquote)|br)\b[^>]*>/g, " $&");
  const text = new DOMParser().parseFromString(spaced, "text/html").body.textContent.normalize("NFKC");
  return text.replace(/[\u0640\p{M}\p{Cf}]/gu, "").match(WORD)?.length ?? 0;
}

const bare = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent.replace(/\s+/g, "");

// ---------------------------------------------------------------- what this browser keeps

const shelf = {
  key: (name) => `gcm:${form.dataset.person}:${form.dataset.review}:${form.dataset.number}:${name}`,
  put(name, kept) {
    try {
      localStorage.setItem(this.key(name), JSON.stringify(kept));
      return true;
    } catch {
      return false; // Storage can be refused or full.
    }
  },
  get(name) {
    try {
      return JSON.parse(localStorage.getItem(this.key(name)) ?? "null");
    } catch {
      return null;
    }
  },
  drop(name) {
    try {
      localStorage.removeItem(this.key(name));
    } catch {
      // As above.
    }
  },
};

// ---------------------------------------------------------------- requests

const tokens = () => document.querySelectorAll("input[name=csrfmiddlewaretoken]");

async function post(address, entries, options = {}) {
  const body = new URLSearchParams(entries);
  body.set("csrfmiddlewaretoken", tokens()[0].value);
  const response = await fetch(address, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
    credentials: "same-origin",
    redirect: "error",
    signal: options.keepalive ? undefined : AbortSignal.timeout(PATIENCE),
    ...options,
  });
  const isJson = response.headers.get("Content-Type")?.includes("json");
  return { status: response.status, data: isJson ? await response.json() : null };
}

// The session: asked for when a request comes back as a stranger's; a log-in changes the token of every form.
const session = {
  waiting: new Set(),
  dialog: null,
  closedAt: 0,

  async isMine() {
    const response = await fetch(form.dataset.session, { credentials: "same-origin", cache: "no-store" });
    const { person, token } = await response.json();
    if (person === null) return null;
    for (const input of tokens()) input.value = token;
    return String(person) === form.dataset.person;
  },

  // Has the saver go on once the same person is logged in; asks for the log-in where that is needed.
  async renew(saver) {
    const mine = await this.isMine();
    if (mine) {
      saver.again(0);
      return;
    }
    saver.state(words[mine === false ? "stranger" : "ended"], "danger");
    this.waiting.add(saver);
    this.open();
  },

  async resume() {
    const mine = await this.isMine();
    if (!mine) return;
    this.dialog?.close();
    const savers = [...this.waiting];
    this.waiting.clear();
    for (const saver of savers) saver.again(0);
  },

  open() {
    if (this.dialog?.open || Date.now() - this.closedAt < PATIENCE) return;
    this.dialog ??= this.make();
    const next = encodeURIComponent(form.dataset.session);
    this.dialog.querySelector("iframe").src = `${form.dataset.login}?next=${next}`;
    this.dialog.showModal();
  },

  make() {
    const dialog = document.createElement("dialog");
    dialog.className = "login-again";
    dialog.setAttribute("aria-label", words.login);
    const note = document.createElement("p");
    note.textContent = words.ended;
    const frame = document.createElement("iframe");
    frame.title = words.login;
    // The page behind the log-in is the session's own address: then the person is back.
    frame.addEventListener("load", () => this.resume().catch(() => {}));
    const close = document.createElement("button");
    close.type = "button";
    close.className = "button button--quiet";
    close.textContent = words.close;
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => (this.closedAt = Date.now()));
    dialog.append(note, frame, close);
    document.body.append(dialog);
    return dialog;
  },
};

// ---------------------------------------------------------------- one thing that saves itself

class Saver {
  constructor(box, name) {
    this.box = box;
    this.name = name;
    this.address = box.dataset.save;
    this.line = box.querySelector("[data-save-state]");
    this.timer = 0;
    this.typingSince = 0;
    this.sending = null;
    this.failures = 0;
    this.stopped = false; // A conflict is open, or the portal refused.
    this.acknowledged = this.value();
  }

  get isDirty() {
    return this.value() !== this.acknowledged;
  }

  state(text, tone = "") {
    if (!this.line) return;
    this.line.textContent = text;
    this.line.dataset.tone = tone;
    if (tone === "danger" || tone === "warning") announce(text);
  }

  changed() {
    if (this.isBeingSet) return;
    if (!this.isDirty && !this.sending) return;
    this.keep();
    if (this.stopped) return;
    this.state(words.typing);
    this.schedule(PAUSE);
  }

  keep() {
    this.isKept = shelf.put(this.name, { value: this.value(), version: this.version(), at: Date.now() });
  }

  schedule(pause) {
    const now = Date.now();
    this.typingSince ||= now;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), Math.max(0, Math.min(pause, this.typingSince + LONGEST - now)));
  }

  // Only one request at a time. One whose answer was lost is sent again as it was, before anything newer:
  // the portal knows its own text again, and the version after it is then ours to build on.
  async save() {
    clearTimeout(this.timer);
    if (this.running || this.stopped) return;
    if (!this.sending) {
      if (!this.isDirty) return;
      this.sending = { value: this.value(), entries: this.entries() };
      this.typingSince = 0;
    }
    this.running = true;
    this.state(words.saving);
    let answer;
    try {
      answer = await post(this.address, this.sending.entries);
    } catch {
      answer = { status: 0, data: null };
    }
    this.running = false;
    this.take(answer);
  }

  take({ status, data }) {
    const sent = this.sending;
    if (status === 200) {
      this.failures = 0;
      this.sending = null;
      this.accept(data, sent.value);
      if (this.isDirty) {
        this.keep();
        this.schedule(PAUSE);
      } else {
        shelf.drop(this.name);
        this.state(said("saved", { time: clock(new Date(data.at)) }), "success");
        announce(said("saved", { time: clock(new Date(data.at)) }));
      }
      whenIdle();
    } else if (status === 409) {
      this.sending = null;
      this.collide(data);
    } else if (status === 401 || (status === 403 && !data)) {
      // No session, or one with another token since.
      session.renew(this).catch(() => this.again());
    } else if (status === 403 || status === 404 || status === 422) {
      this.sending = null;
      this.state(`${words.refused} ${data?.error ?? ""}`.trim(), "danger");
      if (status !== 422) this.stopped = true;
    } else {
      this.state(words.offline, "warning");
      this.again();
    }
  }

  again(pause = Math.min(FIRST_RETRY * 2 ** this.failures++, LAST_RETRY)) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  // The window closes: what is on its way may still arrive, and what is kept is there in any case.
  leave() {
    if (!this.isDirty || this.stopped) return;
    this.keep();
    if (!this.running) post(this.address, this.entries(), { keepalive: true }).catch(() => {});
  }
}

class TextSaver extends Saver {
  constructor(box) {
    super(box, box.dataset.saveText);
    this.textarea.addEventListener("input", () => this.changed());
    this.conflictBox = box.querySelector("[data-conflict]");
    this.conflictBox.addEventListener("click", (event) => {
      const way = event.target.closest("[data-merge]")?.dataset.merge;
      if (way && this.conflict) {
        event.preventDefault();
        this.settle(way);
      }
    });
    if (this.conflictBox.children.length) {
      // The page itself came back with a conflict: its buttons settle it.
      this.stopped = true;
      this.state(words.conflict, "danger");
    } else this.takeUp();
  }

  get textarea() {
    return (this.area ??= form.elements.namedItem(this.box.dataset.saveText));
  }

  get versionInput() {
    return form.elements.namedItem(`${this.name ?? this.box.dataset.saveText}_version`);
  }

  get format() {
    return form.elements.namedItem(`${this.box.dataset.saveText}_format`).value;
  }

  value() {
    return this.textarea.value;
  }

  version() {
    return Number(this.versionInput.value || 0);
  }

  entries(more = {}) {
    return {
      language: this.box.dataset.language,
      [this.name]: this.value(),
      [`${this.name}_format`]: this.format,
      [`${this.name}_version`]: String(this.version()),
      ...more,
    };
  }

  set(html) {
    this.isBeingSet = true;
    if (this.format === "html") this.textarea.dispatchEvent(new CustomEvent("editor:set", { detail: html }));
    else this.textarea.value = html;
    this.isBeingSet = false;
  }

  accept(data, value) {
    this.acknowledged = value;
    if (data.superseded) {
      location.reload(); // It arrived long ago, and somebody has written on since.
      return;
    }
    this.versionInput.value = data.version;
    if (data.words !== undefined && this.value() === value) this.showWords(data.words);
  }

  showWords(count) {
    this.box.querySelector("[data-word-count]").textContent = said("words", { count });
  }

  changed() {
    super.changed();
    if (!this.isBeingSet) this.showWords(countWords(this.value()));
  }

  collide(data) {
    this.stopped = true;
    this.conflict = data;
    this.conflictBox.innerHTML = data.panel;
    this.state(words.conflict, "danger");
    this.conflictBox.querySelector("[tabindex]")?.focus();
  }

  settle(way) {
    const { version, theirs, both } = this.conflict;
    this.conflict = null;
    this.conflictBox.replaceChildren();
    this.stopped = false;
    this.versionInput.value = version;
    if (way === "theirs") {
      this.set(theirs);
      this.acknowledged = this.value();
      shelf.drop(this.name);
      this.state(said("saved", { time: clock(new Date()) }), "success");
    } else {
      this.acknowledged = null; // Whatever is in the field now is not what is stored.
      if (way === "both") this.set(both);
      this.keep();
      this.save();
    }
    this.box.querySelector("[role=textbox], textarea:not([hidden])")?.focus();
  }

  // What was left in this browser by a window that closed before the portal had said "saved".
  takeUp() {
    const kept = shelf.get(this.name);
    if (!kept) return;
    if (kept.value === this.value()) {
      shelf.drop(this.name);
      return;
    }
    if (this.textarea.disabled || form.dataset.editable === "no") {
      this.showUnsent(kept.value);
      return;
    }
    const stored = this.version();
    // A page that was saved by its button may have left the same text here; there is nothing to tell then.
    if (bare(kept.value) !== bare(this.value())) this.state(words.takenUp, "warning");
    this.set(kept.value);
    this.versionInput.value = kept.version;
    this.sending = { value: this.value(), entries: this.entries(kept.version === stored ? {} : { again: "1" }) };
    this.save();
  }

  showUnsent(html) {
    const note = document.createElement("p");
    note.textContent = words.unsent;
    const text = document.createElement("div");
    text.className = "conflict__text";
    text.lang = this.box.lang;
    text.dir = this.box.dir;
    // As text: it was never cleaned by the portal.
    text.textContent = new DOMParser().parseFromString(html, "text/html").body.innerText;
    this.conflictBox.replaceChildren(note, text);
  }

  // A colleague has saved this text since the page was drawn.
  heard({ version, by, mine }) {
    if (version <= this.version() || this.running || this.sending || this.stopped) return;
    if (mine && this.isDirty) return;
    this.state(said("newer", { person: by }), "warning");
    if (this.isDirty) return; // The next save shows both.
    const show = document.createElement("button");
    show.type = "button";
    show.className = "button button--quiet";
    show.textContent = words.show;
    show.addEventListener("click", () => location.reload());
    this.line.append(" ", show);
  }
}

// A choice, a number, a date; a stage with its priority.
class ValueSaver extends Saver {
  constructor(box) {
    super(box, box.dataset.saveGroup);
    box.addEventListener("change", () => this.changed());
    box.addEventListener("input", (event) => {
      if (event.target.matches("input[type=text], input[type=number]")) this.changed();
    });
  }

  get inputs() {
    return [...this.box.querySelectorAll("input[name], select[name], textarea[name]")].filter(
      (input) => !input.disabled && input.type !== "hidden",
    );
  }

  pairs() {
    return this.inputs
      .filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked)
      .map((input) => [input.name, input.value]);
  }

  value() {
    return JSON.stringify(this.pairs());
  }

  get versionInput() {
    return this.box.querySelector("input[type=hidden]");
  }

  version() {
    return this.versionInput.value;
  }

  entries() {
    return [...this.pairs(), [this.versionInput.name, this.versionInput.value]];
  }

  accept(data, value) {
    this.acknowledged = value;
    this.versionInput.value = data.read ?? data.version;
  }

  collide(data) {
    const isStage = "read" in data;
    const values = isStage ? data.value : { [this.name]: data.value };
    for (const input of this.inputs) {
      const stored = values[input.name];
      if (input.type === "checkbox" && isStage) input.checked = Boolean(stored);
      else if (["radio", "checkbox"].includes(input.type)) {
        const wanted = typeof stored === "boolean" ? (stored ? "yes" : "no") : stored;
        input.checked = Array.isArray(wanted) ? wanted.includes(input.value) : input.value === wanted;
      } else input.value = stored ?? "";
    }
    this.versionInput.value = data.read ?? data.version;
    this.acknowledged = this.value();
    shelf.drop(this.name);
    this.state(data.error, "danger");
  }
}

// ---------------------------------------------------------------- the page

const savers = [];
let leaving = null;

function whenIdle() {
  if (!leaving || savers.some((saver) => saver.running || saver.sending)) return;
  const { submitter } = leaving;
  leaving = null;
  form.requestSubmit(submitter);
}

async function signOfLife() {
  if (document.hidden) return;
  const entries = [
    ["place", location.pathname],
    ["number", form.dataset.number],
    ...savers.filter((saver) => saver instanceof TextSaver).map((saver) => ["text", saver.name]),
  ];
  let answer;
  try {
    answer = await post(form.dataset.here, entries);
  } catch {
    return;
  }
  if (answer.status !== 200) return;
  const box = document.querySelector("[data-presence]");
  const line = (name, people) => {
    const made = document.createElement("p");
    made.className = "small";
    made.textContent = said(name, { people: people.map((person) => `\u2068${person.name}\u2069`).join(words.and) });
    return made;
  };
  const here = answer.data.people.filter((person) => person.here);
  const elsewhere = answer.data.people.filter((person) => !person.here);
  box.replaceChildren(
    ...(here.length ? [line("here", here)] : []),
    ...(elsewhere.length ? [line("elsewhere", elsewhere)] : []),
  );
  box.hidden = !answer.data.people.length;
  for (const saver of savers) {
    const stored = answer.data.texts[saver.name];
    if (stored && saver instanceof TextSaver) saver.heard(stored);
  }
}

function begin() {
  if (!form) return;
  for (const box of form.querySelectorAll("[data-save-text]")) savers.push(new TextSaver(box));
  if (form.dataset.editable === "no") return;
  for (const box of form.querySelectorAll("[data-save-group]")) savers.push(new ValueSaver(box));

  // A button saves the whole page. What is on its way comes first, else the page would meet its own text.
  form.addEventListener("submit", (event) => {
    for (const saver of savers) clearTimeout(saver.timer);
    if (savers.some((saver) => saver.running)) {
      event.preventDefault();
      leaving = { submitter: event.submitter };
    }
  });
  addEventListener("online", () => savers.forEach((saver) => saver.sending && saver.again(0)));
  addEventListener("pagehide", () => savers.forEach((saver) => saver.leave()));
  addEventListener("beforeunload", (event) => {
    if (savers.some((saver) => saver.isDirty && !saver.isKept && !leaving)) event.preventDefault();
  });
  signOfLife();
  setInterval(signOfLife, SIGN_OF_LIFE);
}

// After the editor's own module, which turns the text areas into editors.
begin();
