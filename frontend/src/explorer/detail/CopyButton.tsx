import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";

type Outcome = "none" | "copied" | "failed";

/** Copies a text and says for a moment whether it did. */
export function CopyButton({ label, text }: { label: string; text: string }) {
  const words = useMessages().detail;
  const [outcome, setOutcome] = useState<Outcome>("none");
  useEffect(() => {
    if (outcome === "none") return undefined;
    const timer = setTimeout(() => setOutcome("none"), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome("copied");
    } catch {
      setOutcome("failed");
    }
  };
  const said = { none: label, copied: words.copied, failed: words.copyFailed };
  return (
    <Button onPress={() => void copy()}>
      {outcome === "copied" ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      <span aria-live="polite">{said[outcome]}</span>
    </Button>
  );
}
