// Keeps the reader's place: a link to the other text leads to the block that stands for the first one on screen.
// Without this script it leads to the top.
for (const link of document.querySelectorAll('.switch a[rel="alternate"], .translation a[rel="alternate"]')) {
  const key = "data-at-" + link.hreflang.toLowerCase(), home = link.href.split("#")[0];
  const aim = () => {
    const blocks = [...document.querySelectorAll(`.e-content > [${key}]`)];
    const read = blocks.findLastIndex((block) => block.getBoundingClientRect().top <= 8);
    const seen = blocks[read]?.getBoundingClientRect().bottom > 24 ? blocks[read] : read < 0 ? null : blocks[read + 1] ?? blocks[read];
    link.href = home + (seen ? "#" + seen.getAttribute(key) : "");
  };
  for (const event of ["pointerenter", "pointerdown", "focus", "click"]) link.addEventListener(event, aim);
}
