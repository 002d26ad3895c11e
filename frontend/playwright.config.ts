import { defineConfig } from "@playwright/test";

// The whole way: a real binary over a folder of its own, and a real browser. Debian's Chromium where there is one.
const launchOptions = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

const common = { launchOptions, locale: "en-GB", timezoneId: "Europe/Berlin", colorScheme: "light" } as const;

export default defineConfig({
  testDir: "e2e",
  // Each test has a server and a browser of its own.
  workers: 2,
  fullyParallel: true,
  // How quick the page is can only be measured alone: make speed. Pictures are taken when they are wanted: make pictures.
  testIgnore: [
    ...(process.env.SPEED ? [] : ["speed.spec.ts"]),
    ...(process.env.PICTURES ? [] : ["pictures.spec.ts"]),
  ],
  forbidOnly: !!process.env.CI,
  reporter: process.env.CI ? "list" : "line",
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // A trace of every test costs an eighth of the time: npx playwright test NAME --trace on.
  use: { screenshot: "only-on-failure" },
  projects: [
    { name: "wide", use: { ...common, viewport: { width: 1440, height: 900 } } },
    {
      name: "phone",
      use: { ...common, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
    },
  ],
});
