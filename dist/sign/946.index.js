export const id = 946;
export const ids = [946];
export const modules = {

/***/ 67946:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  releaseStore: () => (/* binding */ releaseStore)
});

// EXTERNAL MODULE: ./src/core/shared/encoding.ts
var encoding = __webpack_require__(18616);
// EXTERNAL MODULE: ./src/core/shared/errors.ts
var errors = __webpack_require__(19130);
// EXTERNAL MODULE: ./src/core/shared/json.ts
var json = __webpack_require__(11471);
// EXTERNAL MODULE: ./node_modules/@actions/github/lib/github.js
var github = __webpack_require__(61351);
// EXTERNAL MODULE: ./node_modules/@octokit/plugin-retry/dist-bundle/index.js
var dist_bundle = __webpack_require__(49735);
// EXTERNAL MODULE: ./node_modules/bottleneck/light.js
var light = __webpack_require__(63251);
;// CONCATENATED MODULE: ./node_modules/@octokit/plugin-throttling/dist-bundle/index.js
// pkg/dist-src/index.js


// pkg/dist-src/version.js
var VERSION = "0.0.0-development";

// pkg/dist-src/wrap-request.js
var noop = () => Promise.resolve();
function wrapRequest(state, request, options) {
  return state.retryLimiter.schedule(doRequest, state, request, options);
}
async function doRequest(state, request, options) {
  const { pathname } = new URL(options.url, "http://github.test");
  const isAuth = isAuthRequest(options.method, pathname);
  const isWrite = !isAuth && options.method !== "GET" && options.method !== "HEAD";
  const isSearch = options.method === "GET" && pathname.startsWith("/search/");
  const isGraphQL = pathname.startsWith("/graphql");
  const retryCount = ~~request.retryCount;
  const jobOptions = retryCount > 0 ? { priority: 0, weight: 0 } : {};
  if (state.clustering) {
    jobOptions.expiration = 1e3 * 60;
  }
  if (isWrite || isGraphQL) {
    await state.write.key(state.id).schedule(jobOptions, noop);
  }
  if (isWrite && state.triggersNotification(pathname)) {
    await state.notifications.key(state.id).schedule(jobOptions, noop);
  }
  if (isSearch) {
    await state.search.key(state.id).schedule(jobOptions, noop);
  }
  const req = (isAuth ? state.auth : state.global).key(state.id).schedule(jobOptions, request, options);
  if (isGraphQL) {
    const res = await req;
    if (res.data.errors != null && res.data.errors.some((error) => error.type === "RATE_LIMITED")) {
      const error = Object.assign(new Error("GraphQL Rate Limit Exceeded"), {
        response: res,
        data: res.data
      });
      throw error;
    }
  }
  return req;
}
function isAuthRequest(method, pathname) {
  return method === "PATCH" && // https://docs.github.com/en/rest/apps/apps?apiVersion=2022-11-28#create-a-scoped-access-token
  /^\/applications\/[^/]+\/token\/scoped$/.test(pathname) || method === "POST" && // https://docs.github.com/en/rest/apps/oauth-applications?apiVersion=2022-11-28#reset-a-token
  (/^\/applications\/[^/]+\/token$/.test(pathname) || // https://docs.github.com/en/rest/apps/apps?apiVersion=2022-11-28#create-an-installation-access-token-for-an-app
  /^\/app\/installations\/[^/]+\/access_tokens$/.test(pathname) || // https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
  pathname === "/login/oauth/access_token");
}

// pkg/dist-src/generated/triggers-notification-paths.js
var triggers_notification_paths_default = [
  "/orgs/{org}/invitations",
  "/orgs/{org}/invitations/{invitation_id}",
  "/orgs/{org}/teams/{team_slug}/discussions",
  "/orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/comments",
  "/repos/{owner}/{repo}/collaborators/{username}",
  "/repos/{owner}/{repo}/commits/{commit_sha}/comments",
  "/repos/{owner}/{repo}/issues",
  "/repos/{owner}/{repo}/issues/{issue_number}/comments",
  "/repos/{owner}/{repo}/issues/{issue_number}/sub_issue",
  "/repos/{owner}/{repo}/issues/{issue_number}/sub_issues/priority",
  "/repos/{owner}/{repo}/pulls",
  "/repos/{owner}/{repo}/pulls/{pull_number}/comments",
  "/repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies",
  "/repos/{owner}/{repo}/pulls/{pull_number}/merge",
  "/repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers",
  "/repos/{owner}/{repo}/pulls/{pull_number}/reviews",
  "/repos/{owner}/{repo}/releases",
  "/teams/{team_id}/discussions",
  "/teams/{team_id}/discussions/{discussion_number}/comments"
];

