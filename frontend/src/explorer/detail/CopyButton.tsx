import { Check, Copy, Link2, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useMessages } from "../../messages";
import { Button } from "../../ui/Button";

type Outcome = "none" | "copied" | "failed";

type CopyButtonProps = {
  label: string;
  text: string;
  /** As words, or as a sign that is read out by its label; a link has a sign of its own. */
  look?: "word" | "sign" | "link";
};

/** Copies a text and says for a moment whether it did. */
export function CopyButton({ label, text, look = "word" }: CopyButtonProps) {
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
  const icons = { none: look === "link" ? Link2 : Copy, copied: Check, failed: X };
  const Icon = icons[outcome];
  // Where copying failed, whoever sees a sign alone must read why.
  const inWords = look === "word" || outcome === "failed";
  return (
    <Button
      look={look === "word" ? "outlined" : "plain"}
      shape={inWords ? "wide" : "square"}
      onPress={() => void copy()}
    >
      <Icon size={look === "word" ? 14 : 16} aria-hidden />
      <span aria-live="polite" className={inWords ? "" : "visually-hidden"}>
        {said[outcome]}
      </span>
    </Button>
  );
}
