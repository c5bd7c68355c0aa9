"use strict";
/* The lists: search, filter, sort, pages, paper. Everything a row shows is set as text, never as markup.
   A column is a dictionary of words, already in sort order, and one code per row; so sorting is counting, and a
   search looks at each distinct word once. The rows are read when a reader first asks for others than those that
   stand in the page as a plain table; without this script that table is what there is. */
(() => {
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const count = (value) => value.toLocaleString(document.documentElement.lang);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  class List {
    constructor(root) {
      this.root = root;
      this.say = root.dataset;
      this.form = root.querySelector("form");
      this.search = this.form.querySelector("input");
      this.choices = [...this.form.querySelectorAll("select")];
      this.table = root.querySelector("table");
      this.body = this.table.tBodies[0];
      this.heads = [...this.table.tHead.rows[0].cells];
      this.model = this.heads.map((head) => ({ look: head.className, label: head.textContent }));
      this.bar = root.querySelector(".pages");
      this.status = this.bar.querySelector("[role=status]");
      this.all = Number(this.table.getAttribute("aria-rowcount")) - 1;
      this.found = this.all;
      this.size = Number(this.say.page);
      this.page = 0;
      this.sorted = null;
      this.prepare();
    }

    get columns() {
      this.read ??= JSON.parse(this.root.querySelector("script").textContent).columns;
      return this.read;
    }

    /* The order in which the page gives the rows. */
    get given() {
      this.first ??= new Uint32Array(this.all).map((_, row) => row);
      return this.first;
    }

    get order() {
      return this.ordered ?? this.given;
    }

    get rows() {
      return this.chosen ?? this.order;
    }

    prepare() {
      this.root.querySelector(".plain").remove();
      this.form.hidden = false;
      this.bar.hidden = false;
      this.form.addEventListener("submit", (event) => event.preventDefault());
      this.form.addEventListener("reset", () => setTimeout(() => this.choose()));
      this.form.addEventListener("change", () => this.choose());
      let waiting;
      this.form.addEventListener("input", () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => this.choose(), 120);
      });
      this.heads.forEach((head, column) => {
        const button = document.createElement("button");
        button.type = "button";
        head.dataset.label = head.textContent;
        button.textContent = head.textContent;
        button.addEventListener("click", () => this.sort(column));
        head.replaceChildren(button);
      });
      this.bar.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (button && button.getAttribute("aria-disabled") !== "true") this.turn(button.dataset.go);
      });
      this.bar.querySelector("select").addEventListener("change", (event) => {
        const first = this.page * this.size;
        this.size = Number(event.target.value);
        this.page = Math.floor(first / this.size);
        this.draw();
      });
      this.tell();
    }

    /* Rows that hold every word searched for, somewhere, and every choice made. */
    choose() {
      const tests = [];
      for (const choice of this.choices) {
        if (choice.value === "") continue;
        const { codes } = this.columns[Number(choice.dataset.column)];
        const code = Number(choice.value);
        tests.push((row) => codes[row] === code);
      }
      for (const term of plain(this.search.value).split(/\s+/).filter(Boolean)) {
        const found = this.columns.map((column) => {
          column.plain ??= column.words.map((word, n) => plain(`${word} ${column.notes[n] ?? ""}`));
          return { codes: column.codes, hit: Uint8Array.from(column.plain, (word) => (word.includes(term) ? 1 : 0)) };
        });
        tests.push((row) => found.some(({ codes, hit }) => hit[codes[row]]));
      }
      this.chosen = tests.length ? this.order.filter((row) => tests.every((test) => test(row))) : null;
      this.found = this.rows.length;
      this.page = 0;
      this.draw();
    }

    /* Chooses one word of a column and nothing else. */
    only(key, word) {
      const choice = this.choices.find(({ dataset }) => dataset.key === key);
      if (!choice) return;
      this.search.value = "";
      for (const other of this.choices) other.value = "";
      choice.value = String(this.columns[Number(choice.dataset.column)].words.indexOf(word));
      this.choose();
    }

    /* Upwards, downwards, and the third time as the page gives them. Rows of one word keep their order. */
    sort(column) {
      const now = this.heads[column].getAttribute("aria-sort");
      const next = { null: "ascending", ascending: "descending", descending: null }[now];
      for (const head of this.heads) head.removeAttribute("aria-sort");
      if (next) {
        this.heads[column].setAttribute("aria-sort", next);
        this.ordered = this.counted(this.columns[column], next === "ascending");
      } else {
        this.ordered = null;
      }
      const text = next && { ascending: this.say.up, descending: this.say.down }[next];
      this.sorted = text && { text, column: this.model[column].label };
      this.choose();
    }

    counted({ codes, words }, upwards) {
      const rank = upwards ? (row) => codes[row] : (row) => words.length - 1 - codes[row];
      const places = new Uint32Array(words.length + 1);
      for (const row of this.given) places[rank(row) + 1] += 1;
      for (let n = 1; n < places.length; n += 1) places[n] += places[n - 1];
      const order = new Uint32Array(this.all);
      for (const row of this.given) {
        const place = rank(row);
        order[places[place]] = row;
        places[place] += 1;
      }
      return order;
    }

    turn(way) {
      const last = Math.max(0, Math.ceil(this.found / this.size) - 1);
      const to = { first: 0, back: this.page - 1, on: this.page + 1, last }[way];
      this.page = Math.min(last, Math.max(0, to));
      this.draw();
      this.root.scrollIntoView({ block: "start", behavior: "auto" });
    }

    draw() {
      const from = this.page * this.size;
      const lines = Array.from(this.rows.subarray(from, from + this.size), (row, n) => this.line(row, from + n + 2));
      this.body.replaceChildren(...(lines.length ? lines : [this.nothing()]));
      this.table.setAttribute("aria-rowcount", String(this.found + 1));
      this.tell();
    }

    line(row, index) {
      const line = document.createElement("tr");
      line.setAttribute("role", "row");
      line.setAttribute("aria-rowindex", String(index));
      this.columns.forEach((column, n) => {
        const code = column.codes[row];
        const cell = document.createElement(n ? "td" : "th");
        if (n === 0) cell.scope = "row";
        else cell.dataset.label = this.model[n].label;
        cell.setAttribute("role", n ? "cell" : "rowheader");
        cell.className = this.model[n].look;
        cell.dir = "auto";
        if (column.links.length) {
          const link = document.createElement("a");
          link.href = column.links[code];
          link.textContent = column.words[code];
          cell.append(link);
        } else {
          cell.append(column.words[code]);
        }
        if (column.notes[code]) {
          const note = document.createElement("span");
          note.className = column.words[code] === "–" ? "note heard" : "note";
          note.textContent = ` ${column.notes[code]}`;
          cell.append(note);
        }
        line.append(cell);
      });
      return line;
    }

    nothing() {
      const line = document.createElement("tr");
      line.setAttribute("role", "row");
      const cell = document.createElement("td");
      cell.setAttribute("role", "cell");
      cell.className = "long empty";
      cell.colSpan = this.model.length;
      cell.textContent = this.say.nothing;
      line.append(cell);
      return line;
    }

    /* Says which rows are shown, and what the buttons can do. */
    tell() {
      const from = this.page * this.size;
      const to = Math.min(from + this.size, this.found);
      const values = { from: count(from + 1), to: count(to), of: count(this.found), all: count(this.all) };
      const some = this.chosen ? this.say.found : this.say.range;
      let text = fill(this.found ? some : this.say.none, values);
      if (this.sorted && this.found) text = fill(this.sorted.text, { text, column: this.sorted.column });
      if (this.before && to < this.found) text = fill(this.say.paper, { text });
      this.status.textContent = text;
      const fits = this.found <= Number(this.say.page);
      for (const control of this.bar.querySelectorAll("button, label")) control.hidden = fits;
      for (const button of this.bar.querySelectorAll("button")) {
        const back = button.dataset.go === "first" || button.dataset.go === "back";
        button.setAttribute("aria-disabled", String(back ? from === 0 : to >= this.found));
      }
    }

    /* On paper no page can be turned. */
    print() {
      if (this.before) return;
      this.before = { page: this.page, size: this.size };
      this.page = 0;
      this.size = Number(this.say.printed);
      this.draw();
    }

    printed() {
      if (!this.before) return;
      Object.assign(this, this.before);
      this.before = null;
      this.draw();
    }
  }

  const lists = [...document.querySelectorAll("[data-list]")].map((root) => new List(root));

  /* What does not scroll need not be a stop for the keyboard, nor say that it scrolls. */
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const more = target.scrollWidth > target.clientWidth;
      target.classList.toggle("more", more);
      target.classList.toggle("fits", !more);
      if (more) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const region of document.querySelectorAll(".scroll")) sizes.observe(region);

  /* A link to what is folded opens it; one to the findings of a control chooses them. */
  const unfold = (place) => {
    if (place && place.matches("details")) place.open = true;
  };
  addEventListener("hashchange", () => unfold(document.querySelector(":target")));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const place = link && document.getElementById(link.hash.slice(1));
    unfold(place);
    if (link && link.dataset.key) {
      lists.find(({ root }) => place.contains(root)).only(link.dataset.key, link.dataset.word);
    }
  });
  unfold(document.querySelector(":target"));

  /* On paper nothing can be opened either. */
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const place of closed) place.open = true;
    for (const list of lists) list.print();
  });
  addEventListener("afterprint", () => {
    for (const place of closed) place.open = false;
    for (const list of lists) list.printed();
  });
})();
