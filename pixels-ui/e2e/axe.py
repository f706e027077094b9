"""What axe finds on a page against WCAG 2.2 AA, in light and in dark."""

from functools import cache

from playwright.sync_api import Page

from cms.settings import CHECKOUT
from e2e.visits import is_firefox

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async rules => {
  await Promise.allSettled(document.getAnimations().map(animation => animation.finished));
  const { violations } = await axe.run(document, { runOnly: { type: "tag", values: rules } });
  const lines = ({ id, nodes }) => nodes.map(node => [id, ...node.target, node.failureSummary].join(" | "));
  return violations.flatMap(lines);
}"""


def barriers(page: Page) -> list[str]:
    """Each breach with its rule and place, once in light and once in dark, which Firefox cannot be told to show.

    The window holds the whole page meanwhile, since axe takes what lies under a fixed bar for too small to press.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(source())
    size = page.viewport_size or {"width": 0, "height": 0}
    page.set_viewport_size({**size, "height": page.evaluate("2 * document.documentElement.scrollHeight")})
    found: list[str] = []
    for scheme in ("light",) if is_firefox(page.context.browser) else ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{scheme} | {one}" for one in page.evaluate(RUN, RULES)]
    page.set_viewport_size(size)
    return found


@cache
def source() -> str:
    return (CHECKOUT / "pixels-ui" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
