// Linked before the programs of the tests that run on Node: the environment is theirs, as elsewhere.
if (typeof process === "object") {
  Module["preRun"] = [() => Object.assign(ENV, process.env)].concat(Module["preRun"] || []);
}
