// The sockets of all programs of the page, as they are now.
import { bytes } from "./text.js";

const $ = (id) => document.getElementById(id);
const names = ["Program", "State", "Local", "Peer", "Received", "Sent", "Credit in / out"];

function cells_of(program, s) {
  const is_stream = s.state === "connected" || s.state === "ending";
  return [program, s.state, s.local || "–", s.peer || "–", bytes(s.received), bytes(s.sent),
    is_stream ? `${bytes(s.may_receive)} / ${bytes(s.may_send)}` : "–"];
}

// Rows stay where they are, so that what somebody reads, or has marked, does not go under them.
function fill(row, cells) {
  while (row.cells.length < cells.length) {
    const cell = row.insertCell();
    cell.setAttribute("role", "cell");
    cell.dataset.name = names[row.cells.length - 1];
    if (row.cells.length > 4) cell.className = "number";
  }
  cells.forEach((text, i) => {
    if (row.cells[i].textContent !== text) row.cells[i].textContent = text;
  });
}

/** all: [{name, figures}]. */
export function show_sockets(all) {
  const body = $("sockets").tBodies[0];
  const rows = all.flatMap(({ name, figures }) => figures.sockets.map((s) => cells_of(name, s)));
  rows.forEach((cells, i) => {
    const row = body.rows[i] ?? body.insertRow();
    row.setAttribute("role", "row");
    fill(row, cells);
  });
  while (body.rows.length > rows.length) body.lastChild.remove();
  $("sockets").hidden = !rows.length;
  $("no-sockets").hidden = Boolean(rows.length);
  $("socket-count").textContent = rows.length ? `${rows.length} open` : "";
}
