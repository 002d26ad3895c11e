import { QueryClientProvider, type QueryClient } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import type { Client } from "../api/client";
import {
  keepLanguage,
  loadMessages,
  useMessages,
  WordsProvider,
  type Language,
  type Messages,
  type Words,
} from "../messages";
import { LogInAgain } from "../session/LogInAgain";
import { SessionProvider, useSessionQuery } from "../session/session";
import { Button } from "../ui/Button";
import { errorText } from "../ui/errorText";
import { Notice } from "../ui/Notice";
import { BootProvider, type Boot } from "./boot";
import { ClientProvider } from "./client";
import { part } from "../ui/part";
import styles from "./Message.module.css";
import { createQueries } from "./queries";
import type { createPageRouter } from "./router";

const LogIn = part(() => import("../session/LogIn").then((file) => file.LogIn));

type AppProps = {
  client: Client;
  router: ReturnType<typeof createPageRouter>;
  boot: Boot;
  /** The catalogue of the language to begin with. */
  messages: Messages;
};

/** The whole page: its surroundings, and then either the log-in or the screens. */
export function App({ client, router, boot, messages: first }: AppProps) {
  const [queries] = useState<QueryClient>(createQueries);
  const words = useWords(first);
  const { messages } = words;
  return (
    <WordsProvider value={words}>
      <I18nProvider locale={messages.timeLocale}>
        <ClientProvider value={client}>
          <BootProvider value={boot}>
            <QueryClientProvider client={queries}>
              <Gate router={router} />
            </QueryClientProvider>
          </BootProvider>
        </ClientProvider>
      </I18nProvider>
    </WordsProvider>
  );
}

/** The words in use. Of two choices in a row the later one holds, whichever catalogue comes first. */
function useWords(first: Messages): Words {
  const [messages, setMessages] = useState(first);
  const wanted = useRef(first.locale);
  useEffect(() => {
    document.documentElement.lang = messages.locale;
  }, [messages]);
  return useMemo(() => {
    const choose = async (language: Language) => {
      wanted.current = language;
      const chosen = await loadMessages(language);
      if (wanted.current !== language) return;
      keepLanguage(language);
      setMessages(chosen);
    };
    return { messages, choose };
  }, [messages]);
}

function Gate({ router }: Pick<AppProps, "router">) {
  const messages = useMessages();
  const session = useSessionQuery();
  if (session.data) {
    return (
      <SessionProvider value={session.data}>
        {/* Another person begins anew; the same one, logged in again, goes on. */}
        <RouterProvider key={`${session.data.name} ${session.data.role}`} router={router} />
        <LogInAgain />
      </SessionProvider>
    );
  }
  if (session.data === null) return <LogIn />;
  if (session.isPending) return null; // a moment on the same machine; a flash of "loading" would only flicker
  return (
    <main className={styles.message}>
      <h1>{messages.product}</h1>
      <Notice
        kind="failure"
        actions={<Button onPress={() => void session.refetch()}>{messages.errors.retry}</Button>}
      >
        {errorText(messages, session.error)}
      </Notice>
    </main>
  );
}
