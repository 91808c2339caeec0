// The page: two servers, a client, the sockets of all three, and the gateway that carries them.
import { missing } from "../loader.js";
import { Client } from "./client.js";
import { Server } from "./servers.js";
import { show_sockets } from "./socket_table.js";
import { address_in, explain } from "./text.js";

const $ = (id) => document.getElementById(id);
const look_again = 500; // ms
const try_again = 4000;

const settings = { gateway: new URLSearchParams(location.search).get("gateway") || default_gateway(), token: "" };

function default_gateway() {
  if (!location.protocol.startsWith("http")) return "ws://127.0.0.1:6001/";
  return new URL("/samesock/", location.href).href.replace(/^http/, "ws");
}

const builds_of = (program) => ({ jspi: `dist/jspi/${program}.js`, threads: `dist/threads/${program}.js` });

// A listener on every address is asked for at the gateway's own.
function host_of({ host }) {
  return ["0.0.0.0", "::"].includes(host) ? new URL(settings.gateway).hostname.replace(/[[\]]/g, "") : host;
}

const http = new Server($("http"), {
  name: "HTTP server",
  builds: builds_of("http_server"),
  command: (address) => {
    const host = host_of(address);
    return `curl http://${host.includes(":") ? `[${host}]` : host}:${address.port}/`;
  },
  entry: (line) => {
    const found = /^b['"](.*?)(?: HTTP\/[\d.]+)?['"] from (.*)/.exec(line);
    return found && { what: found[1], from: `from ${address_in(found[2])?.text}` };
  },
  changed: judge,
});
const echo = new Server($("echo"), {
  name: "Echo server",
  builds: builds_of("selector_echo_server"),
  command: (address) => `nc ${host_of(address)} ${address.port}`,
  entry: (line) => line.startsWith("Connected by") && { what: "connected", from: `from ${address_in(line)?.text}` },
  changed: (server) => {
    judge();
    if (server.address) measure(server.address);
  },
});
const client = new Client({ builds: builds_of("round_trips"), settings: () => settings });
const programs = [http, echo, { name: "Client", get program() { return client.program; } }];

// The client begins with the tab's own echo server, and goes where it is sent after that.
let own_port = "";
function measure(address) {
  if ($("port").value !== own_port) return;
  own_port = $("port").value = address.port;
  $("host").value = host_of(address);
  client.start();
}

// -- what is wrong, where the eye is -----------------------------------------------------------------------------------

let later;
function judge() {
  clearTimeout(later);
  const bad = [http, echo].filter(({ state }) => state.dataset.state === "bad");
  if (!bad.length) return show_alert(null);
  const trouble = bad.find((server) => server.trouble)?.trouble;
  const lacks = missing();
  const cannot_run = lacks.jspi && lacks.threads;
  const title = cannot_run ? "This browser cannot run the programs" : `The ${bad[0].name} does not run`;
  const what = trouble ? explain(trouble, settings.gateway) : { title, text: bad[0].failure };
  show_alert(what, !cannot_run);
  if (what.field !== "token" && !cannot_run) later = setTimeout(() => document.hidden || start(bad), try_again);
}

function show_alert(what, may_retry = true) {
  $("alert").hidden = !what;
  $("gateway-error").hidden = !what?.field;
  for (const field of ["url", "token"]) $(field).setAttribute("aria-invalid", String(what?.field === field));
  if (!what) return;
  // A text that stays is not announced again.
  for (const [id, text] of [["alert-title", what.title], ["alert-text", what.text], ["gateway-error", what.title]]) {
    if ($(id).textContent !== text) $(id).textContent = text;
  }
  $("alert-retry").hidden = !may_retry;
  $("alert-retry").textContent = what.field === "token" ? "Enter the token" : "Try again";
  if (what.field) $("gateway").open = true;
}

$("alert-retry").addEventListener("click", () => {
  if ($("token").getAttribute("aria-invalid") === "true") $("token").focus();
  else start([http, echo].filter(({ program }) => !program));
});

// -- the gateway ---------------------------------------------------------------------------------------------------------

function show_gateway() {
  $("gateway-url").textContent = settings.gateway;
  $("url").value = settings.gateway;
}

$("gateway-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  settings.gateway = $("url").value.trim() || default_gateway();
  settings.token = $("token").value;
  show_gateway();
  clearTimeout(later);
  await Promise.all([client.stop(), http.stop(), echo.stop()]);
  start([http, echo]);
});

function start(servers) {
  return Promise.all(servers.map((server) => server.start(settings)));
}

// -- the sockets -----------------------------------------------------------------------------------------------------------

const words = { up: "connected", opening: "connecting", lost: "the gateway is away: trying to go on", closing: "closing" };

async function look() {
  const all = await Promise.all(programs.filter(({ program }) => program).map(async ({ name, program }) =>
    ({ name, figures: await program.figures().catch(() => ({ link: "down", sockets: [] })) })));
  show_sockets(all);
  const links = all.map(({ figures }) => figures.link);
  const link = ["lost", "up", "opening"].find((word) => links.includes(word));
  $("link").dataset.state = link === "up" ? "up" : link ? "opening" : "bad";
  const text = words[link] ?? "no gateway";
  if ($("link").firstChild.textContent !== text) $("link").firstChild.textContent = text;
}

async function keep_looking() {
  if (!document.hidden) await look();
  setTimeout(keep_looking, look_again);
}

show_gateway();
start([http, echo]);
keep_looking();
