"""Faults a page shows once its reader has enlarged the text or spaced it out (WCAG 1.4.4, 1.4.12)."""

from playwright.sync_api import Page

# The style sheet of the criterion 1.4.12; constructed, as the policy of the pages lets no style element in.
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-block-end: 2em !important; }"""
ENLARGE = "size => { document.documentElement.style.fontSize = size; }"
SPACE = """rules => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rules);
  document.adoptedStyleSheets = rules ? [sheet] : []; }"""
# What is lost: words beyond the edge of the page, words cut by the box that holds them, words on top of others.
# Boxes that scroll lose nothing; the fifths above and below the letters of a line do not count.
LOST = """() => {
  const lost = [], wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) lost.push(`${wide} px too wide`);
  const seen = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let text; (text = walker.nextNode());) {
    const holder = text.parentElement;
    if (!text.data.trim() || !holder.checkVisibility() || holder.closest('.vh, .skip, option, script')) continue;
    let box = {left: 0, top: -Infinity, right: innerWidth, bottom: Infinity}, scrolls = false, hidden = false;
    for (let each = holder; each && each !== document.documentElement; each = each.parentElement) {
      const style = getComputedStyle(each);
      if (style.clipPath === 'inset(50%)' || style.opacity === '0') hidden = true;
      if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
      if (style.overflowX === 'auto' || style.overflowX === 'scroll') scrolls = true;
      else if (each !== document.body && each.scrollWidth > each.clientWidth + 1
        && !(each instanceof SVGElement)) lost.push(`cut: ${text.data.trim().slice(0, 40)}`);
      const edge = each.getBoundingClientRect();
      box = {left: Math.max(box.left, edge.left), top: Math.max(box.top, edge.top),
        right: Math.min(box.right, edge.right), bottom: Math.min(box.bottom, edge.bottom)};
    }
    if (hidden) continue;
    range.selectNodeContents(text);
    for (const line of range.getClientRects()) {
      if (line.width < 2) continue;
      if (!scrolls && (line.left < -1 || line.right > innerWidth + 1))
        lost.push(`beyond the edge: ${text.data.trim().slice(0, 40)}`);
      const middle = {text, top: line.top + line.height * .2, bottom: line.bottom - line.height * .2,
        left: Math.max(line.left, box.left) + 1, right: Math.min(line.right, box.right) - 1};
      if (middle.left < middle.right && middle.bottom > box.top && middle.top < box.bottom) seen.push(middle);
    }
  }
  seen.sort((one, other) => one.top - other.top);
  seen.forEach((one, index) => {
    for (let at = index + 1; at < seen.length && seen[at].top < one.bottom; at += 1) {
      const other = seen[at];
      if (other.text !== one.text && other.left < one.right && one.left < other.right)
        lost.push(`over each other: ${one.text.data.trim().slice(0, 30)} / ${other.text.data.trim().slice(0, 30)}`);
    }
  });
  return [...new Set(lost)].slice(0, 5);
}"""


def find_lost(page: Page) -> list[str]:
    """What is lost of the open page with letters of twice the size, and with letters, words and lines spaced out."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate(ENLARGE, "200%")
    lost = [f"text of 200 %: {each}" for each in page.evaluate(LOST)]
    page.evaluate(ENLARGE, "")
    page.evaluate(SPACE, SPACED)
    lost += [f"text spaced out: {each}" for each in page.evaluate(LOST)]
    page.evaluate(SPACE, "")
    return lost
