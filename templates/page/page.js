"use strict";
/* The lists: search, filter, sort, pages. Everything a row shows is set as text, never as markup.
   A column is a dictionary of words, already in sort order, and one code per row; so sorting is counting, and a
   search looks at each distinct word once. Without this script the first rows stand in the page as a plain table. */
(() => {
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const count = (value) => value.toLocaleString("en-GB");
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  class List {
    constructor(root) {
      this.root = root;
      const data = JSON.parse(root.querySelector("script").textContent);
      this.size = data.page;
      this.smallest = data.page;
      this.columns = data.columns;
      this.order = Uint32Array.from({ length: data.rows }, (_, row) => row);
      this.given = this.order;
      this.rows = this.order;
      this.page = 0;
      this.form = root.querySelector("form");
      this.body = root.querySelector("tbody");
      this.heads = [...root.querySelectorAll("thead th")];
      this.bar = root.querySelector(".pages");
      this.status = this.bar.querySelector("p");
      this.model = this.heads.map((head) => head.className);
      this.prepare();
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
      this.say();
    }

    /* Rows that hold every word searched for, somewhere, and every choice made. */
    choose() {
      const tests = [];
      for (const select of this.form.querySelectorAll("select")) {
        if (select.value === "") continue;
        const { codes } = this.columns[Number(select.dataset.column)];
        const code = Number(select.value);
        tests.push((row) => codes[row] === code);
      }
      for (const term of plain(this.form.querySelector("input").value).split(/\s+/).filter(Boolean)) {
        const found = this.columns.map((column) => {
          column.plain ??= column.words.map((word, n) => plain(`${word} ${column.notes[n] ?? ""}`));
          return { codes: column.codes, hit: Uint8Array.from(column.plain, (word) => (word.includes(term) ? 1 : 0)) };
        });
        tests.push((row) => found.some(({ codes, hit }) => hit[codes[row]]));
      }
      this.rows = tests.length ? this.order.filter((row) => tests.every((test) => test(row))) : this.order;
      this.page = 0;
      this.draw();
    }

    sort(column) {
      const now = this.heads[column].getAttribute("aria-sort");
      const next = now === "ascending" ? "descending" : "ascending";
      this.heads.forEach((head) => head.removeAttribute("aria-sort"));
      this.heads[column].setAttribute("aria-sort", next);
      const { codes, words } = this.columns[column];
      const rank = next === "ascending" ? (row) => codes[row] : (row) => words.length - 1 - codes[row];
      const places = new Uint32Array(words.length + 1);
      for (const row of this.given) places[rank(row) + 1] += 1;
      for (let n = 1; n < places.length; n += 1) places[n] += places[n - 1];
      this.order = new Uint32Array(this.given.length);
      for (const row of this.given) {
        const place = rank(row);
        this.order[places[place]] = row;
        places[place] += 1;
      }
      this.choose();
    }

    turn(way) {
      const last = Math.max(0, Math.ceil(this.rows.length / this.size) - 1);
      const to = { first: 0, back: this.page - 1, on: this.page + 1, last }[way];
      this.page = Math.min(last, Math.max(0, to));
      this.draw();
      this.root.scrollIntoView({ block: "start", behavior: "auto" });
    }

    draw() {
      const rows = this.rows.subarray(this.page * this.size, (this.page + 1) * this.size);
      const lines = [...rows].map((row) => this.line(row));
      this.body.replaceChildren(...(lines.length ? lines : [this.nothing()]));
      this.say();
    }

    line(row) {
      const line = document.createElement("tr");
      line.setAttribute("role", "row");
      this.columns.forEach((column, n) => {
        const code = column.codes[row];
        const cell = document.createElement(n ? "td" : "th");
        if (n === 0) cell.scope = "row";
        cell.setAttribute("role", n ? "cell" : "rowheader");
        cell.className = this.model[n];
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
      cell.colSpan = this.columns.length;
      cell.textContent = this.root.dataset.nothing;
      line.append(cell);
      return line;
    }

    say() {
      const from = this.page * this.size;
      const to = Math.min(from + this.size, this.rows.length);
      const text = this.rows.length ? this.root.dataset.range : this.root.dataset.none;
      this.status.textContent = fill(text, { from: count(from + 1), to: count(to), of: count(this.rows.length) });
      const fits = this.rows.length <= this.smallest;
      for (const control of this.bar.querySelectorAll("button, label")) control.hidden = fits;
      for (const button of this.bar.querySelectorAll("button")) {
        const back = button.dataset.go === "first" || button.dataset.go === "back";
        button.setAttribute("aria-disabled", String(back ? from === 0 : to >= this.rows.length));
      }
    }
  }

  for (const root of document.querySelectorAll("[data-list]")) new List(root);

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

  /* A link to a control opens it. */
  const reveal = () => {
    const place = document.querySelector(":target");
    if (place && place.matches("details")) place.open = true;
  };
  addEventListener("hashchange", reveal);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const place = link && document.getElementById(link.hash.slice(1));
    if (place && place.matches("details")) place.open = true;
  });
  reveal();

  /* On paper nothing can be opened. */
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const place of closed) place.open = true;
  });
  addEventListener("afterprint", () => {
    for (const place of closed) place.open = false;
  });
})();
