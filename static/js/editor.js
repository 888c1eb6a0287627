// The editor of rich text. Without this script a field is a text area with Markdown; with it the same
// field holds HTML (from data-html) and says so in the hidden input beside it. See RichTextWidget.
//
// Tiptap comes as one file of django-prose-editor. Its schema here is that of foundation/richtext.py:
// what has no button (sub- and superscript, quotations, pictures) is kept as it came. The style element
// that Tiptap would write into the page is refused by our policy; the rules are in editor.css, together
// with those for .tableWrapper and .selectedCell, which are prosemirror-tables' own.

import {
  Blockquote,
  Bold,
  BulletList,
  Document,
  Editor,
  Gapcursor,
  HardBreak,
  Heading,
  History,
  Italic,
  Link,
  ListItem,
  Node,
  OrderedList,
  Paragraph,
  Subscript,
  Superscript,
  Table,
  TableCell,
  TableHeader,
  TableRow,
  Text,
  Underline,
} from "../django_prose_editor/editor.js";
import { plainPaste } from "./paste.js";

// Strokes on a grid of 24, as in foundation/icons.py; the second value: it points, so Arabic mirrors it.
const ICONS = {
  bold: ["M7 4h6a4 4 0 0 1 0 8H7zM7 12h7a4 4 0 0 1 0 8H7z", false],
  italic: ["M10 4h8M6 20h8M14.5 4l-5 16", false],
  heading: ["M5 4v16M17 4v16M5 12h12", false],
  subheading: ["M6 8v12M15 8v12M6 14h9M19 4v4", false],
  bulletList: ["M9 6h12M9 12h12M9 18h12M4 6h.1M4 12h.1M4 18h.1", true],
  orderedList: ["M10 6h11M10 12h11M10 18h11M4 4.5 5.5 4v5M3.5 15h3v1.7l-3 2.8h3", true],
  link: ["M10 14a4 4 0 0 0 6 .4l3-3A4.2 4.2 0 0 0 13 5.5l-1 1M14 10a4 4 0 0 0-6-.4l-3 3a4.2 4.2 0 0 0 6 6l1-1", true],
  table: ["M3 5h18v14H3zM3 10h18M9 5v14M15 5v14", false],
  undo: ["M4 9h10a5 5 0 0 1 0 10h-4M8 4 3.5 9 8 14", true],
  redo: ["M20 9H10a5 5 0 0 0 0 10h4M16 4l4.5 5-4.5 5", true],
};

const BUTTONS = [
  { name: "bold", run: (chain) => chain.toggleBold(), active: ["bold"] },
  { name: "italic", run: (chain) => chain.toggleItalic(), active: ["italic"] },
  { name: "heading", run: (chain) => chain.toggleHeading({ level: 3 }), active: ["heading", { level: 3 }] },
  { name: "subheading", run: (chain) => chain.toggleHeading({ level: 4 }), active: ["heading", { level: 4 }] },
  { name: "bulletList", run: (chain) => chain.toggleBulletList(), active: ["bulletList"] },
  { name: "orderedList", run: (chain) => chain.toggleOrderedList(), active: ["orderedList"] },
  { name: "link", active: ["link"] },
  { name: "table", run: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }) },
  { name: "undo", run: (chain) => chain.undo() },
  { name: "redo", run: (chain) => chain.redo() },
];

const TABLE_BUTTONS = [
  { name: "addRow", run: (chain) => chain.addRowAfter() },
  { name: "addColumn", run: (chain) => chain.addColumnAfter() },
  { name: "deleteRow", run: (chain) => chain.deleteRow() },
  { name: "deleteColumn", run: (chain) => chain.deleteColumn() },
  { name: "deleteTable", run: (chain) => chain.deleteTable() },
];

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

