// What programs print, read; and figures, written.

/** The first address of a line, as Python prints it: ('127.0.0.1', 8000), or ('::1', 8000, 0, 0). */
export function address_in(line) {
  const found = /\('([^']*)', (\d+)/.exec(line);
  if (!found) return null;
  const [, host, port] = found;
  return { host, port, text: `${host.includes(":") ? `[${host}]` : host}:${port}` };
}

/** "samesock: no network through URL: WHY" on standard error. */
export function link_trouble(line) {
  return /^samesock: no network through \S+: (.*)/.exec(line)?.[1];
}

export function milliseconds(value) {
  return `${value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : Math.round(value)} ms`;
}

export function bytes(count) {
  const units = ["B", "kB", "MB", "GB"];
  let at = 0;
  while (count >= 1000 && at + 1 < units.length) {
    count /= 1000;
    ++at;
  }
  return `${at && count < 100 ? count.toFixed(1) : Math.round(count)} ${units[at]}`;
}

/** What is told of a link that does not open, and the field of the gateway's form that it is about. */
export function explain(why, url) {
  if (/asks for a token|asks for a user/.test(why)) {
    return { title: "This gateway asks for a token", text: "Enter the one that you were given.", field: "token" };
  }
  if (/(token|password|key) is wrong/.test(why)) {
    return { title: "The gateway refuses the token", text: "It knows no such one. Is a character missing?", field: "token" };
  }
  if (/could not be opened|connection was lost/.test(why)) {
    return {
      title: "No gateway answers",
      text: `Nobody listens at ${url}, or it does not let pages of ${location.origin} in; a browser does not say which, ` +
        "the gateway’s log does. ./dev serve starts one.",
      field: "url",
    };
  }
  if (/does not speak Wisp|another protocol|another version/.test(why)) {
    return { title: "That is no gateway", text: `What answers at ${url} is another kind of server: ${why}.`, field: "url" };
  }
  return { title: "No network through the gateway", text: `${url}: ${why}.`, field: "url" };
}
