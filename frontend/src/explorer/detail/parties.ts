/** The values by which the filters know the parties of an event: the e-mail, or the name without one. Pure. */
import type { AuditEvent } from "../../api/schema";

export const userValue = ({ user }: AuditEvent) => user.email || user.name;
export const targetValue = ({ target }: AuditEvent) => target.email || target.name;

/** What people call them. */
export const userName = ({ user }: AuditEvent) => user.name || user.email;
export const targetName = ({ target }: AuditEvent) => target.name || target.email;