// pkg/dist-src/route-matcher.js
function routeMatcher(paths) {
  const regexes = paths.map(
    (path) => path.split("/").map((c) => c.startsWith("{") ? "(?:.+?)" : c).join("/")
  );
  const regex2 = `^(?:${regexes.map((r) => `(?:${r})`).join("|")})[^/]*$`;
  return new RegExp(regex2, "i");
}

// pkg/dist-src/index.js
var regex = routeMatcher(triggers_notification_paths_default);
var triggersNotification = regex.test.bind(regex);
var groups = {};
var createGroups = function(Bottleneck, common) {
  groups.global = new Bottleneck.Group({
    id: "octokit-global",
    maxConcurrent: 10,
    ...common
  });
  groups.auth = new Bottleneck.Group({
    id: "octokit-auth",
    maxConcurrent: 1,
    ...common
  });
  groups.search = new Bottleneck.Group({
    id: "octokit-search",
    maxConcurrent: 1,
    minTime: 2e3,
    ...common
  });
  groups.write = new Bottleneck.Group({
    id: "octokit-write",
    maxConcurrent: 1,
    minTime: 1e3,
    ...common
  });
  groups.notifications = new Bottleneck.Group({
    id: "octokit-notifications",
    maxConcurrent: 1,
    minTime: 3e3,
    ...common
  });
};
function throttling(octokit, octokitOptions) {
  const {
    enabled = true,
    Bottleneck = light,
    id = "no-id",
    timeout = 1e3 * 60 * 2,
    // Redis TTL: 2 minutes
    connection
  } = octokitOptions.throttle || {};
  if (!enabled) {
    return {};
  }
  const common = { timeout };
  if (typeof connection !== "undefined") {
    common.connection = connection;
  }
  const state = Object.assign(
    {
      clustering: connection != null,
      triggersNotification,
      fallbackSecondaryRateRetryAfter: 60,
      retryAfterBaseValue: 1e3,
      id
    },
    octokitOptions.throttle
  );
  if (typeof state.onSecondaryRateLimit !== "function" || typeof state.onRateLimit !== "function") {
    throw new Error(`octokit/plugin-throttling error:
        You must pass the onSecondaryRateLimit and onRateLimit error handlers.
        See https://octokit.github.io/rest.js/#throttling

        const octokit = new Octokit({
          throttle: {
            onSecondaryRateLimit: (retryAfter, options) => {/* ... */},
            onRateLimit: (retryAfter, options) => {/* ... */}
          }
        })
    `);
  }
  let initialized = false;
  const initializeBottleneck = () => {
    if (initialized) {
      return;
    }
    initialized = true;
    if (groups.global == null) {
      createGroups(Bottleneck, common);
    }
    state.global = state.global ?? groups.global;
    state.auth = state.auth ?? groups.auth;
    state.search = state.search ?? groups.search;
    state.write = state.write ?? groups.write;
    state.notifications = state.notifications ?? groups.notifications;
    state.retryLimiter = state.retryLimiter ?? new Bottleneck();
    const events = {};
    const emitter = new Bottleneck.Events(events);
    events.on("secondary-limit", state.onSecondaryRateLimit);
    events.on("rate-limit", state.onRateLimit);
    events.on(
      "error",
      (e) => octokit.log.warn("Error in throttling-plugin limit handler", e)
    );
    state.retryLimiter.on("failed", async function(error, info) {
      const [state2, request, options] = info.args;
      const { pathname } = new URL(options.url, "http://github.test");
      const shouldRetryGraphQL = pathname.startsWith("/graphql") && error.status !== 401;
      if (!(shouldRetryGraphQL || error.status === 403 || error.status === 429)) {
        return;
      }
      const retryCount = ~~request.retryCount;
      request.retryCount = retryCount;
      options.request.retryCount = retryCount;
      const { wantRetry, retryAfter = 0 } = await (async function() {
        if (/\bsecondary rate\b/i.test(error.message)) {
          const retryAfter2 = Number(error.response.headers["retry-after"]) || state2.fallbackSecondaryRateRetryAfter;
          const wantRetry2 = await emitter.trigger(
            "secondary-limit",
            retryAfter2,
            options,
            octokit,
            retryCount
          );
          return { wantRetry: wantRetry2, retryAfter: retryAfter2 };
        }
        if (error.response.headers != null && error.response.headers["x-ratelimit-remaining"] === "0" || (error.response.data?.errors ?? []).some(
          (error2) => error2.type === "RATE_LIMITED"
        )) {
          const rateLimitReset = new Date(
            ~~error.response.headers["x-ratelimit-reset"] * 1e3
          ).getTime();
          const retryAfter2 = Math.max(
            // Add one second so we retry _after_ the reset time
            // https://docs.github.com/en/rest/overview/resources-in-the-rest-api?apiVersion=2022-11-28#exceeding-the-rate-limit
            Math.ceil((rateLimitReset - Date.now()) / 1e3) + 1,
            0
          );
          const wantRetry2 = await emitter.trigger(
            "rate-limit",
            retryAfter2,
            options,
            octokit,
            retryCount
          );
          return { wantRetry: wantRetry2, retryAfter: retryAfter2 };
        }
        return {};
      })();
      if (wantRetry) {
        request.retryCount++;
        return retryAfter * state2.retryAfterBaseValue;
      }
    });
  };
  octokit.hook.wrap("request", (request, options) => {
    initializeBottleneck();
    return wrapRequest(state, request, options);
  });
  return {};
}
throttling.VERSION = VERSION;
throttling.triggersNotification = triggersNotification;


