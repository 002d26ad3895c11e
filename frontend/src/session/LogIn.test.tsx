import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { aSession } from "../testing/answers";
import { renderApp } from "../testing/renderApp";

const refused = { body: { error: { code: "unauthorized", message: "Log in first." } }, status: 401 };

/** A server that knows one token. */
function oneToken(token: string) {
  let loggedIn = false;
  return (call: { method: string; body: string }) => {
    if (call.method === "POST") loggedIn = call.body.includes(token);
    if (call.method === "DELETE") {
      loggedIn = false;
      return { body: null, status: 204 };
    }
    return loggedIn ? { body: aSession() } : refused;
  };
}

it("logs in by token, stays at the address, and logs out again", async () => {
  const { user, router } = renderApp("/?q=kim", { session: oneToken("right-token-0001") });
  const token = await screen.findByLabelText("Token");
  await user.click(screen.getByRole("button", { name: "Log in" }));
  expect(await screen.findByText("Enter a token.")).toBeVisible();

  await user.type(token, "wrong-token-0001{Enter}");
  expect(await screen.findByText(/This token is not known/)).toBeVisible();

  await user.clear(token);
  await user.type(token, "right-token-0001{Enter}");
  expect(await screen.findByText("1 event")).toBeVisible();
  expect(router.state.location.searchStr).toBe("?q=kim");

  await user.click(await screen.findByRole("button", { name: "Log out" }));
  expect(await screen.findByLabelText("Token")).toBeVisible();
});

it("says that a one-time link was used before", async () => {
  renderApp("/?login=expired", { session: () => refused });
  expect(await screen.findByText(/This link has been used already/)).toBeVisible();
});

it("leads back to the log-in when the session ends under the reader", async () => {
  let ended = false;
  const { user } = renderApp("/", {
    session: () => (ended ? refused : { body: aSession() }),
    search: () => (ended ? refused : { body: undefined, status: 500 }),
  });
  await screen.findByRole("button", { name: "Retry" });
  ended = true;
  await user.click(screen.getByRole("button", { name: "Retry" }));
  expect(await screen.findByLabelText("Token")).toBeVisible();
});
