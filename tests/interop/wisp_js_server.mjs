// A stock wisp-js server on a port of the system's choice, which its own command line cannot do: wisp_js_server.mjs PEERS
import http from "node:http";
import { createRequire } from "node:module";

const { server: wisp, logging } = createRequire(process.argv[2] + "/")("@mercuryworkshop/wisp-js/server");
logging.set_level(logging.NONE);
wisp.options.allow_loopback_ips = true;
wisp.options.allow_private_ips = true;
const server = http.createServer((_, response) => response.end());
server.on("upgrade", (request, socket, head) => wisp.routeRequest(request, socket, head));
server.listen(0, "127.0.0.1", () => console.log(`listening on ${server.address().port}`));
