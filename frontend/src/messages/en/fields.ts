/** The fields of an event and of a question, in the guide's words. */
export const fields: Record<string, string> = {
  any: "Words",
  user: "User",
  target: "Target",
  task: "Task",
  status: "Status",
  service_type: "Service Type",
  id: "ID",
  time: "Date",
  group: "Group",
  period: "Period",
  from: "From",
  to: "Until",
};

export const targetTypes: Record<string, string> = {
  member: "Member",
  contact: "External contact",
  tag: "Tag",
  team: "Team",
  group: "Group",
  company: "Company",
};
