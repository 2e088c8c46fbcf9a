// A test in another language: opens a session through the control API, uses it, looks at it, and ends it.
// It needs nothing but Node, prints what it saw as JSON, and lets whatever goes wrong end it.
import { createServer } from "node:http";

const { CONTROL_URL, CONTROL_TOKEN } = process.env;

async function control(method, path, parameters) {
  const headers = { Authorization: `Bearer ${CONTROL_TOKEN}` };
  const body = parameters && JSON.stringify(parameters);
  if (body) headers["Content-Type"] = "application/json";
  const answer = await fetch(`${CONTROL_URL}/v1/${path}`, { method, headers, body });
  const text = await answer.text();
  return { status: answer.status, said: text ? JSON.parse(text) : null };
}

async function send(session, text) {
  const { username, password } = session.credentials;
  const answer = await fetch(`${session.url}/rest/smsmessaging/text`, {
    method: "POST",
    headers: {
      Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify({ recipientAddressList: ["447700900000"], messageContent: text }),
  });
  return answer.headers.get("content-type").startsWith("application/json") ? answer.json() : answer.text();
}

const reports = [];
const receiver = createServer(async (request, response) => {
  let body = "";
  for await (const piece of request) body += piece;
  reports.push(JSON.parse(body));
  response.end(JSON.stringify({ statusCode: 2000, statusMessage: "OK" }));
});
await new Promise((listening) => receiver.listen(0, "127.0.0.1", listening));

const seen = { ready: (await fetch(`${CONTROL_URL}/v1/ready`)).status };
const minted = await control("POST", "sessions", { gateway: "websms" });
const session = minted.said;
const path = `sessions/${session.id}`;
const port = receiver.address().port;
seen.minted = minted.status;
seen.account = (await control("PATCH", `${path}/account`, { callback_url: `http://127.0.0.1:${port}/` })).status;
seen.played = (await control("POST", `${path}/play`, { name: "rejections/message_limit_reached" })).status;
seen.refused = await send(session, "Hello");
seen.reset = (await control("POST", `${path}/reset`)).status;
await control("PATCH", `${path}/account`, { callback_url: `http://127.0.0.1:${port}/` });
seen.accepted = await send(session, "Hello");
seen.waited = (await control("POST", `${path}/wait`, { to: "447700900000", timeout: 0 })).said;
seen.clock = (await control("POST", `${path}/clock`, { advance: "2s" })).said;
seen.journal = (await control("GET", `${path}/journal`)).said;
seen.ledger = (await control("GET", `${path}/ledger`)).said;
seen.callbacks = (await control("GET", `${path}/callbacks`)).said;
seen.reports = reports;
seen.ended = (await control("DELETE", path)).status;
seen.gone = await send(session, "Hello");
seen.unknown = (await control("GET", `${path}/journal`)).status;
receiver.close();
receiver.closeAllConnections();
console.log(JSON.stringify(seen));
