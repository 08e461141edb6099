// Everything works without this. It adds keys (n and p step through a text's statements, j and k through the queue), and puts
// charts that can be hovered and zoomed in place of their pictures.
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

function loaded(script) {
  return new Promise((resolve, reject) => {
    const tag = document.createElement("script");
    tag.src = script;
    tag.onload = resolve;
    tag.onerror = reject;
    document.head.append(tag);
  });
}

// Expressions go through Vega's interpreter (`ast`), since the page forbids scripts made of strings.
const drawing = { ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: { disableDefaultStyle: true } };

async function enliven(figure) {
  const answer = await fetch(figure.dataset.chart);
  if (!answer.ok) return;
  const chart = await answer.json();
  if (!window.vegaEmbed) await loaded("/charts.js");
  const place = document.createElement("div");
  place.className = "chart";
  await window.vegaEmbed(place, chart, drawing);
  const picture = figure.querySelector("img");
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", picture.alt);
  picture.replaceWith(place);
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (entry.isIntersecting) {
      seen.unobserve(entry.target);
      enliven(entry.target).catch(() => {}); // the picture stays
    }
  }
});
if (matchMedia("(hover: hover) and (min-width: 50rem)").matches) {
  for (const figure of document.querySelectorAll("figure[data-chart]")) seen.observe(figure);
}
