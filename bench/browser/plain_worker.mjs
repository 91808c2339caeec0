import { run } from "./plain.mjs";

onmessage = async ({ data: { way, words, gateway } }) => {
  try {
    await run(way, words, gateway, WebSocket, (line) => postMessage({ line }));
    postMessage({ status: 0 });
  } catch (error) {
    postMessage({ line: String(error) });
    postMessage({ status: 1 });
  }
};
