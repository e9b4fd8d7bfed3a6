// Opens an HTML report in a headless Chromium, wide and narrow, light and dark, with and without JavaScript, and fails when it
// logs an error, asks the network for anything, scrolls sideways, is found wanting by axe, does not filter, or prints badly.
// Usage: node report.mjs REPORT.html [--images DIR]
import { chromium } from "playwright-core";
import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import path from "node:path";

const [file, option, images] = process.argv.slice(2);
const url = pathToFileURL(path.resolve(file)).href;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const faults = [];
const expect = (holds, what) => { if (!holds) faults.push(what); };

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });

/** Opens the report in a window of its own, in which every error and every request is a fault. */
async function open(name, options) {
  const context = await browser.newContext({ bypassCSP: true, ...options });
  const page = await context.newPage();
  page.on("console", (message) => { if (message.type() === "error") faults.push(`${name}: console: ${message.text()}`); });
  page.on("pageerror", (error) => faults.push(`${name}: ${error}`));
  page.on("dialog", (dialog) => { faults.push(`${name}: a dialog opened`); dialog.dismiss(); });
  await page.route("**/*", (route) => {
    if (route.request().url().startsWith("file:")) return route.continue();
    faults.push(`${name}: request: ${route.request().url()}`);
    return route.abort();
  });
  await page.goto(url);
  return page;
}

for (const width of [1280, 360]) {
  for (const colorScheme of ["light", "dark"]) {
    const name = `${width} px, ${colorScheme}`;
    const page = await open(name, { viewport: { width, height: 900 }, colorScheme });
    await page.evaluate(() => document.querySelectorAll("details").forEach((details) => { details.open = true; }));
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document));
    for (const found of violations) faults.push(`${name}: axe: ${found.id}: ${found.help}: ${found.nodes[0].target}`);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(beyond <= 0, `${name}: scrolls sideways by ${beyond} px`);
    await page.context().close();
  }
}

const page = await open("keyboard", { viewport: { width: 1280, height: 900 } });
const visible = (selector) => page.evaluate((s) => [...document.querySelectorAll(s)].filter((e) => e.getClientRects().length > 0).length, selector);
await page.keyboard.press("Tab");
expect(await page.evaluate(() => document.activeElement.classList.contains("skip")), "the first tab stop is not the skip link");
await page.keyboard.press("/");
expect(await page.evaluate(() => document.activeElement.id === "q"), "/ does not lead to the search");
const before = await visible(".decision, .matrix tbody tr, .card");
await page.keyboard.type("no such words anywhere");
expect((await visible(".decision, .matrix tbody tr, .card")) === 0, "a search for what is not there leaves entries");
expect(/^0 of \d+/.test(await page.textContent("#shown")), "the number of entries shown is not told");
await page.keyboard.press("Escape");
expect((await visible(".decision, .matrix tbody tr, .card")) === before, "Escape does not bring everything back");
for (const [value, selector] of [["error", ".decision.error"], ["warning", ".decision.warning"], ["info", ".decision.info"]]) {
  await page.uncheck(`[name=severity][value=${value}]`);
  expect((await visible(selector)) === 0, `${value} is not filtered`);
}
await page.check("#open-only");
expect((await visible(".matrix tbody tr.row-ok")) === 0, "settled areas are not filtered");
const link = await page.evaluate(() => document.querySelector(".card a")?.getAttribute("href"));
if (link) {
  await page.goto(url + link);
  expect((await visible(link)) === 1, `the link to ${link} leads to something hidden`);
}
await page.context().close();

const plain = await open("without JavaScript", { javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
expect(!(await plain.locator("#filter").isVisible()), "without JavaScript there is a filter that does nothing");
expect(await plain.locator("#summary").isVisible(), "without JavaScript there is no summary");
await plain.context().close();

const print = await open("print", { viewport: { width: 1280, height: 900 } });
await print.emulateMedia({ media: "print" });
expect(!(await print.locator("#filter").isVisible()), "the filter is printed");
// A4 without its margins is 186 mm wide, about 703 px.
await print.setViewportSize({ width: 703, height: 1000 });
const beyond = await print.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
expect(beyond <= 0, `the print is ${beyond} px too wide for A4`);
expect((await print.pdf({ preferCSSPageSize: true })).length > 1000, "it does not print");
await print.context().close();

if (option === "--images") {
  mkdirSync(images, { recursive: true });
  const shot = async (name, width, height, colorScheme, selector) => {
    const page = await open(name, { viewport: { width, height }, colorScheme });
    if (selector) await page.evaluate((s) => document.querySelector(s).scrollIntoView(), selector);
    await page.screenshot({ path: path.join(images, `${name}.png`) });
    await page.context().close();
  };
  await shot("report", 1100, 800, "light");
  await shot("report-ownership", 1100, 800, "light", "#ownership");
  await shot("report-decisions-dark", 1100, 700, "dark", "#decisions");
  await shot("report-narrow", 360, 740, "light", "#scope-1");
}

await browser.close();
for (const fault of faults) console.error(fault);
console.log(faults.length ? `${faults.length} faults` : "the report works in a browser");
process.exit(faults.length ? 1 : 0);