;// CONCATENATED MODULE: ./src/adapters/github/bounded-fetch.ts
/*
 * Owns how much of an answer of GitHub's API is read: octokit would read and parse whatever comes. Must not judge the rest.
 */
/**
 * boundedFetch returns a fetch whose answers are whole when they resolve, or, where one has more than `most` bytes, empty:
 * then `exceeded` was called. What `isStream` says of an answer is passed on unread.
 */
function boundedFetch(most, exceeded, isStream) {
    return async (input, init) => {
        const response = await fetch(input, init);
        if (response.body === null || isStream(response))
            return response;
        const { status, statusText, headers } = response;
        const bytes = await readUpTo(response.body, most).catch((error) => {
            if (init?.signal?.aborted === true)
                throw error;
            // As octokit has it: an answer that broke off is one that says nothing.
            return Buffer.of();
        });
        if (bytes === undefined)
            exceeded();
        return new Response(bytes ?? null, { status, statusText, headers });
    };
}
/** Undefined where there is more; the rest is not asked for. */
async function readUpTo(body, most) {
    const chunks = [];
    let length = 0;
    for await (const chunk of body) {
        length += chunk.length;
        if (length > most)
            return undefined;
        chunks.push(chunk);
    }
    return Buffer.concat(chunks);
}

// EXTERNAL MODULE: ./src/core/release/release-errors.ts
var release_errors = __webpack_require__(9326);
// EXTERNAL MODULE: ./src/core/services/service-failure.ts
var service_failure = __webpack_require__(44360);
// EXTERNAL MODULE: ./src/core/shared/display.ts
var display = __webpack_require__(64963);
// EXTERNAL MODULE: ./src/adapters/network-error.ts
var network_error = __webpack_require__(41085);
// EXTERNAL MODULE: ./src/adapters/retry-after.ts
var retry_after = __webpack_require__(24961);
;// CONCATENATED MODULE: ./src/adapters/github/release-failure.ts
/*
 * Owns what a failed request to GitHub's release API means. Errors of octokit hold the whole request, so only status, the
 * service's words and the causes are taken over. Must not retry.
 */






