import { useQueryClient } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { isUnauthorized } from "../api/errors";
import { useBoot } from "../app/boot";
import { useClient } from "../app/client";
import { LanguageSwitch } from "../app/LanguageSwitch";
import { useMessages } from "../messages";
import { Button } from "../ui/Button";
import { errorText } from "../ui/errorText";
import { Logo } from "../ui/Logo";
import { Notice } from "../ui/Notice";
import { TextInput } from "../ui/TextInput";
import styles from "./LogIn.module.css";
import { setSession } from "./session";

/** The way in for whoever has no session: the printed link, or a token. The address stays as it was. */
export function LogIn() {
  const words = useMessages().logIn;
  const { loginExpired } = useBoot();
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <Logo />
        <h1 className={styles.title}>{words.title}</h1>
        {loginExpired && <Notice kind="warning">{words.expired}</Notice>}
        <p className={styles.explain}>{words.explain}</p>
        <TokenForm />
        <LanguageSwitch className={styles.languages} />
      </div>
    </main>
  );
}

/** A token, and what became of it. */
export function TokenForm() {
  const messages = useMessages();
  const words = messages.logIn;
  const client = useClient();
  const queries = useQueryClient();
  const [token, setToken] = useState("");
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);

  const submit = async (submitted: SubmitEvent) => {
    submitted.preventDefault();
    if (token.trim() === "") {
      setProblem(words.empty);
      return;
    }
    setBusy(true);
    setProblem("");
    try {
      setSession(queries, await client.logIn(token.trim()));
    } catch (error) {
      setProblem(isUnauthorized(error) ? words.wrong : errorText(messages, error));
      setBusy(false);
    }
  };

  return (
    <form className={styles.form} onSubmit={(submitted) => void submit(submitted)} noValidate>
      <TextInput
        label={words.token}
        help={words.tokenHelp}
        problem={problem}
        type="password"
        autoComplete="current-password"
        value={token}
        onChange={setToken}
        autoFocus
      />
      <Button type="submit" look="primary" isDisabled={busy}>
        {words.submit}
      </Button>
    </form>
  );
}
