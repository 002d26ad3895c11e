import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createClient } from "./api/client";
import { App } from "./app/App";
import { readBoot, tidyAddress } from "./app/boot";
import { createPageRouter } from "./app/router";
import { loadMessages, preferredLanguage } from "./messages";
import { prepareParts } from "./ui/part";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/print.css";

const root = document.getElementById("root");
if (!root) throw new Error("bug: index.html has no #root");

const boot = readBoot(window.location.search);
tidyAddress();
const messages = await loadMessages(preferredLanguage());
createRoot(root).render(
  <StrictMode>
    <App client={createClient()} router={createPageRouter()} boot={boot} messages={messages} />
  </StrictMode>,
);

// What opens later is fetched as soon as somebody is there to open it: it then opens at once, and also while the
// server is away.
const signs = ["pointermove", "pointerdown", "keydown"] as const;
const prepare = () => {
  for (const sign of signs) removeEventListener(sign, prepare);
  void prepareParts();
};
for (const sign of signs) addEventListener(sign, prepare, { passive: true });
