// Everything works without this: it only adds keys. n and p step through a text's statements, j and k through the queue.
"use strict";

const typing = (target) => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

function step(list, by) {
  const now = list.indexOf(document.activeElement);
  const next = list[Math.min(Math.max(now + by, 0), list.length - 1)];
  if (next) {
    next.focus();
    next.scrollIntoView({ block: "center" });
  }
}

document.addEventListener("keydown", (event) => {
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  const anchors = [...document.querySelectorAll("a.anchor")];
  const queue = [...document.querySelectorAll(".queue li[tabindex]")];
  if (event.key === "n") step(anchors, 1);
  else if (event.key === "p") step(anchors, -1);
  else if (event.key === "j") step(queue, 1);
  else if (event.key === "k") step(queue, -1);
  else if (event.key === "a" || event.key === "r") {
    const button = document.activeElement?.querySelector?.(`button[data-key="${event.key}"]`);
    if (button) button.click();
  } else if (event.key === "/") {
    event.preventDefault();
    document.getElementById("find").focus();
  }
});
