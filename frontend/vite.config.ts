import optimizeLocales from "@react-aria/optimize-locales-plugin";
import react from "@vitejs/plugin-react";
import type { CodeSplittingGroup } from "rolldown";
import { defineConfig } from "vitest/config";

// The languages the page is, or will be, written in. React Aria ships its own
// strings for thirty; the others would only make the first load heavier.
const locales = ["en-US", "ko-KR", "ja-JP"];

// `npm run dev` serves the page and hands /api and /login to a running server,
// so that a change to the page needs no Go build.
const server = process.env.WHODID_SERVER ?? "http://127.0.0.1:8080";

// What the page can't begin without goes into two files, the libraries' and its own: forty small ones would weigh a
// twentieth more. The rest is fetched part by part (ui/part.tsx).
const firstLoad: CodeSplittingGroup[] = [
  { name: "libraries", tags: ["$initial"], test: /[\\/]node_modules[\\/]/, priority: 1 },
  { name: "page", tags: ["$initial"] },
];

export default defineConfig({
  plugins: [{ ...optimizeLocales.vite({ locales }), enforce: "pre" }, react()],
  build: {
    // An asset turned into a data: URL would need a wider content security policy.
    assetsInlineLimit: 0,
    target: "es2023",
    rolldownOptions: { output: { codeSplitting: { groups: firstLoad } } },
  },
  server: {
    host: "127.0.0.1",
    // Tests hold the page against the server's golden answers, which lie beside the server.
    fs: { allow: [".."] },
    proxy: {
      "/api": { target: server, ws: true },
      "/login": { target: server },
    },
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    // One zone for every machine, far from UTC and with daylight saving, so
    // that a forgotten time zone shows in a test.
    env: { TZ: "America/New_York" },
    restoreMocks: true,
    testTimeout: 30_000,
  },
});
