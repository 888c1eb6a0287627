// Parts of a page as tabs. The headings in the page become the tabs; without this script the parts
// simply follow one another.

for (const group of document.querySelectorAll("[data-tabs]")) {
  const panels = [...group.querySelectorAll(":scope > [data-tab]")];
  if (panels.length < 2) continue;

  const list = document.createElement("div");
  list.className = "tabs__list";
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", group.dataset.tabsLabel);

  const tabs = panels.map((panel) => {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.className = "tabs__tab";
    tab.id = `${panel.id}-tab`;
    tab.textContent = panel.querySelector("[data-tab-title]").textContent;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    list.append(tab);
    return tab;
  });

  const select = (index, focus = false) => {
    tabs.forEach((tab, number) => {
      tab.setAttribute("aria-selected", String(number === index));
      tab.tabIndex = number === index ? 0 : -1;
      panels[number].hidden = number !== index;
    });
    if (focus) tabs[index].focus();
  };

  // The arrow that points to the next tab depends on the direction of the text.
  const forward = getComputedStyle(group).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const backward = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
  tabs.forEach((tab, index) => {
    tab.addEventListener("click", () => select(index));
    tab.addEventListener("keydown", (event) => {
      const target = {
        [forward]: (index + 1) % tabs.length,
        [backward]: (index - 1 + tabs.length) % tabs.length,
        Home: 0,
        End: tabs.length - 1,
      }[event.key];
      if (target === undefined) return;
      event.preventDefault();
      select(target, true);
    });
  });

  // A link to something inside a part opens that part.
  const openTarget = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const index = target ? panels.findIndex((panel) => panel.contains(target)) : -1;
    if (index >= 0) select(index);
    return index >= 0;
  };

  group.prepend(list);
  group.classList.add("tabs--on");
  if (!openTarget()) select(0);
  addEventListener("hashchange", openTarget);
}
