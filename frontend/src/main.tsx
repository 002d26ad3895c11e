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

// What opens later is fetched while nobody waits: it then opens at once, and also while the server is away.
setTimeout(() => void prepareParts(), 3000);
