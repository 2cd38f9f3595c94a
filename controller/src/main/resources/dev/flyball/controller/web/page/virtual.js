import { h } from "./dom.js";

const SPARE_ROWS = 6;

/**
 * The rows of a long list that can be seen, and a few more: the others are not in the document. An element stays with
 * its row while it is in sight, and is filled anew only where the row has changed.
 */
export class VirtualRows {
  #rows = [];
  #shown = new Map();

  /** render(element, row, index) fills a row's element. */
  constructor(scroller, rowHeight, render) {
    this.scroller = scroller;
    this.rowHeight = rowHeight;
    this.render = render;
    this.space = h("div", { class: "rows-space", role: "presentation" });
    scroller.append(this.space);
    scroller.addEventListener("scroll", () => this.draw(), { passive: true });
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(scroller);
  }

  get rows() {
    return this.#rows;
  }

  set(rows) {
    this.#rows = rows;
    this.draw();
  }

  close() {
    this.observer.disconnect();
  }

  /** Rows that fit at once. */
  page() {
    return Math.max(1, Math.floor(this.scroller.clientHeight / this.rowHeight()) - 1);
  }

  reveal(index) {
    const height = this.rowHeight();
    const top = index * height;
    if (top < this.scroller.scrollTop) {
      this.scroller.scrollTop = top;
    } else if (top + height > this.scroller.scrollTop + this.scroller.clientHeight) {
      this.scroller.scrollTop = top + height - this.scroller.clientHeight;
    }
    this.draw();
  }

  /** Fills all that is in sight again. */
  refresh() {
    this.#shown.forEach((shown) => (shown.row = undefined));
    this.draw();
  }

  draw() {
    const height = this.rowHeight();
    this.space.style.height = `${this.#rows.length * height}px`;
    const first = Math.max(0, Math.floor(this.scroller.scrollTop / height) - SPARE_ROWS);
    const end = Math.min(
      this.#rows.length,
      Math.ceil((this.scroller.scrollTop + this.scroller.clientHeight) / height) + SPARE_ROWS,
    );
    const wanted = new Set();
    for (let i = first; i < end; i++) {
      wanted.add(this.#rows[i].id);
    }
    for (const [id, shown] of this.#shown) {
      if (!wanted.has(id)) {
        shown.element.remove();
        this.#shown.delete(id);
      }
    }
    let before = null;
    for (let i = first; i < end; i++) {
      before = this.#place(i, height, before);
    }
  }

  /** In the order of the list, so that assistive technology reads them in it. */
  #place(index, height, before) {
    const row = this.#rows[index];
    let shown = this.#shown.get(row.id);
    if (!shown) {
      shown = { element: h("div", { class: "row", role: "row", id: `row-${row.id}` }), row: undefined, index: -1 };
      this.#shown.set(row.id, shown);
    }
    if (shown.row !== row || shown.index !== index) {
      this.render(shown.element, row, index);
      shown.element.setAttribute("aria-rowindex", String(index + 2));
      shown.element.style.transform = `translateY(${index * height}px)`;
      shown.row = row;
      shown.index = index;
    } else {
      shown.element.style.transform = `translateY(${index * height}px)`;
    }
    const next = before ? before.nextSibling : this.space.firstChild;
    if (next !== shown.element) {
      this.space.insertBefore(shown.element, next);
    }
    return shown.element;
  }
}