/** releaseFailure returns the E_RELEASE_* of a request that octokit gave up, and an ActionError as it is. */
function releaseFailure(thrown, { asked, name, limited }) {
    if (thrown instanceof errors/* ActionError */.l)
        return thrown;
    if (!hasResponse(thrown)) {
        const { kind, text } = (0,network_error/* networkFailure */.rd)(thrown) ?? { kind: 'network', text: 'no answer' };
        return (0,service_failure/* serviceFailure */.K)('release', kind, { text: `${asked}: ${text}`, cause: thrown });
    }
    const { status, response } = thrown;
    const text = `${asked} answered ${status}: ${thrown.message}`;
    const details = { text, status, cause: thrown };
    const wait = limited === undefined ? (0,retry_after/* retryAfter */.P)(response.headers['retry-after']) : { retryAfter: limited };
    if (wait.retryAfter !== undefined && status === 403) {
        // GitHub says 403 or 429 for the same thing.
        return (0,service_failure/* serviceFailure */.K)('release', 'unavailable', { ...details, ...wait, status: 429 });
    }
    if ((0,service_failure/* kindOfStatus */.o)(status) === 'unavailable')
        return (0,service_failure/* serviceFailure */.K)('release', 'unavailable', { ...details, ...wait });
    if (status === 401 || status === 403)
        return (0,service_failure/* serviceFailure */.K)('release', 'rejected', details);
    if (status === 404)
        return (0,release_errors/* releaseNotFound */.P9)(`GitHub's releases: ${(0,display/* display */.Vy)(text)}`, thrown);
    if (/immutable release/i.test(thrown.message))
        return (0,release_errors/* releaseImmutable */.CF)(thrown);
    const problems = problemsOf(response.data);
    if (problems.includes('already_exists name'))
        return (0,release_errors/* assetExists */.vI)(name, 'it came meanwhile', thrown);
    if (problems.includes('custom file_count'))
        return (0,release_errors/* releaseFull */.D0)('the release has as many assets as GitHub allows', thrown);
    return releaseRefused(text, thrown);
}
/** badAnswer returns the transient E_RELEASE_RESPONSE of an answer that is not what the API promises. */
function badAnswer(text) {
    return (0,service_failure/* serviceFailure */.K)('release', 'response', { text });
}
/** releaseRefused returns the E_RELEASE_RESPONSE of an answer that another try would not change. */
function releaseRefused(text, cause) {
    return new errors/* ActionError */.l('E_RELEASE_RESPONSE', `GitHub's releases: ${(0,display/* display */.Vy)(text)}`, {
        fix: 'see https://www.githubstatus.com, and check for a proxy that answers in its place',
        cause,
    });
}
/** Code and field of each entry of `errors` (docs.github.com/rest, "Validation Failed"). */
function problemsOf(data) {
    const errors = typeof data === 'object' && data !== null && 'errors' in data ? data.errors : undefined;
    if (!Array.isArray(errors))
        return [];
    return errors.map((each) => {
        const { code, field } = (each ?? {});
        return `${String(code)} ${String(field)}`;
    });
}
/** octokit's error is known by its status; it has a response only where GitHub gave one. */
function hasResponse(error) {
    return error instanceof Error && 'status' in error && 'response' in error && error.response !== undefined;
}

;// CONCATENATED MODULE: ./src/adapters/github/client.ts
/*
 * Owns octokit: one request to GitHub's API, with the token shown there and nowhere else. The throttling plugin keeps writes
 * a second apart; a read that broke is asked for once more, for a listing has many. Everything else, and every wait that
 * GitHub asks for, is left to the one retry policy (services/retry.ts): a write that is sent again blindly may be done twice.
 */






const API_VERSION = '2022-11-28';
/** A page of a hundred releases, with their notes and assets, has less. */
const MOST_BYTES = 16 * 1024 * 1024;
/** Statuses that another read does not change, or that come with a wait of their own. */
const NO_SECOND_READ = [400, 401, 403, 404, 410, 422, 429, 451, 503];
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };
/** gitHubClient returns the client of the API at `apiUrl`; throws E_RELEASE_PERMISSION for what cannot be a token. */
function gitHubClient(apiUrl, token) {
    // A token that no header can hold would come back inside the error of fetch.
    if (!/^[\x21-\x7e]+$/.test(token)) {
        throw new errors/* ActionError */.l('E_RELEASE_PERMISSION', "Input 'github-token' holds no token", {
            fix: "leave `github-token` out to use the job's own, or give it a secret that holds a token",
        });
    }
    async function ask(route, given, options, take) {
        let limited;
        const oversized = [];
        const isStream = ({ ok }) => ok && options.parseSuccessResponseBody === false;
        const bounded = boundedFetch(MOST_BYTES, () => oversized.push(route), isStream);
        // Asks for no retry: the plugin would wait unheard.
        const onLimit = (seconds) => {
            limited = seconds * 1000;
        };
        const octokit = (0,github/* getOctokit */.Q)(token, {
            baseUrl: apiUrl,
            log: silent,
            // In place of the library's own fetch, which goes round the proxy of all others.
            request: { fetch: bounded, redirect: 'manual', log: silent },
            // Not as an option of the request: with that, the plugin repeats it at once, whatever its status.
            retry: { retries: route.startsWith('GET ') ? 1 : 0, retryAfterBaseValue: 500, doNotRetry: NO_SECOND_READ },
            throttle: { id: apiUrl, onRateLimit: onLimit, onSecondaryRateLimit: onLimit },
        }, dist_bundle/* retry */.L, throttling);
        const headers = { 'x-github-api-version': API_VERSION, ...given.headers };
        const parameters = { ...given, headers, request: options };
        const { method, url } = octokit.request.endpoint(route, parameters);
        const { host, pathname } = new URL(url);
        const asked = `${method} ${host}${pathname}`;
        try {
            const response = await octokit.request(route, parameters);
            if (response.status >= 300)
                throw releaseRefused(`${asked} answered with a redirect, which is not followed`);
            if (oversized.length > 0)
                throw releaseRefused(`${asked} answered with more than ${MOST_BYTES} bytes`);
            return await take(response);
        }
        catch (error) {
            throw options.signal.aborted ? error : releaseFailure(error, { asked, name: given.name ?? '', limited });
        }
    }
    return {
        request: (route, parameters, signal) => ask(route, parameters, { signal }, ({ data, headers }) => ({ data, headers })),
        download: (route, parameters, size, signal) => 
        // On its way to another host, fetch drops the token (Fetch standard, HTTP-redirect fetch).
        ask(route, parameters, { signal, redirect: 'follow', parseSuccessResponseBody: false }, ({ data }) => bytesOf(data, size)),
    };
}
async function bytesOf(body, size) {
    const chunks = [];
    let length = 0;
    if (body instanceof ReadableStream) {
        for await (const chunk of body) {
            chunks.push(chunk);
            length += chunk.length;
            if (length > size)
                break;
        }
    }
    if (length !== size)
        throw badAnswer(`an asset of ${size} bytes came with another length`);
    return Buffer.concat(chunks);
}
function ignore() {
    // The log of a run has lines of ours only.
}

