import type { Screen } from "../../api/schema";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";
import { errorText } from "../../ui/errorText";
import { Notice } from "../../ui/Notice";

type NumbersProblemProps = {
  query: { error: Error | null; data: Screen | undefined; refetch: () => unknown };
};

/** What is wrong with numbers beside an event: no answer, or days that it leaves out. */
export function NumbersProblem({ query: { error, data, refetch } }: NumbersProblemProps) {
  const messages = useMessages();
  const missing = data?.missing_days ?? [];
  return (
    <>
      {error && (
        <Notice
          kind="failure"
          actions={<Button onPress={() => void refetch()}>{messages.errors.retry}</Button>}
        >
          {errorText(messages, error)}
        </Notice>
      )}
      {missing.length > 0 && <Notice kind="warning">{messages.results.missing(missing)}</Notice>}
    </>
  );
}
