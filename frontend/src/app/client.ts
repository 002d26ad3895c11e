import { createContext, useContext } from "react";
import { createClient, type Client } from "../api/client";

const ClientContext = createContext<Client>(createClient());
export const ClientProvider = ClientContext.Provider;

/** The one typed client; a test provides another. */
export function useClient(): Client {
  return useContext(ClientContext);
}
