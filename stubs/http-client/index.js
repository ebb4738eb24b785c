/*
 * @actions/core imports an HTTP client (undici, more than half of the bundle and of the time that the action takes to
 * start) for one function, getIDToken, which this action does not call. So package.json puts this in its place: the
 * action has no HTTP client at all.
 */
function noHttpClient() {
  throw new Error('This action is built without an HTTP client');
}

export class HttpClient {
  constructor() {
    noHttpClient();
  }
}

export class BearerCredentialHandler {
  constructor() {
    noHttpClient();
  }
}
