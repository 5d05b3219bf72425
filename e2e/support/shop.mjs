// A small shop for tests, and the ways to write it and to look at its bill.

export const OPERATOR_TOKEN = "operator-token-of-the-tests";
export const SECRETS = { TOKEN_SECRET: "token-secret-of-the-tests", OPERATOR_TOKEN };

export const OWNER = { email: "owner@shop.example", password: "correct horse battery", name: "Camille", role: "owner" };

/** The hours' article that Example 1 of the founding text quotes. */
export const HOURS = "Nous sommes ouverts du lundi au vendredi de 9h à 18h.";

export function shop(changes = {}) {
  return {
    name: "L'Atelier",
    assistantName: "Lutin",
    greeting: "Bonjour !",
    locale: "fr",
    accent: "#1f6f5c",
    contact: { email: "bonjour@shop.example" },
    origins: ["https://shop.example"],
    starters: [],
    plan: "starter",
    timezone: "Europe/Paris",
    openingHours: [{ days: ["mon", "fri"], open: "09:00", close: "18:00" }],
    orderCheck: "none",
    articles: [
      { title: "Horaires d'ouverture", body: HOURS },
      { title: "Livraison", body: "La livraison est offerte dès 60 € d'achat.", questions: ["frais de port"] },
    ],
    orders: [{ number: "12345", state: "shipping", email: "camille@shop.example", carrier: "Colissimo" }],
    staff: [OWNER],
    ...changes,
  };
}

/** Writes a merchant, as the operator does. */
export async function putMerchant(base, merchant, document, token = OPERATOR_TOKEN) {
  return fetch(new URL(`/api/operator/merchants/${merchant}`, base), {
    method: "PUT",
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(document),
  });
}

/** Signs in and gives a `fetch` for paths of the API that sends the cookie along. */
export async function signIn(base, { email, password } = OWNER) {
  const response = await post(base, "/api/sign-in", { email, password });
  if (!response.ok) throw new Error(`sign-in: ${response.status} ${await response.text()}`);
  const cookie = response.headers.get("set-cookie").split(";")[0];
  return (path, init = {}) => fetch(new URL(path, base), { ...init, headers: { cookie, ...init.headers } });
}

export async function overview(staff) {
  return (await staff("/api/overview")).json();
}

/** Asks for something that is refused or granted with a body. */
export async function send(staff, path, body) {
  const response = await staff(path, { method: "POST", body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

export function post(base, path, body, headers = {}) {
  return fetch(new URL(path, base), { method: "POST", body: JSON.stringify(body), headers });
}

/** A session's token, as a panel on `host` asks for it. */
export async function token(base, merchant = "demo", host = "https://shop.example") {
  const response = await post(base, "/api/sessions", { merchant, host });
  const body = await response.json();
  if (!response.ok) throw new Error(`session: ${response.status} ${JSON.stringify(body)}`);
  return body.token;
}

/** Asks again until `look` gives something true, for as long as a patient person would wait. */
export async function eventually(look, { within = 10_000, every = 50 } = {}) {
  const deadline = Date.now() + within;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`not within ${within} ms: ${look}`);
    await new Promise((wake) => setTimeout(wake, every));
  }
}