function icon(name) {
  const [path, points] = ICONS[name];
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", points ? "icon directional" : "icon");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

// ---------------------------------------------------------------- the schema

// Pictures are named by their checksum. As a src the browser would fetch that name, and be refused.
const toEditor = (html) => html.replaceAll('<img src="asset:', '<img data-asset="');
const fromEditor = (html) => html.replaceAll('<img data-asset="', '<img src="asset:');

const Headings = Heading.extend({
  parseHTML: () => ["h1", "h2", "h3", "h4", "h5", "h6"].map((tag, index) => ({ tag, attrs: { level: index < 3 ? 3 : 4 } })),
}).configure({ levels: [3, 4] });

const Figure = Node.create({
  name: "figure",
  group: "block",
  content: "text*",
  marks: "",
  draggable: true,
  isolating: true,

  addOptions: () => ({ address: "", caption: "" }),

  addAttributes: () => ({
    asset: {
      default: "",
      parseHTML: (figure) => figure.querySelector("img")?.dataset.asset ?? "",
      renderHTML: () => ({}),
    },
    alt: {
      default: "",
      parseHTML: (figure) => figure.querySelector("img")?.getAttribute("alt") ?? "",
      renderHTML: () => ({}),
    },
  }),

  parseHTML: () => [
    {
      tag: "figure",
      getAttrs: (figure) => (figure.querySelector("img[data-asset]") ? null : false),
      contentElement: (figure) => figure.querySelector("figcaption") ?? figure.ownerDocument.createElement("div"),
    },
  ],

  renderHTML: ({ node }) => [
    "figure",
    ["img", { "data-asset": node.attrs.asset, alt: node.attrs.alt }],
    ["figcaption", 0],
  ],

  addNodeView() {
    return ({ node }) => {
      const picture = element("img", {
        src: this.options.address.replace("{}", node.attrs.asset),
        alt: node.attrs.alt,
        contenteditable: "false",
      });
      const contentDOM = element("figcaption", { "data-label": this.options.caption });
      const show = (current) => contentDOM.toggleAttribute("data-empty", !current.textContent);
      show(node);
      return {
        dom: element("figure", {}, picture, contentDOM),
        contentDOM,
        update(current) {
          if (current.type !== node.type || current.attrs.asset !== node.attrs.asset) return false;
          show(current);
          return true;
        },
      };
    };
  },
});

const CaptionedTable = Table.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      caption: {
        default: "",
        parseHTML: (table) => table.querySelector("caption")?.textContent.trim() ?? "",
        renderHTML: () => ({}),
      },
    };
  },

  parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }],

  renderHTML: ({ node }) => ["table", ...(node.attrs.caption ? [["caption", node.attrs.caption]] : []), ["tbody", 0]],

  addNodeView() {
    const make = this.parent?.();
    return (properties) => {
      const view = make(properties);
      const caption = element("caption", { contenteditable: "false" });
      const show = (node) => {
        caption.textContent = node.attrs.caption;
        caption.hidden = !node.attrs.caption;
      };
      show(properties.node);
      view.table.prepend(caption);
      const update = view.update.bind(view);
      view.update = (node) => {
        const kept = update(node);
        if (kept) show(node);
        return kept;
      };
      return view;
    };
  },
}).configure({ resizable: false });

// ---------------------------------------------------------------- one field

let count = 0;

class Field {
  constructor(textarea) {
    this.textarea = textarea;
    this.format = textarea.form.elements.namedItem(`${textarea.name}_format`);
    this.words = JSON.parse(textarea.dataset.words);
    this.number = ++count;
    // After "back" a browser may have put what was typed here last time into the field.
    const html = this.format.value === "html" ? textarea.value : textarea.dataset.html;

    // The buttons speak the language of the page, whatever the language of the text.
    this.spoken = { lang: document.documentElement.lang, dir: document.documentElement.dir };
    this.frame = element("div", { class: "editor" });
    this.editor = this.makeEditor(html);
    if (!textarea.disabled) this.frame.prepend(this.makeToolbar(), this.makeLinkBar(), this.makeTableBar());
    textarea.before(this.frame);

    // From here on the text area only carries the HTML to the server.
    this.format.value = "html";
    textarea.value = html;
    textarea.hidden = true;
    // Another script gives the field a text: one that was kept in the browser, or a colleague's.
    textarea.addEventListener("editor:set", (event) => {
      this.editor.commands.setContent(toEditor(event.detail));
      textarea.value = event.detail;
    });
    textarea.id = `${textarea.id}-source`;
    for (const name of ["required", "maxlength", "minlength"]) textarea.removeAttribute(name);
    this.show();
  }

