"""What bars readers from a page, as axe finds it, and what a finger cannot hit."""

from importlib.resources import files

# links within a sentence are as high as their line, and an exception of the standard (WCAG 2.2, 2.5.8)
SMALL = """() => [...document.querySelectorAll('button, select, summary, input:not([type=hidden]), nav a, .cards a')]
  .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !one.closest('[inert]'))
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && box.height > 0 && box.right > 0 && (box.height < 23.9 || box.width < 23.9))
  .map(([one, box]) => `${one.outerHTML.slice(0, 120)} ${box.width.toFixed(0)}×${box.height.toFixed(0)}`)"""
# pictures have letters of their own measure, and what the theme keeps for wide screens is not seen on narrow ones
FINE = """() => {
  const found = new Set(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const one = walk.currentNode.parentElement, size = parseFloat(getComputedStyle(one).fontSize);
    const isRead = walk.currentNode.textContent.trim() && !one.closest('svg, script, style, noscript, .search-button__kbd-shortcut');
    if (isRead && size < 11.95) found.add(`${one.outerHTML.slice(0, 120)} ${size.toFixed(1)}`);
  }
  return [...found];
}"""
# how far pages move while they load, by the browser's own measure
MOVES = """new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.moved = (window.moved || 0) + one.value;
}).observe({ type: 'layout-shift', buffered: true });"""
AXE = """async () => {
  const found = await axe.run(document, { resultTypes: ['violations'], preload: false, rules: {
    'target-size': { enabled: true }, 'label-content-name-mismatch': { enabled: true } } });
  return found.violations.flatMap((one) => one.nodes.slice(0, 4).map((node) =>
    `${one.id}: ${node.target.join(' ')} ${node.any.concat(node.all, node.none).map((x) => x.message).join('; ')}`));
}"""


def axe_script() -> str:
    """The script of axe-core, as the package brings it."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def barriers(page) -> list[str]:
    """What bars readers from a page as it is shown now."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(axe_script())  # a page's own policy holds for what it loads, not for whoever drives the browser
    return page.evaluate(AXE)


def small_targets(page) -> list[str]:
    """What can be pressed and is less than 24 pixels wide or high."""
    return page.evaluate(SMALL)


def fine_print(page) -> list[str]:
    """What is set in letters of less than twelve pixels."""
    return page.evaluate(FINE)
