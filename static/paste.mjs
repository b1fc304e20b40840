// Rich text pasted into the editor of guidance becomes Markdown: headings, lists, bold, italics,
// links and tables. Without script the text comes as plain words, and the server puts those right.
const BLOCKS = "p,div,h1,h2,h3,h4,h5,h6,ul,ol,li,table,blockquote,section,article";
const UNSEEN = "script,style,head,meta,title,template";
const words = (text) => text.replace(/[\s\u00a0]+/g, " ");
// Our policy bars inline styles, even in a document that is only read: they are kept by another name.
const unstyled = (html) =>
  html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/\sstyle=/gi, " data-style=");
const styled = (node, what) => what.exec(node.dataset.style ?? "");

function wrapped(text, mark) {
  const inner = text.trim();
  return inner ? text.replace(inner, () => mark + inner + mark) : text;
}

function inline(node) {
  if (node.nodeType === Node.TEXT_NODE) return words(node.data);
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches(UNSEEN)) return "";
  if (styled(node, /mso-list:\s*ignore/i)) return ""; // Word's own bullet
  if (node.localName === "br") return "\n";
  const text = [...node.childNodes].map(inline).join("");
  const bold = node.matches("b,strong") && !styled(node, /font-weight:\s*(normal|400)/i);
  if (bold) return wrapped(text, "**");
  if (node.matches("i,em")) return wrapped(text, "*");
  const address = node.localName === "a" ? (node.getAttribute("href") ?? "") : "";
  return /^(https:\/\/|mailto:)\S+$/i.test(address) ? `[${words(text).trim()}](${address})` : text;
}

function list(node, depth) {
  const numbered = node.localName === "ol";
  return [...node.children].map((item, index) => {
    if (item.matches("ul,ol")) return list(item, depth + 1); // as Google Docs nests them
    const inner = [...item.childNodes].filter((part) => !part.matches?.("ul,ol"));
    const text = words(inner.map(inline).join("")).trim();
    const below = [...item.children].filter((part) => part.matches("ul,ol"));
    const mark = numbered ? `${index + 1}. ` : "- ";
    const own = "   ".repeat(depth) + mark + text;
    return [own, ...below.map((part) => list(part, depth + 1))].join("\n");
  }).join("\n");
}

function table(node) {
  const rows = [...node.rows].map((row) =>
    [...row.cells].map((cell) => words(inline(cell)).trim().replaceAll("|", "\\|")));
  if (!rows.length) return "";
  const lines = rows.map((cells) => `| ${cells.join(" | ")} |`);
  return [lines[0], `|${"---|".repeat(rows[0].length)}`, ...lines.slice(1)].join("\n");
}

function block(node) {
  const heading = /^h([1-6])$/.exec(node.localName);
  const text = inline(node).trim();
  if (heading) return `${"#".repeat(Math.max(2, Number(heading[1])))} ${words(text)}`;
  if (node.matches("ul,ol")) return list(node, 0);
  if (node.matches("table")) return table(node);
  const level = styled(node, /mso-list:[^;]*level(\d)/i);
  if (level) {
    const mark = /^\s*\d/.test(node.textContent) ? "1. " : "- ";
    return "   ".repeat(Number(level[1]) - 1) + mark + words(text);
  }
  return node.querySelector(BLOCKS) ? blocks(node) : text;
}

function blocks(parent) {
  const parts = [""];
  for (const node of parent.childNodes) {
    const apart = node.nodeType === Node.ELEMENT_NODE
      && (node.matches(BLOCKS) || node.querySelector(BLOCKS));
    if (apart) parts.push(block(node), "");
    else parts[parts.length - 1] += inline(node);
  }
  const found = parts.map((part) => part.replace(/^\n+|\s+$/g, "")).filter((part) => part.trim());
  return found.join("\n\n").replace(/^( *(?:- |\d+\. ).*)\n\n(?= *(?:- |\d+\. ))/gm, "$1\n");
}

document.querySelector("[name=body]").addEventListener("paste", (event) => {
  const html = event.clipboardData.getData("text/html");
  const text = html && blocks(new DOMParser().parseFromString(unstyled(html), "text/html").body);
  if (text && document.execCommand("insertText", false, text)) event.preventDefault();
});
