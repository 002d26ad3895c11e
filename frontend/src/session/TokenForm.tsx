import { useQueryClient } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { isUnauthorized } from "../api/errors";
import { useClient } from "../app/client";
import { useMessages } from "../messages";
import { Button } from "../ui/Button";
import { errorText } from "../ui/errorText";
import { TextInput } from "../ui/TextInput";
import styles from "./LogIn.module.css";
import { setSession } from "./session";

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
