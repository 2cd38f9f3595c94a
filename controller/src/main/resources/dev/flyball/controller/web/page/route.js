let lastList = "#/";

/** The list as it was last looked at. */
export function listAsLeft() {
  return lastList === "" ? "#/" : lastList;
}

/** What the address names: {view: "list", query} or {view: "policy", id, query}. */
export function route(hash = location.hash) {
  const [path, query = ""] = hash.replace(/^#/, "").split("?");
  const parts = path.split("/").filter((p) => p !== "").map(decoded);
  if (parts.length === 4 && parts[0] === "policy") {
    return { view: "policy", id: parts.slice(1).join("/"), query: new URLSearchParams(query) };
  }
  lastList = hash;
  return { view: "list", query: new URLSearchParams(query) };
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a policy's page. */
export function policyHash(id, query = {}) {
  return address(`/policy/${id.split("/").map(encodeURIComponent).join("/")}`, query);
}

/** The address of the list. */
export function listHash(query = {}) {
  return address("/", query);
}

function address(path, query) {
  const set = Object.entries(query).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  const text = new URLSearchParams(set).toString();
  return `#${path}${text === "" ? "" : `?${text}`}`;
}

/** Changes the list's address without another step in the history and without drawing anew. */
export function rewriteList(newHash) {
  lastList = newHash;
  history.replaceState(null, "", newHash);
}
