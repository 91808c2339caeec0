// Runs one program without the loader, and calls an export of it while it waits: see runner.html.
onmessage = ({data: order}) => {
  const program = new URL(order.program, location).href;
  const line = (text) => {
    postMessage({line: text});
    // A port: its export is called while the program waits.
    if (text === "connected") setTimeout(() => Module._second_call(order.second_call), 100);
  };
  self.Module = {
    arguments: order.arguments,
    preRun: [() => Object.assign(ENV, order.environment)],
    samesock: {gateway: order.environment.SAMESOCK_GATEWAY},
    print: line,
    printErr: line,
    onExit: (status) => postMessage({status}),
    onAbort: (what) => {
      line(`aborted: ${what}`);
      postMessage({status: -1});
    },
    // Scripts that a worker imports do not know their own address.
    locateFile: (name) => new URL(name, program).href,
  };
  // A program that the engine has suspended ends with a promise that is rejected.
  onunhandledrejection = ({reason}) => {
    line(`rejected: ${reason?.stack ?? reason}`);
    postMessage({status: -1});
  };
  importScripts(program);
};