  makeEditor(html) {
    const { textarea, words } = this;
    const label = textarea.labels[0];
    if (label) {
      label.id ||= `${textarea.id}-label`;
      label.addEventListener("click", () => this.focus());
    }
    const attributes = {
      id: textarea.id,
      class: "editor__text prose",
      role: "textbox",
      "aria-multiline": "true",
      lang: textarea.lang,
      dir: textarea.dir,
    };
    if (label) attributes["aria-labelledby"] = label.id;
    if (textarea.disabled) attributes["aria-readonly"] = "true";
    for (const name of ["aria-describedby", "aria-invalid", "aria-label"]) {
      if (textarea.hasAttribute(name)) attributes[name] = textarea.getAttribute(name);
    }
    let changed = false;
    return new Editor({
      element: this.frame,
      injectCSS: false,
      editable: !textarea.disabled,
      content: toEditor(html),
      extensions: [
        Document,
        Paragraph,
        Text,
        HardBreak,
        Headings,
        Bold,
        Italic,
        Underline,
        Subscript,
        Superscript,
        Blockquote,
        BulletList,
        OrderedList,
        ListItem,
        Link.extend({ addKeyboardShortcuts: () => ({ "Mod-k": () => this.askForLink() }) }).configure({
          autolink: false,
          defaultProtocol: "https",
          protocols: ["http", "https", "mailto"],
        }),
        CaptionedTable,
        TableRow,
        TableHeader,
        TableCell,
        Figure.configure({ address: textarea.dataset.assetUrl, caption: words.caption }),
        History,
        Gapcursor,
      ],
      editorProps: {
        attributes,
        transformPastedHTML: plainPaste,
        handleKeyDown: (_view, event) => {
          if (event.altKey && event.key === "F10") {
            this.toolbar?.querySelector('[tabindex="0"]').focus();
            return true;
          }
          return false;
        },
      },
      onUpdate: ({ editor }) => {
        const written = fromEditor(editor.getHTML());
        textarea.value = written === "<p></p>" ? "" : written;
        changed = true;
        textarea.dispatchEvent(new Event("input", { bubbles: true }));
      },
      onBlur: () => {
        if (changed) textarea.dispatchEvent(new Event("change", { bubbles: true }));
        changed = false;
      },
      onTransaction: () => this.show(),
    });
  }

  // At once: Tiptap's own command waits for the next frame, and a quick typist does not.
  focus() {
    this.editor.view.focus();
  }

  run(button) {
    if (button.name === "link") {
      this.askForLink();
    } else {
      this.focus();
      button.run(this.editor.chain()).scrollIntoView().run();
    }
  }

  // Buttons of a toolbar are one stop of the Tab key; the arrows go on from there.
  makeToolbar() {
    this.buttons = BUTTONS.map((button) => {
      const made = element(
        "button",
        { type: "button", class: "editor__button", "aria-label": this.words[button.name], tabindex: "-1" },
        icon(button.name),
      );
      made.title = this.words[button.name];
      made.addEventListener("click", () => {
        if (made.getAttribute("aria-disabled") !== "true") this.run(button);
      });
      return made;
    });
    this.buttons[0].tabIndex = 0;
    this.toolbar = element(
      "div",
      { ...this.spoken, role: "toolbar", class: "editor__toolbar", "aria-label": this.words.toolbar },
      ...this.buttons,
    );
    // A press must not take the selection out of the text.
    this.toolbar.addEventListener("mousedown", (event) => event.preventDefault());
    this.toolbar.addEventListener("keydown", (event) => {
      const forward = getComputedStyle(this.toolbar).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
      const backward = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
      const at = this.buttons.indexOf(document.activeElement);
      const last = this.buttons.length - 1;
      const next = { [forward]: at === last ? 0 : at + 1, [backward]: at === 0 ? last : at - 1, Home: 0, End: last };
      if (event.key in next) {
        event.preventDefault();
        this.buttons.forEach((button, index) => (button.tabIndex = index === next[event.key] ? 0 : -1));
        this.buttons[next[event.key]].focus();
      } else if (event.key === "Escape") {
        this.focus();
      }
    });
    return this.toolbar;
  }

