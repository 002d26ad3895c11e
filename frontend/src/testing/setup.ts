import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";

afterEach(cleanup);

// A machine that builds and tests at the same time is slow; nothing here waits for its own sake.
configure({ asyncUtilTimeout: 15_000 });

// jsdom lays nothing out. What measures itself is told of a desk's window, so that lists draw their rows.
const size = { width: 1200, height: 800 };
Object.defineProperties(HTMLElement.prototype, {
  clientWidth: { configurable: true, get: () => size.width },
  clientHeight: { configurable: true, get: () => size.height },
});
Element.prototype.scrollTo = () => undefined;
Element.prototype.scrollIntoView = () => undefined;
Element.prototype.setPointerCapture = () => undefined;

vi.stubGlobal(
  "ResizeObserver",
  class implements ResizeObserver {
    constructor(private readonly tell: ResizeObserverCallback) {}
    observe(target: Element) {
      const entry = { target, contentRect: { ...size, x: 0, y: 0 } } as unknown as ResizeObserverEntry;
      this.tell([entry], this);
    }
    unobserve() {
      return undefined;
    }
    disconnect() {
      return undefined;
    }
  },
);

vi.stubGlobal("matchMedia", (query: string) => ({
  matches: false,
  media: query,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
}));
