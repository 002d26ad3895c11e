import { Link } from "@tanstack/react-router";
import { useMessages } from "../messages";
import { defaults } from "../state/search-state";
import styles from "./Message.module.css";

export function NotFound() {
  const { errors } = useMessages();
  return (
    <main className={styles.message} id="events" tabIndex={-1}>
      <h1>{errors.notFound}</h1>
      <p>
        <Link to="/" search={defaults}>
          {errors.toContacts}
        </Link>
      </p>
    </main>
  );
}
