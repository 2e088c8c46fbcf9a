// Sends a corpus: reads its lines from the file that is named, and a line of JSON from the environment for each gateway
// that says where a session is. Each line is sent byte for byte, over a socket, in a world that is set up as it says.
// Prints what differed, an array of [id, what was expected, what was found], and how many lines were sent.
import { createReadStream } from "node:fs";
import { connect } from "node:net";
import { createInterface } from "node:readline";

const { CONTROL_URL, CONTROL_TOKEN, SESSIONS } = process.env;
const sessions = JSON.parse(SESSIONS);

async function control(session, what, parameters) {
  const answer = await fetch(`${CONTROL_URL}/v1/sessions/${session.id}/${what}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${CONTROL_TOKEN}`, "Content-Type": "application/json" },
    body: JSON.stringify(parameters),
  });
  if (answer.status !== 200) throw new Error(`${what}: ${await answer.text()}`);
}

// Gives the whole answer of a request that is bytes already.
function exchanged(url, bytes) {
  return new Promise((resolve, reject) => {
    const pieces = [];
    const socket = connect(Number(url.port), url.hostname, () => socket.write(bytes));
    socket.on("data", (piece) => {
      pieces.push(piece);
      const read = parsed(Buffer.concat(pieces));
      if (read) {
        socket.destroy();
        resolve(read);
      }
    });
    socket.on("end", () => reject(new Error("the answer ended too early")));
    socket.on("error", reject);
  });
}

function parsed(bytes) {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const head = bytes.subarray(0, end).toString("latin1");
  const length = /^content-length: (\d+)$/im.exec(head);
  const body = bytes.subarray(end + 4);
  return body.length < Number(length?.[1] ?? 0) ? null : { status: Number(head.split(" ")[1]), body: body.toString() };
}

// Says whether what is expected is there: members that are not named may be there too, lists are as long.
function contains(found, expected) {
  if (expected === null || typeof expected !== "object") return Object.is(found, expected);
  if (found === null || typeof found !== "object" || Array.isArray(found) !== Array.isArray(expected)) return false;
  if (Array.isArray(expected) && found.length !== expected.length) return false;
  return Object.entries(expected).every(([name, value]) => contains(found[name], value));
}

// The target of a line begins at the provider's host: a session's path goes before it.
function placed(line, url) {
  const bytes = Buffer.from(line.wire_bytes_b64, "base64");
  const first = `${line.method} `;
  if (!bytes.subarray(0, first.length + line.target.length).equals(Buffer.from(first + line.target, "latin1")))
    throw new Error(`${line.id}: the bytes do not begin with method and target`);
  return Buffer.concat([Buffer.from(first + url.pathname), bytes.subarray(first.length)]);
}

const differences = [];
let sent = 0;
for await (const text of createInterface({ input: createReadStream(process.argv[2]), crlfDelay: Infinity })) {
  const line = JSON.parse(text);
  const session = sessions[line.gateway];
  await control(session, "reset", {});
  await control(session, "give", line.given);
  const url = new URL(session.url);
  const answer = await exchanged(url, placed(line, url));
  sent += 1;
  if (answer.status !== line.expect.status) differences.push([line.id, line.expect.status, answer.status]);
  else if (line.expect.body && !contains(JSON.parse(answer.body), line.expect.body))
    differences.push([line.id, line.expect.body, answer.body]);
}
console.log(JSON.stringify({ sent, differences }));
