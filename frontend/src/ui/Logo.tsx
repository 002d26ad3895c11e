import { useMessages } from "../messages";
import styles from "./Logo.module.css";

/** The product's mark and name. */
export function Logo() {
  const messages = useMessages();
  return (
    <span className={styles.logo}>
      <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden>
        <rect width="32" height="32" rx="7" className={styles.ground} />
        <path d="M8 10h16M8 16h10M8 22h7" className={styles.stroke} strokeWidth="2.8" strokeLinecap="round" />
        <circle cx="22.5" cy="21.5" r="3.6" className={styles.stroke} strokeWidth="2.6" fill="none" />
      </svg>
      {messages.product}
    </span>
  );
}
