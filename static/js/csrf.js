// The token with which a script of this page shows that a request is its own.

/** Read when it is needed: signing in gives a new one, also to pages that are open. */
export function csrfToken(cookies = document.cookie) {
  const found = new Map(cookies.split("; ").map((each) => each.split("=", 2)));
  return found.get("__Host-csrf") ?? found.get("csrf") ?? "";
}
