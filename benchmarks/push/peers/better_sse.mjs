// better-sse on Node: a session for each client, a channel for everybody.
import { createServer } from "node:http";
import { createServer as createControl } from "node:net";
import { createInterface } from "node:readline";
import { createChannel, createSession } from "better-sse";

const PORT = Number(process.argv[2]);
const FILLER = "x".repeat(200);
const sessions = new Map();
const everybody = createChannel();

const server = createServer(async (request, response) => {
  const number = Number(new URL(request.url, "http://localhost").searchParams.get("n"));
  const session = await createSession(request, response);
  sessions.set(number, session);
  everybody.register(session);
  request.on("close", () => {
    if (sessions.get(number) === session) sessions.delete(number);
  });
});

function tell(line) {
  const [whom, at] = line.split(" ");
  const data = { text: FILLER, at: Number(at) }; // nanoseconds since the start of this machine fit for a hundred days
  if (whom === "all") everybody.broadcast(data, "bench");
  else sessions.get(Number(whom)).push(data, "bench");
}

createControl((socket) => createInterface({ input: socket }).on("line", tell)).listen(Number(process.env.CONTROL_PORT), "127.0.0.1");
server.listen({ port: PORT, host: "127.0.0.1", backlog: 4096 });
