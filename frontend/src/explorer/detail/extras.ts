/** What the stored event says beyond the fields that the page knows. Pure. */
type Extra = { path: string; value: string };

const known = new Set(["id", "seq", "time", "user", "task", "target", "status", "service_type"]);
const knownInside: Record<string, Set<string>> = {
  user: new Set(["id", "name", "email"]),
  target: new Set(["type", "name", "email"]),
};

/** Members that nobody told the page of, `origin` or `user.department`, objects a line for each of their members. */
export function extrasOf(raw: Record<string, unknown>): Extra[] {
  return Object.entries(raw).flatMap(([name, value]) => {
    const inside = knownInside[name];
    if (inside) {
      if (!isObject(value)) return [];
      return Object.entries(value).flatMap(([member, its]) =>
        inside.has(member) ? [] : flat(`${name}.${member}`, its),
      );
    }
    return known.has(name) ? [] : flat(name, value);
  });
}

function flat(path: string, value: unknown): Extra[] {
  if (isObject(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([name, its]) => flat(`${path}.${name}`, its));
  return [{ path, value: typeof value === "string" ? value : JSON.stringify(value) }];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