  makeLinkBar() {
    const id = `editor-${this.number}-link`;
    this.address = element("input", { id, type: "text", inputmode: "url", dir: "ltr", autocomplete: "off" });
    const apply = element("button", { type: "button", class: "button button--secondary" }, this.words.apply);
    this.linkBar = element(
      "div",
      { ...this.spoken, class: "editor__bar", hidden: true },
      element("label", { for: id }, this.words.linkAddress),
      this.address,
      apply,
    );
    apply.addEventListener("click", () => this.setLink());
    this.linkBar.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === this.address) {
        // Not the page's form: this is only an address.
        event.preventDefault();
        this.setLink();
      } else if (event.key === "Escape") {
        this.linkBar.hidden = true;
        this.focus();
      }
    });
    return this.linkBar;
  }

  askForLink() {
    // A selection made a moment ago may not have reached the editor yet; the next line takes it away.
    this.editor.view.domObserver.flush();
    this.address.value = this.editor.getAttributes("link").href ?? "";
    this.linkBar.hidden = false;
    this.address.focus();
    this.address.select();
    return true;
  }

  setLink() {
    let href = this.address.value.trim();
    if (href && !/^(?:https?:\/\/|mailto:)/i.test(href)) {
      href = (/^[^\s/@]+@[^\s/@]+$/.test(href) ? "mailto:" : "https://") + href;
    }
    this.linkBar.hidden = true;
    this.focus();
    const chain = this.editor.chain().extendMarkRange("link");
    if (!href) chain.unsetLink().run();
    else if (this.editor.state.selection.empty && !this.editor.isActive("link")) {
      chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
    } else chain.setLink({ href }).run();
  }

  makeTableBar() {
    const id = `editor-${this.number}-caption`;
    this.caption = element("input", { id, type: "text", lang: this.textarea.lang, dir: this.textarea.dir });
    this.caption.addEventListener("input", () => {
      this.editor.commands.updateAttributes("table", { caption: this.caption.value });
    });
    this.caption.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
      if (event.key === "Enter" || event.key === "Escape") this.focus();
    });
    const buttons = TABLE_BUTTONS.map((button) => {
      const made = element("button", { type: "button", class: "editor__word" }, this.words[button.name]);
      made.addEventListener("mousedown", (event) => event.preventDefault());
      made.addEventListener("click", () => this.run(button));
      return made;
    });
    this.tableBar = element(
      "div",
      { ...this.spoken, class: "editor__bar", hidden: true },
      ...buttons,
      element("label", { for: id }, this.words.tableCaption),
      this.caption,
    );
    return this.tableBar;
  }

  // Brings buttons and bars up to date with where the cursor is.
  show() {
    const { editor } = this;
    if (!editor || !this.toolbar) return;
    const inTable = editor.isActive("table");
    BUTTONS.forEach((button, index) => {
      const made = this.buttons[index];
      if (button.active) made.setAttribute("aria-pressed", String(editor.isActive(...button.active)));
      const possible = button.name === "table" ? !inTable : !button.run || button.run(editor.can().chain()).run();
      made.setAttribute("aria-disabled", String(!possible));
    });
    this.tableBar.hidden = !inTable;
    if (inTable && document.activeElement !== this.caption) {
      this.caption.value = editor.getAttributes("table").caption ?? "";
    }
  }
}

for (const textarea of document.querySelectorAll("textarea[data-editor]")) {
  try {
    new Field(textarea);
  } catch (error) {
    // The text area with Markdown is still there.
    console.error(error);
  }
}
