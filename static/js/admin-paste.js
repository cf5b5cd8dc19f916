/* Cleans what is pasted from Word, Google Docs or a web page before the editor reads it. The editor drops what it
   does not know; here real headings, lists and emphasis are made of what those programs only dress up as such.
   What was copied from the editor itself stays as it is. */
(() => {
  "use strict";
  const DROPPED = "style, script, xml, meta, link, title, img, del, s, strike, hr, [hidden], [style*='line-through' i], [style*='display:none' i], [style*='display: none' i], [style*='mso-hide:all'], .MsoCommentReference, [style*='mso-element:comment']";
  const BULLET = /^\s*[·•▪◦‣§o–-]\s*$/; // the whole mark of an item
  const TYPED_BULLET = /^\s*[·•▪◦‣]\s+/; // a mark that was pasted as text
  const LINK = /^(https?|mailto|tel):/i;
  const BLOCKS = "p, div, h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote";

  const all = (root, selector) => [...root.querySelectorAll(selector)];
  const unwrap = (element) => element.replaceWith(...element.childNodes);
  const rename = (element, name) => {
    const renamed = document.createElement(name);
    renamed.append(...element.childNodes);
    element.replaceWith(renamed);
    return renamed;
  };
  const isEmpty = (element) => !element.textContent.trim();

  /* The highest heading becomes a heading, all below it a smaller one: the page has its own title. */
  const levelHeadings = (root) => {
    all(root, "p.MsoTitle").forEach((title) => rename(title, "h1"));
    const headings = all(root, "h1, h2, h3, h4, h5, h6");
    const highest = headings.map((heading) => heading.localName).sort()[0];
    headings.forEach((heading) => {
      all(heading, "b, strong").forEach(unwrap);
      rename(heading, heading.localName === highest ? "h2" : "h3");
    });
  };

  /* Weight and slant that stand in a style. Google Docs wraps all it copies in a <b> that is not bold. */
  const markEmphasis = (root) => {
    all(root, "b, strong").filter((bold) => /^(normal|400)$/.test(bold.style.fontWeight)).forEach(unwrap);
    all(root, "span").forEach((span) => {
      const isHeading = span.closest("h1, h2, h3, h4, h5, h6");
      const names = [
        !isHeading && /^(bold|[6-9]00)$/.test(span.style.fontWeight) && "strong",
        span.style.fontStyle === "italic" && "em",
      ].filter((name) => name && !isEmpty(span));
      names.forEach((name) => {
        const mark = document.createElement(name);
        mark.append(...span.childNodes);
        span.append(mark);
      });
      unwrap(span);
    });
  };

  /* --- Lists --------------------------------------------------------------------------------------------- */

  /* The mark that Word puts before an item, taken out of it. */
  const takeMark = (paragraph) => {
    const mark = all(paragraph, "[style*='mso-list:Ignore'], [style*='mso-list: Ignore']")[0];
    mark?.remove();
    return mark ? mark.textContent : null;
  };

  const takeTypedBullet = (paragraph) => {
    const words = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT).nextNode();
    if (!words || !TYPED_BULLET.test(paragraph.textContent) || !TYPED_BULLET.test(words.data)) return false;
    words.data = words.data.replace(TYPED_BULLET, "");
    return true;
  };

  /* Where Word's "4.", "c)" or "1.2" begins a list, and with which sort of number. Roman ones begin with i. */
  const numbering = (mark) => {
    const [last] = mark.match(/[a-z]+|\d+(?=[^\da-z]*$)/i) ?? [];
    if (!last) return {};
    if (/^\d+$/.test(last)) return { start: Number(last) };
    const type = last.toLowerCase() === "i" ? "i" : "a";
    const start = type === "i" ? 1 : last.toLowerCase().charCodeAt(0) - 96;
    return { start, type: last === last.toLowerCase() ? type : type.toUpperCase() };
  };

  /* How deep a paragraph stands in a list and of which sort; null when it is no item. */
  const asItem = (paragraph) => {
    const [, level] = (paragraph.getAttribute("style") ?? "").match(/mso-list:[^;]*level(\d+)/) ?? [];
    const mark = level && takeMark(paragraph);
    if (mark) return { level: Number(level), name: BULLET.test(mark) ? "ul" : "ol", ...numbering(mark) };
    return takeTypedBullet(paragraph) ? { level: 1, name: "ul" } : null;
  };

  const makeLists = (root) => {
    let open = []; // the lists around the item before, outermost first
    let last = null;
    all(root, "p").forEach((paragraph) => {
      const item = asItem(paragraph);
      if (!item) return;
      if (last?.nextElementSibling !== paragraph) open = [];
      open.length = Math.min(open.length, item.level);
      if (open.length === item.level && open.at(-1).localName !== item.name) open.pop();
      const isNew = open.length < item.level;
      if (isNew) {
        const list = document.createElement(item.name);
        if (item.start > 1) list.start = item.start;
        if (item.type) list.setAttribute("type", item.type);
        if (open.length) open.at(-1).lastElementChild.append(list);
        else paragraph.before(list);
        open.push(list);
      }
      const row = document.createElement("li");
      open.at(-1).append(row);
      row.append(paragraph);
      [last] = open;
    });
  };

  /* A list straight inside a list belongs to the item before it; lists that were cut up are one again. */
  const mendLists = (root) => {
    all(root, ":is(ul, ol) > :is(ul, ol)").forEach((list) => list.previousElementSibling?.append(list));
    all(root, ":is(ul, ol) + :is(ul, ol)").forEach((list) => {
      const before = list.previousElementSibling;
      if (before.localName !== list.localName || list.start > 1) return;
      before.append(...list.childNodes);
      list.remove();
    });
  };

  /* The editor has no mark for figures above or below the line: they become letters that stand there. */
  const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const LOWERED = "₀₁₂₃₄₅₆₇₈₉";
  const raise = (root) => {
    const moved = [["sup, [style*='vertical-align:super' i], [style*='vertical-align: super' i]", RAISED],
      ["sub, [style*='vertical-align:sub' i], [style*='vertical-align: sub' i]", LOWERED]];
    moved.forEach(([selector, figures]) => all(root, selector).forEach((element) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) walker.currentNode.data = walker.currentNode.data.replace(/\d/g, (digit) => figures[digit]);
    }));
  };

  /* --- What is told ---------------------------------------------------------------------------------------- */

  const STRUCK = "del, s, strike, [style*='line-through' i]";

  const losses = (body) => [
    body.querySelector("img") && "Een plaatje is niet meegekomen. Voeg het toe als bijlage.",
    body.querySelector(STRUCK) && "Doorgehaalde woorden zijn weggelaten. Klopt de zin nog?",
    body.querySelector("table table") && "Een tabel in een tabel kan hier niet. Kijk of de tabel nog klopt.",
  ].filter(Boolean);

  let notice = null;
  const tell = (sentences) => {
    if (notice) notice.textContent = sentences.join(" ");
  };


  const cleaned = (html) => {
    if (html.includes("data-pm-slice")) return html;
    const { body } = new DOMParser().parseFromString(html, "text/html");
    const comments = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
    const said = [];
    while (comments.nextNode()) said.push(comments.currentNode);
    said.forEach((comment) => comment.remove());
    tell(losses(body));
    raise(body);
    all(body, DROPPED).forEach((element) => element.remove());
    all(body, "*").filter((element) => element.localName.includes(":")).forEach(unwrap); // <o:p>
    all(body, "a").filter((link) => !LINK.test(link.getAttribute("href") ?? "")).forEach(unwrap);
    makeLists(body);
    levelHeadings(body);
    markEmphasis(body);
    all(body, "div").forEach((box) => (box.querySelector(BLOCKS) ? unwrap(box) : rename(box, "p")));
    all(body, "b, strong").filter((bold) => bold.querySelector(BLOCKS)).forEach(unwrap);
    all(body, "br").filter((line) => line.parentElement === body).forEach((line) => line.remove());
    all(body, "p, h2, h3").filter(isEmpty).forEach((block) => {
      if (block.closest("td, th")) block.replaceChildren();
      else block.remove();
    });
    mendLists(body);
    return body.innerHTML;
  };

  document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
    const place = document.createElement("p");
    place.className = "help";
    place.setAttribute("role", "status");
    textarea.closest(".prose-editor").after(place);
    editor.on("focus", () => (notice = place));
    editor.setOptions({ editorProps: { ...editor.options.editorProps, transformPastedHTML: cleaned } });
  });
})();