// EXTERNAL MODULE: ./src/core/shared/hosts.ts
var hosts = __webpack_require__(75430);
;// CONCATENATED MODULE: ./src/adapters/github/release-address.ts
/*
 * Owns which addresses of a release are taken over: its page on the job's GitHub server, and where its assets are uploaded,
 * for the token goes there.
 */


/** The characters of a URI (RFC 3986, 2); URL takes line breaks and spaces, too. */
const ONE_URL = /^[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/;
/** What a template for uploads ends with (RFC 6570). */
const QUERY = /\{\?(?:\w+,)*name(?:,\w+)*\}$/;
/** checkedPage returns the page of a release; throws E_RELEASE_RESPONSE unless it is one URL on the server. */
function checkedPage(text, serverUrl) {
    const page = ONE_URL.test(text) ? URL.parse(text) : null;
    if (page?.origin === new URL(serverUrl).origin && !hasCredentials(page))
        return text;
    throw releaseRefused(`the page of the release is no address on ${serverUrl}`);
}
/**
 * checkedUploadUrl returns the template for uploads to the release `id`; throws E_RELEASE_RESPONSE unless what it expands to
 * is on the host that belongs to the API: `uploads.X` of `api.X`, the API's own below `/api/uploads` on GitHub Enterprise
 * Server.
 */
function checkedUploadUrl(template, apiUrl, id) {
    const address = template.replace(QUERY, '');
    const target = address !== template && ONE_URL.test(address) ? URL.parse(address) : null;
    const isOfRelease = target?.pathname.endsWith(`/releases/${id}/assets`) === true && target.search + target.hash === '';
    if (isOfRelease && isTrusted(target, new URL(apiUrl)))
        return template;
    throw releaseRefused('the release names no address for uploads that can be trusted with the token');
}
function isTrusted(target, api) {
    if (hasCredentials(target) || target.protocol !== api.protocol || !(0,hosts/* isSecure */.Ut)(target))
        return false;
    const [host, apiHost] = [(0,hosts/* normalHost */.CS)(target), (0,hosts/* normalHost */.CS)(api)];
    if (api.protocol === 'https:' && apiHost.startsWith('api.') && !api.pathname.startsWith('/api/')) {
        return host === apiHost.replace(/^api\./, 'uploads.') && target.port === api.port;
    }
    // In clear is this machine only, where every port is as good as the API's.
    const isSamePort = target.port === api.port || target.protocol === 'http:';
    return host === apiHost && isSamePort && target.pathname.startsWith('/api/uploads/');
}
function hasCredentials({ username, password }) {
    return username !== '' || password !== '';
}

;// CONCATENATED MODULE: ./src/adapters/github/release-store.ts
/*
 * Owns the releases of one repository as GitHub's REST API has them. Takes over only what it has read and checked; must not
 * decide what is attached, or touch a release itself.
 */






const RELEASES = '/repos/{owner}/{repo}/releases';
const ASSET = `${RELEASES}/assets/{asset_id}`;
const PER_PAGE = 100;
/** Pages of a listing; GitHub lists 10,000 releases at most. */
const MOST_PAGES = 100;
/** releaseStore returns the repository's releases as a port; throws E_RELEASE_PERMISSION for what cannot be a token. */
function releaseStore(access) {
    const { apiUrl, repository, token } = access;
    const client = gitHubClient(apiUrl, token);
    const [owner = '', repo = ''] = repository.split('/');
    const about = (parameters) => ({ owner, repo, ...parameters });
    async function get(route, parameters, signal) {
        return read((await client.request(`GET ${route}`, about(parameters), signal)).data);
    }
    async function list(route, parameters, signal) {
        const items = [];
        for (let page = 1; page <= MOST_PAGES; page++) {
            const asked = about({ ...parameters, per_page: PER_PAGE, page });
            const { data, headers } = await client.request(`GET ${route}`, asked, signal);
            items.push(...read(data).items(PER_PAGE));
            if (!/\brel="next"/.test(String(headers['link'] ?? '')))
                break;
        }
        return items;
    }
    return {
        withTag: async (tag, signal) => {
            // A release that was just published may be missing in the listing; a draft is nowhere else.
            const published = await orUndefined(get(`${RELEASES}/tags/{tag}`, { tag }, signal));
            const listed = await list(RELEASES, {}, signal);
            const releases = [...(published === undefined ? [] : [published]), ...listed]
                .filter((json) => json.field('tag_name').text() === tag)
                .map((json) => readRelease(json, access));
            return [...new Map(releases.map((release) => [release.id, release])).values()];
        },
        withId: async (id, signal) => {
            const found = await orUndefined(get(`${RELEASES}/{release_id}`, { release_id: id }, signal));
            return found && readRelease(found, access);
        },
        assets: async ({ id }, signal) => (await list(`${RELEASES}/{release_id}/assets`, { release_id: id }, signal)).map(readAsset),
        upload: async (release, name, bytes, signal) => {
            const headers = { 'content-type': 'application/octet-stream' };
            const { data } = await client.request(`POST ${release.uploadUrl}`, { name, headers, data: bytes }, signal);
            return readAsset(read(data));
        },
        rename: async (asset, name, signal) => {
            const { data } = await client.request(`PATCH ${ASSET}`, about({ asset_id: asset.id, name }), signal);
            return readAsset(read(data));
        },
        remove: async (asset, signal) => {
            await orUndefined(client.request(`DELETE ${ASSET}`, about({ asset_id: asset.id }), signal));
        },
        read: (asset, signal) => {
            const headers = { accept: 'application/octet-stream' };
            return client.download(`GET ${ASSET}`, about({ asset_id: asset.id, headers }), asset.size, signal);
        },
    };
}
function read(data) {
    return (0,json/* readJson */.V)(data, (path, problem) => badAnswer(`${path} ${problem}`));
}
function readRelease(json, { apiUrl, serverUrl }) {
    const id = Number(json.field('id').integer());
    return {
        id,
        tag: json.field('tag_name').text(),
        url: checkedPage(json.field('html_url').text(), serverUrl),
        isDraft: json.field('draft').value === true,
        // GitHub Enterprise Server does not know it yet.
        isImmutable: json.has('immutable') && json.field('immutable').value === true,
        uploadUrl: checkedUploadUrl(json.field('upload_url').text(), apiUrl, id),
    };
}
function readAsset(json) {
    const digest = json.has('digest')
        ? json
            .field('digest')
            .text()
            .replace(/^sha256:/, '')
        : undefined;
    return {
        id: Number(json.field('id').integer()),
        name: json.field('name').text(),
        state: stateOf(json.field('state').text()),
        size: Number(json.field('size').integer()),
        url: json.field('browser_download_url').text(),
        ...((0,encoding/* isSha256 */._h)(digest) ? { digest } : {}),
    };
}
function stateOf(text) {
    return text === 'uploaded' || text === 'starter' ? text : 'other';
}
async function orUndefined(work) {
    try {
        return await work;
    }
    catch (error) {
        if (error instanceof errors/* ActionError */.l && error.code === 'E_RELEASE_NOT_FOUND')
            return undefined;
        throw error;
    }
}


/***/ })

};
