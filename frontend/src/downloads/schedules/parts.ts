/** What of schedules is fetched when somebody opens it. */
import { screen } from "./words";

export const ScheduleForm = screen(() => import("./ScheduleForm").then((file) => file.default));
