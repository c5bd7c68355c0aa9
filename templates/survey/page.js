"use strict";
/* Reads what was chosen, and offers it as a file. Nothing is stored, and nothing is sent. */
(() => {
  const spoken = JSON.parse(document.getElementById("spoken").textContent);
  const form = document.getElementById("answer");
  const employee = document.getElementById("employee");
  const address = document.getElementById("address");
  const errors = document.getElementById("errors");
  const saved = document.getElementById("saved");
  const questions = [...form.querySelectorAll("[data-question]")];
  const text = (input) => input.value.replace(/\s+/g, " ").trim();
  const chosen = (question) => question.querySelector("input:checked");
  const two = (number) => String(number).padStart(2, "0");

  for (const part of document.querySelectorAll(".with-script")) part.hidden = false;
  for (const question of questions) {
    const clear = question.querySelector(".clear");
    question.addEventListener("change", () => { clear.hidden = !chosen(question); });
    clear.addEventListener("click", () => {
      const first = question.querySelector("input");
      chosen(question).checked = false;
      clear.hidden = true;
      first.focus();
    });
  }

  /* A cell. What a spreadsheet would take for a formula gets an invisible space in front, which reporter trims. */
  const cell = (value) => `"${/^[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(value) ? "\u200b" : ""}${value.replaceAll('"', '""')}"`;
  const row = (values) => values.map(cell).join(",") + "\r\n";

  const day = (now) => [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())];
  const time = (now) => [two(now.getHours()), two(now.getMinutes()), two(now.getSeconds())];
  const offset = (now) => {
    const minutes = Math.abs(now.getTimezoneOffset());
    return `${now.getTimezoneOffset() > 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  };
  const random = () => [...crypto.getRandomValues(new Uint8Array(6))].map((n) => n.toString(16).padStart(2, "0")).join("");

  const faults = () => {
    const found = [];
    if (!text(employee) && !text(address)) found.push([employee, spoken.error_identity]);
    else if (text(address) && !/^[^@\s]+@[^@\s]+$/.test(text(address))) found.push([address, spoken.error_address]);
    if (!questions.some(chosen)) found.push([questions[0].querySelector("input"), spoken.error_nothing]);
    return found;
  };

  const complain = (found) => {
    const list = errors.querySelector("ul");
    list.replaceChildren();
    for (const input of [employee, address]) input.removeAttribute("aria-invalid");
    for (const [input, sentence] of found) {
      if (input.type !== "radio") input.setAttribute("aria-invalid", "true");
      const link = document.createElement("a");
      link.textContent = sentence;
      link.href = "#";
      link.addEventListener("click", (event) => { event.preventDefault(); input.focus(); });
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
    errors.hidden = !found.length;
    if (found.length) errors.focus();
  };

  const say = (sentences) => saved.replaceChildren(...sentences.map((sentence) => {
    const part = document.createElement("p");
    part.textContent = sentence;
    return part;
  }));

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    say([]);
    const found = faults();
    complain(found);
    if (found.length) return;
    const now = new Date();
    const at = `${day(now).join("-")}T${time(now).join(":")}${offset(now)}`;
    const heads = ["Employee ID", "Work Email", "Submitted at", ...questions.map((q) => q.dataset.question)];
    const values = [text(employee), text(address), at, ...questions.map((q) => chosen(q)?.value ?? "")];
    const name = `survey-answer-${day(now).join("")}T${time(now).join("")}-${random()}.csv`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff", row(heads), row(values)], { type: "text/csv;charset=utf-8" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    say([spoken.saved.replace("{file}", name), spoken.send, spoken.saved_what, spoken.again]);
  });
})();
