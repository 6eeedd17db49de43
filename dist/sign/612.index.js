export const id = 612;
export const ids = [612];
export const modules = {

/***/ 74612:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  bundleVerifier: () => (/* reexport */ bundleVerifier),
  fulcio: () => (/* reexport */ fulcio),
  readCertificate: () => (/* reexport */ readCertificate),
  timestampAuthority: () => (/* reexport */ timestampAuthority),
  transparencyLog: () => (/* reexport */ transparencyLog)
});

// EXTERNAL MODULE: ./node_modules/@sigstore/bundle/dist/index.js
var dist = __webpack_require__(61040);
// EXTERNAL MODULE: ./node_modules/@sigstore/protobuf-specs/dist/index.js
var protobuf_specs_dist = __webpack_require__(19654);
// EXTERNAL MODULE: ./node_modules/@sigstore/verify/dist/index.js
var verify_dist = __webpack_require__(54187);
// EXTERNAL MODULE: ./src/core/bundle/ecdsa.ts
var ecdsa = __webpack_require__(97888);
// EXTERNAL MODULE: ./src/core/bundle/log-entry.ts
var log_entry = __webpack_require__(21531);
// EXTERNAL MODULE: ./src/core/bundle/trusted-root.ts
var trusted_root = __webpack_require__(44496);
// EXTERNAL MODULE: ./src/core/shared/errors.ts
var errors = __webpack_require__(19130);
// EXTERNAL MODULE: ./src/core/shared/format.ts
var format = __webpack_require__(4846);
// EXTERNAL MODULE: ./node_modules/@sigstore/core/dist/index.js
var core_dist = __webpack_require__(83917);
// EXTERNAL MODULE: ./src/core/shared/remember-last.ts
var remember_last = __webpack_require__(4759);
;// CONCATENATED MODULE: ./src/adapters/sigstore/answer-once.ts
/*
 * Owns what the engine asks anew for every bundle, and is answered once where the answer cannot be another one. Must not answer
 * anything that a file, or a time that was not asked about, has a say in.
 */


/** Of a TBSCertificate, the extensions (RFC 5280, section 4.1). */
const EXTENSIONS = 3;
/**
 * answerOnce has a certificate answer with what it said the first time where the engine asks it anew for every bundle: the
 * bytes of its parts, the names of its extensions, its public key, and whether another certificate's key (the same object's)
 * made its signature. Returns the certificate. Nothing may change it after that; the engine changes none: where it takes an
 * extension out, it does so in a clone, which shares with it whatever else there is. What depends on a time is not remembered.
 */
function answerOnce(certificate) {
    const { root, tbsCertificate, extensions, publicKey } = certificate;
    // From the inside out, so that what is encoded last is put together from what was.
    for (const part of [...extensions, ...tbsCertificate.subs, tbsCertificate, root]) {
        const der = part.toDER();
        part.toDER = () => der;
    }
    for (const { subs } of extensions)
        subs.slice(0, 1).forEach(readOnce);
    Object.defineProperty(certificate, 'publicKey', { value: publicKey });
    const verify = certificate.verify.bind(certificate);
    const answers = new WeakMap();
    certificate.verify = (issuer = certificate) => {
        const answer = answers.get(issuer) ?? verify(issuer);
        answers.set(issuer, answer);
        return answer;
    };
    certificate.clone = () => withOwnExtensions(certificate);
    return certificate;
}
/** Only where it is asked for: what no check looks at may be of any form. */
function readOnce(identifier) {
    const read = identifier.toOID.bind(identifier);
    let oid;
    identifier.toOID = () => (oid ??= read());
}
/** A certificate with a list of extensions of its own, of which one may be taken out. */
function withOwnExtensions({ root, tbsCertificate }) {
    const parts = tbsCertificate.subs.map((part) => part.tag.isContextSpecific(EXTENSIONS)
        ? copyOf(part, part.subs.map((list) => copyOf(list, [...list.subs])))
        : part);
    return new core_dist.X509Certificate(copyOf(root, [copyOf(tbsCertificate, parts), ...root.subs.slice(1)]));
}
function copyOf({ tag, value }, subs) {
    return new core_dist.ASN1Obj(tag, value, subs);
}
/** oneLeaf remembers the last certificate, which answers once: all files of a run have the same. */
function oneLeaf() {
    return (0,remember_last/* rememberLast */.m)((der) => answerOnce(core_dist.X509Certificate.parse(der)));
}
/** Logs and authorities tell the time in seconds, so that files that are signed side by side have few different ones. */
const MOST = 16;
/**
 * signerOnce has a verifier judge a certificate (the same object) at the same times once: chain and SCTs have nothing else to do
 * with the file, and all files of a run have one certificate. A judgement against is not remembered. Returns the verifier; where
 * a newer engine has its judgement under another name, as it came.
 */
function signerOnce(verifier) {
    const judge = Reflect.get(verifier, 'verifySigningKey');
    if (typeof judge !== 'function')
        return verifier;
    let latest;
    const signers = new Map();
    const verifySigningKey = (entity, times) => {
        const { key } = entity;
        const ask = () => Reflect.apply(judge, verifier, [entity, times]);
        if (key.$case !== 'certificate')
            return ask();
        const at = times.map((time) => time.getTime()).join();
        if (key.certificate !== latest)
            signers.clear();
        latest = key.certificate;
        const known = signers.get(at);
        if (known !== undefined)
            return known;
        const signer = ask();
        if (signers.size >= MOST)
            signers.clear();
        signers.set(at, signer);
        return signer;
    };
    Object.defineProperty(verifier, 'verifySigningKey', { value: verifySigningKey });
    return verifier;
}

;// CONCATENATED MODULE: ./src/adapters/sigstore/timestamp-shape.ts
const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const NULL = 0x05;
const OBJECT_IDENTIFIER = 0x06;
const SEQUENCE = 0x30;
const SET = 0x31;
/** [0]: the content of a ContentInfo, the certificates of SignedData, the signed attributes of a SignerInfo. */
const CONTEXT_0 = 0xa0;
/** [1]: the revocation lists of SignedData, the attributes of a SignerInfo that nothing signs. */
const CONTEXT_1 = 0xa1;
/** SHA-256, SHA-384, SHA-512 (RFC 5754, section 2). */
const DIGESTS = ['1', '2', '3'].map((last) => `2.16.840.1.101.3.4.2.${last}`);
/** ECDSA with one of them (RFC 5758, 3.2), RSA without and with its digest (RFC 5754, 3.2), Ed25519 (RFC 8419). */
const SIGNATURES = [
    ...['2', '3', '4'].map((last) => `1.2.840.10045.4.3.${last}`),
    ...['1', '11', '12', '13'].map((last) => `1.2.840.113549.1.1.${last}`),
    '1.3.101.112',
];
/** hasTimestampShape tells whether a parsed TimeStampResp holds one token of one signer in DER, and nothing behind it. */
function hasTimestampShape(response) {
    const [info, token, ...behind] = fields(response, SEQUENCE);
    const [status] = fields(info, SEQUENCE);
    const [contentType, content, ...more] = fields(token, SEQUENCE);
    const [signedData, ...others] = fields(content, CONTEXT_0);
    return ([behind, more, others].every(({ length }) => length === 0) &&
        [is(status, INTEGER), is(contentType, OBJECT_IDENTIFIER), isSignedData(signedData)].every(Boolean));
}
/** A token is of version 3, as its content is not plain data; one algorithm and one signer (RFC 3161, 2.4.2). */
function isSignedData(signedData) {
    const [version, algorithms, content, ...rest] = fields(signedData, SEQUENCE);
    const [signer, ...more] = fields(rest.at(-1), SET);
    const digests = fields(algorithms, SET);
    return ([hasNumber(version, 3), more.length === 0, areInOrder(rest.slice(0, -1)), isContent(content)].every(Boolean) &&
        digests.every((algorithm) => isAlgorithm(algorithm, DIGESTS)) &&
        isSignerInfo(signer, digests));
}
function isContent(content) {
    const [type, explicit, ...more] = fields(content, SEQUENCE);
    const [octets, ...others] = fields(explicit, CONTEXT_0);
    return ([is(type, OBJECT_IDENTIFIER), more.length === 0, others.length === 0].every(Boolean) &&
        fields(octets, OCTET_STRING).length === 1 &&
        isDer(octets));
}
/** The engine knows a signer by issuer and serial number: version 1. Its digest is one that SignedData has announced. */
function isSignerInfo(signer, announced) {
    const [version, identifier, digest, attributes, algorithm, signature, ...rest] = fields(signer, SEQUENCE);
    const [issuer, serialNumber, ...more] = fields(identifier, SEQUENCE);
    return ([hasNumber(version, 1), is(issuer, SEQUENCE), is(serialNumber, INTEGER), more.length === 0].every(Boolean) &&
        announced.some((one) => timestamp_shape_name(one) === timestamp_shape_name(digest)) &&
        [isAlgorithm(digest, DIGESTS), isAlgorithm(algorithm, SIGNATURES)].every(Boolean) &&
        [is(attributes, CONTEXT_0), isDer(attributes), is(signature, OCTET_STRING)].every(Boolean) &&
        rest.every((one) => is(one, CONTEXT_1)) &&
        rest.length <= 1);
}
/** Certificates, then revocation lists of theirs: each at most once. */
function areInOrder(optional) {
    const tags = optional.map((one) => one.tag.toDER());
    return ['', `${CONTEXT_0}`, `${CONTEXT_0},${CONTEXT_1}`].includes(tags.join(','));
}
function isAlgorithm(algorithm, known) {
    const [, ...parameters] = fields(algorithm, SEQUENCE);
    const [first, ...more] = parameters;
    return known.includes(timestamp_shape_name(algorithm)) && (first === undefined || is(first, NULL)) && more.length === 0;
}
/** name returns the dotted name of an AlgorithmIdentifier; empty when it has none. */
function timestamp_shape_name(algorithm) {
    const [identifier] = fields(algorithm, SEQUENCE);
    return identifier !== undefined && is(identifier, OBJECT_IDENTIFIER) ? identifier.toOID() : '';
}
/** The engine writes these anew before it checks them, others check what is there: both must be the same bytes. */
function isDer(node) {
    if (node === undefined || node.subs.length === 0)
        return true;
    const length = node.subs.reduce((sum, { value }) => sum + 1 + lengthBytes(value.length) + value.length, 0);
    return length === node.value.length && node.subs.every(isDer);
}
/** How many bytes DER gives to a length (X.690, 10.1): as few as can be. */
function lengthBytes(length) {
    return length < 0x80 ? 1 : length < 0x100 ? 2 : length < 0x10000 ? 3 : 4;
}
function hasNumber(node, number) {
    return is(node, INTEGER) && node?.toInteger() === BigInt(number);
}
function is(node, tag) {
    return node?.tag.toDER() === tag;
}
function fields(node, tag) {
    return node !== undefined && is(node, tag) ? node.subs : [];
}

;// CONCATENATED MODULE: ./src/adapters/sigstore/timestamp-token.ts
/*
 * Owns the reading of a TimeStampResp (RFC 3161, section 2.4.2): its time, or why there is none. Must not verify it.
 */



/** PKIStatus by number; the first two are of a response that holds a token. */
const STATUS = ['granted', 'grantedWithMods', 'rejection', 'waiting', 'revocationWarning', 'revocationNotification'];
const WAITING = 3;
/** PKIFailureInfo by the number of its bit. */
const FAILURE = {
    0: 'badAlg',
    2: 'badRequest',
    5: 'badDataFormat',
    14: 'timeNotAvailable',
    15: 'unacceptedPolicy',
    16: 'unacceptedExtension',
    17: 'addInfoNotAvailable',
    25: 'systemFailure',
};
const PASSING = ['timeNotAvailable', 'systemFailure'];
const UTF8_STRING = 12;
/**
 * readTimestamp returns a DER TimeStampResp that holds a time, parsed; undefined when it is none, whole and in its form. The
 * bytes that it saw last it gives the same object for: times are asked for before and while a bundle is checked.
 */
const readTimestamp = (0,remember_last/* rememberLast */.m)(parse);
function parse(der) {
    try {
        const response = core_dist.ASN1Obj.parseBuffer(der);
        if (!hasTimestampShape(response))
            return undefined;
        const timestamp = new core_dist.RFC3161Timestamp(response);
        const granted = timestamp.status === 0n || timestamp.status === 1n;
        return granted && !Number.isNaN(timestamp.signingTime.getTime()) ? timestamp : undefined;
    }
    catch {
        return undefined;
    }
}
/** refusalOf returns why a DER TimeStampResp holds no time by its own word; undefined when it says no such thing. */
function refusalOf(der) {
    try {
        const [number, ...info] = core_dist.ASN1Obj.parseBuffer(Buffer.from(der)).subs[0]?.subs ?? [];
        const status = Number(number?.toInteger() ?? 0n);
        const name = STATUS[status];
        if (name === undefined || status < 2)
            return undefined;
        const failures = bitsIn(info).flatMap((bit, index) => bit === 1 ? [FAILURE[index] ?? `failure ${String(index)}`] : []);
        const words = info.flatMap(({ subs }) => subs).filter(({ tag }) => tag.number === UTF8_STRING);
        const said = [name, ...failures, ...words.map(({ value }) => value.toString('utf8'))].join(', ');
        return { mayPass: status === WAITING || failures.some((failure) => PASSING.includes(failure)), text: said };
    }
    catch {
        return undefined;
    }
}
/** Of a failure that cannot be read nothing is known; the status stands. */
function bitsIn(info) {
    try {
        return info.find(({ tag }) => tag.isBitString())?.toBitString() ?? [];
    }
    catch {
        return [];
    }
}

;// CONCATENATED MODULE: ./src/adapters/sigstore/bundle-verifier.ts
/*
 * Owns the use of sigstore-js's verifier: our digest in place of a whole file, its errors as ours. What the verifier
 * does not check is core/bundle/verify-bundle.ts's. Must not decide who may sign.
 */










/** bundleVerifier prepares the verifier for one trusted root; throws E_TRUSTED_ROOT when the engine cannot read it. */
function bundleVerifier(trustedRoot) {
    const verifier = prepare(trustedRoot);
    const leafOf = oneLeaf();
    return {
        claimedTimes: (bundle) => ({
            timestamps: bundle.timestamps.map(timeOf),
            logs: logTimes(bundle),
        }),
        check: (bundle, certificate, message) => {
            try {
                verifier.verify(signedEntity(bundle, message, leafOf));
            }
            catch (error) {
                throw classify(error, certificate, bundle, trustedRoot);
            }
        },
    };
}
const FIX = 'do not use this file with this bundle; get both again from where they were published';
function prepare(trustedRoot) {
    try {
        const material = (0,verify_dist/* toTrustMaterial */.jO)(protobuf_specs_dist.TrustedRoot.fromJSON(trustedRoot.json));
        for (const { certChain } of [...material.certificateAuthorities, ...material.timestampAuthorities]) {
            certChain.forEach(answerOnce);
        }
        return signerOnce(new verify_dist/* Verifier */.BL(material));
    }
    catch (cause) {
        throw new errors/* ActionError */.l('E_TRUSTED_ROOT', 'The trusted root holds a key or certificate that cannot be read', {
            fix: 'give a whole trusted_root.json, as `cosign trusted-root create` writes it',
            cause,
        });
    }
}
/** The engine's own entity wants the whole file in memory, and reads certificate and timestamps once more for itself. */
function signedEntity(bundle, message, leafOf) {
    const tlogEntries = (0,dist.bundleFromJSON)(bundle.json).verificationMaterial.tlogEntries;
    const expected = Buffer.from(message.hex, 'hex');
    const signature = Buffer.from(bundle.signature);
    return {
        key: { $case: 'certificate', certificate: leafOf(bundle.certificate) },
        tlogEntries,
        timestamps: [
            ...tlogEntries
                .filter((tlogEntry) => (0,log_entry/* signedTime */.MP)(tlogEntry) !== undefined)
                .map((tlogEntry) => ({ $case: 'transparency-log', tlogEntry })),
            ...bundle.timestamps.map((der) => ({ $case: 'timestamp-authority', timestamp: timestampOf(der) })),
        ],
        signature: {
            signature,
            compareSignature: (other) => signature.equals(other),
            compareDigest: (other) => expected.equals(other),
            compareSignedDigest: (other) => expected.equals(other),
            verifySignature: (key) => (0,ecdsa/* verifyDigest */.Ub)(key, message, signature),
        },
    };
}
function logTimes(bundle) {
    return bundle.logEntries.map(log_entry/* signedTime */.MP).filter((time) => time !== undefined);
}
function timeOf(der) {
    return timestampOf(der).signingTime.getTime();
}
function timestampOf(der) {
    const timestamp = readTimestamp(der);
    if (timestamp !== undefined)
        return timestamp;
    throw new errors/* ActionError */.l('E_TIMESTAMP', 'The bundle holds a timestamp that cannot be read', { fix: FIX });
}
const CODES = {
    TIMESTAMP_ERROR: 'E_TIMESTAMP',
    CERTIFICATE_ERROR: 'E_CERT_CHAIN',
    PUBLIC_KEY_ERROR: 'E_CERT_CHAIN',
    TLOG_INCLUSION_PROOF_ERROR: 'E_REKOR_PROOF',
    TLOG_INCLUSION_PROMISE_ERROR: 'E_REKOR_SET',
    TLOG_MISSING_INCLUSION_ERROR: 'E_REKOR_PROOF',
    TLOG_BODY_ERROR: 'E_REKOR_MISMATCH',
    TLOG_ERROR: 'E_REKOR_PROOF',
    SIGNATURE_ERROR: 'E_SIGNATURE',
};
function classify(error, certificate, bundle, trustedRoot) {
    if (!(error instanceof verify_dist/* VerificationError */.mk)) {
        return new errors/* ActionError */.l('E_BUNDLE_MALFORMED', 'The bundle cannot be read', { fix: FIX, cause: error });
    }
    const timestamps = bundle.timestamps.map(timeOf);
    // A log that is not trusted, or no longer was, is to the engine only a signature that no key fits.
    if (error.code.startsWith('TLOG_')) {
        for (const entry of bundle.logEntries)
            (0,trusted_root/* assertLogTrusted */.oY)(trustedRoot, entry, timestamps);
    }
    const outside = [...timestamps, ...logTimes(bundle)].find((time) => time < certificate.notBefore || time > certificate.notAfter);
    const code = refine(CODES[error.code] ?? 'E_BUNDLE_MALFORMED', error.message, outside !== undefined);
    const text = code === 'E_TIME' ? outsideLife(outside, certificate) : error.message;
    const fix = isByRoot(code, error.message) ? trusted_root/* useRightRoot */.QE : FIX;
    return new errors/* ActionError */.l(code, `The bundle does not verify: ${text}`, { fix, cause: error });
}
function outsideLife(time, { notBefore, notAfter }) {
    return `signed at ${(0,format/* timeText */.Tc)(time ?? 0)}, while the certificate was valid from ${(0,format/* timeText */.Tc)(notBefore)} to ${(0,format/* timeText */.Tc)(notAfter)}`;
}
/** One engine code stands for several findings of ours; its message tells them apart. */
function refine(code, message, outside) {
    if (code === 'E_CERT_CHAIN' && /\bSCTs?\b/.test(message))
        return 'E_CERT_SCT';
    if (code === 'E_CERT_CHAIN' && outside)
        return 'E_TIME';
    if (code === 'E_REKOR_PROOF' && message.includes('checkpoint'))
        return 'E_REKOR_CHECKPOINT';
    return code;
}
/** What a root of another instance, or an old one, does not vouch for looks like what is false; a wrong number of timestamps does not. */
function isByRoot(code, message) {
    if (code === 'E_TIMESTAMP')
        return !/^(?:duplicate|expected) /.test(message);
    return code === 'E_CERT_CHAIN' || code === 'E_CERT_SCT';
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./src/adapters/sigstore/certificate.ts
/*
 * Owns the decoding of X.509 certificates (RFC 5280) with @sigstore/core and node:crypto. Must not judge them.
 */




const FULCIO = '1.3.6.1.4.1.57264.1.';
const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';
/** Kinds of GeneralName by their context-specific tags, RFC 5280 section 4.2.1.6. */
const NAME_KINDS = [
    'otherName',
    'rfc822Name',
    'dNSName',
    'x400Address',
    'directoryName',
    'ediPartyName',
    'uniformResourceIdentifier',
    'iPAddress',
    'registeredID',
];
/** Up to this number Fulcio's extensions hold raw text, above it a DER UTF8String (docs/oid-info.md). */
const LAST_RAW = 7;
/**
 * readCertificate decodes one DER certificate; throws E_BUNDLE_MALFORMED when it is none. The bytes that it saw last it gives
 * the same object for: the files of a run mostly share one certificate.
 */
function readCertificate(der) {
    try {
        return decodeOnce(der);
    }
    catch (cause) {
        throw new errors/* ActionError */.l('E_BUNDLE_MALFORMED', 'The certificate cannot be read', {
            fix: 'get the bundle again from where it was published, or have the file signed again',
            cause,
        });
    }
}
const decodeOnce = (0,remember_last/* rememberLast */.m)(decode);
function decode(der) {
    const parsed = core_dist.X509Certificate.parse(der);
    assertDistinct(parsed);
    const node = new external_node_crypto_.X509Certificate(der);
    const extensions = fulcioExtensions(parsed);
    // The newer extension (8) is authoritative, the older one (1) stays for certificates from before 2022.
    const issuer = extensions[8] ?? extensions[1];
    return {
        der,
        pem: node.toString(),
        publicKey: node.publicKey,
        notBefore: parsed.notBefore.getTime(),
        notAfter: parsed.notAfter.getTime(),
        // The libraries call it none where the key usage does not allow it to sign certificates, whatever it says of itself.
        isAuthority: node.ca || (parsed.extBasicConstraints?.isCA ?? false),
        hasDigitalSignature: parsed.extKeyUsage?.digitalSignature ?? false,
        // Node's `keyUsage` is the extended key usage (OIDs); absent, it is undefined whatever its type says.
        hasCodeSigning: Array.isArray(node.keyUsage) && node.keyUsage.includes(CODE_SIGNING),
        signedCertificateTimestamps: parsed.extension(core_dist.EXTENSION_OID_SCT) === undefined ? 0 : (parsed.extSCT?.signedCertificateTimestamps.length ?? 0),
        subjectNames: subjectNames(parsed),
        ...(issuer === undefined ? {} : { issuer: issuer }),
        extensions,
    };
}
/** RFC 5280 section 4.2: of an extension that comes twice, every reader would believe another one. */
function assertDistinct({ extensions }) {
    const oids = extensions.map((extension) => extension.subs[0]?.toOID());
    if (new Set(oids).size < oids.length)
        throw new Error('an extension comes twice');
}
function subjectNames(certificate) {
    const extension = certificate.extSubjectAltName;
    if (extension === undefined)
        return [];
    // What the library cannot decode has no parts for it, and must not pass for a certificate with fewer names.
    const [names, ...others] = extension.valueObj.subs;
    if (names === undefined || others.length > 0)
        throw new Error('the subject alternative names cannot be read');
    return names.subs.map(subjectName);
}
function subjectName({ tag, value }) {
    const kind = tag.isContextSpecific() ? NAME_KINDS[tag.number] : undefined;
    if (kind === undefined)
        return { kind: 'unknown' };
    if (kind !== 'uniformResourceIdentifier' && kind !== 'rfc822Name')
        return { kind };
    return { kind, identity: value.toString('utf8') };
}
function fulcioExtensions(certificate) {
    const values = {};
    for (const extension of certificate.extensions) {
        const oid = extension.subs[0]?.toOID() ?? '';
        const value = extension.subs.at(-1);
        if (!oid.startsWith(FULCIO) || value === undefined)
            continue;
        const number = Number(oid.slice(FULCIO.length));
        const content = number > LAST_RAW ? certificate.extension(oid)?.valueObj.subs[0]?.value : value.value;
        if (Number.isInteger(number) && content !== undefined)
            values[number] = content.toString('utf8');
    }
    return values;
}

// EXTERNAL MODULE: ./node_modules/@sigstore/sign/dist/index.js
var sign_dist = __webpack_require__(15179);
// EXTERNAL MODULE: ./src/core/services/service-failure.ts
var service_failure = __webpack_require__(44360);
// EXTERNAL MODULE: ./src/core/shared/deadline.ts
var deadline = __webpack_require__(25833);
// EXTERNAL MODULE: ./src/adapters/network-error.ts
var network_error = __webpack_require__(41085);
// EXTERNAL MODULE: external "node:diagnostics_channel"
var external_node_diagnostics_channel_ = __webpack_require__(53053);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __webpack_require__(41692);
;// CONCATENATED MODULE: ./src/adapters/sigstore/proxy-answers.ts
/*
 * Owns the knowledge of which answers were a proxy's: sigstore-js's clients hand one that refuses the way on as the service's
 * own. Told by Node of every answer in this process; must not change any.
 */


/** The last answer of a proxy by the service's host, until the service itself answers. */
const answers = new Map();
(0,external_node_diagnostics_channel_.subscribe)('http.client.response.finish', (message) => {
    const { request, response } = message;
    if (request.protocol !== 'https:')
        return;
    const host = hostOf(`https://${String(request.getHeader('host'))}`);
    // What is sealed comes from the service; what is not can only be from something that stands before it.
    if (response.socket instanceof external_node_tls_.TLSSocket)
        answers.delete(host);
    else
        answers.set(host, response.statusCode ?? 0);
});
/** proxyStatus returns the status with which a proxy refused the way to a URL last; undefined where the service answered. */
function proxyStatus(url) {
    return answers.get(hostOf(url));
}
function hostOf(url) {
    return URL.parse(url)?.host ?? '';
}

;// CONCATENATED MODULE: ./src/adapters/sigstore/client-failure.ts
/*
 * Owns the translation of what sigstore-js's clients throw. Their errors may quote the identity token, so only status,
 * error codes and the service's own words are taken over. Must not retry.
 */



/** clientFailure reduces an error of @sigstore/sign, or of its HTTP client; `url` is where the request went. */
function clientFailure(service, url, thrown, method = 'POST') {
    const request = `${method} ${url}`;
    const failed = (failure) => ({
        error: networkError(service, request, url, failure, thrown),
    });
    const http = (0,network_error/* httpError */.p2)(thrown);
    if (http !== undefined) {
        const status = http.statusCode;
        if (proxyStatus(url) === status)
            return failed((0,network_error/* proxyFailure */.xh)(status));
        const text = `${request} answered ${http.message}`;
        return { status, error: (0,service_failure/* serviceFailure */.K)(service, (0,service_failure/* kindOfStatus */.o)(status), { text, status, cause: thrown }) };
    }
    const network = (0,network_error/* networkFailure */.rd)(thrown);
    if (network !== undefined)
        return failed(network);
    return {
        error: (0,service_failure/* serviceFailure */.K)(service, 'response', {
            text: `${request} gave an answer that cannot be read`,
            cause: thrown,
        }),
    };
}
/** networkError returns the error of a request, by method and URL, that no service has answered. */
function networkError(service, request, url, { kind, text }, cause) {
    return (0,service_failure/* serviceFailure */.K)(service, kind, { text: `${request}: ${text}`, url, cause });
}

// EXTERNAL MODULE: ./node_modules/make-fetch-happen/lib/index.js
var lib = __webpack_require__(39310);
var lib_default = /*#__PURE__*/__webpack_require__.n(lib);
;// CONCATENATED MODULE: ./src/adapters/sigstore/reach.ts
/*
 * Owns the look whether a service can be reached, through the HTTP client that sigstore-js uses and with the same options, so
 * that the connection is kept there for the real call. Must not judge what a service answers.
 */






/**
 * reach resolves when a service answers a GET with any status; `timeout` is that of its client, in milliseconds. Throws the
 * service's own codes where no answer comes.
 */
async function reach(service, url, timeout, signal) {
    const options = { method: 'GET', redirect: 'manual', retry: false, timeout, signal };
    (0,external_node_diagnostics_channel_.subscribe)(SENT, keepProtocol);
    const { status, body } = await (0,deadline/* race */.O4)(lib_default()(url, options), signal)
        .catch((error) => {
        throw signal.aborted ? error : clientFailure(service, url, error, 'GET').error;
    })
        .finally(() => (0,external_node_diagnostics_channel_.unsubscribe)(SENT, keepProtocol));
    // A connection is free for the next call when its answer was read; that it breaks afterwards is for that call to find.
    body.on('error', () => undefined).resume();
    if (proxyStatus(url) === status)
        throw networkError(service, `GET ${url}`, url, (0,network_error/* proxyFailure */.xh)(status));
}
/** Node's channel that tells of every request that is sent. */
const SENT = 'http.client.request.start';
/**
 * An agent of this client is for one protocol, and finds out which anew for every request, in the text of a stack trace, unless
 * it was told: a tenth of what a request costs.
 */
function keepProtocol(sent) {
    // Every request of the process is told of, and one that brings its own connection has null for an agent.
    const { request } = sent;
    if (request.agent)
        request.agent.protocol = request.protocol;
}

;// CONCATENATED MODULE: ./src/adapters/sigstore/fulcio.ts
/*
 * Owns the use of sigstore-js's Fulcio client: one certificate for one key. Must not ask for tokens, nor judge the
 * certificate.
 */







/** fulcio returns the client of one Fulcio; `timeout` is the engine's own limit in milliseconds. */
function fulcio(service, readCertificate, timeout) {
    const url = `${service.url}/api/v2/signingCert`;
    return {
        url: service.url,
        reach: (signal) => reach('certificateAuthority', service.url, timeout, signal),
        issue: async (token, key, signal) => {
            const publicKey = key.publicKey.export({ type: 'spki', format: 'pem' }).toString();
            const signer = new sign_dist/* FulcioSigner */.$o({
                fulcioBaseURL: service.url,
                timeout,
                retry: false,
                identityProvider: { getToken: () => Promise.resolve(token) },
                // The engine signs the token's subject with it, as proof of possession, and then an empty message, unused:
                // files are signed by their digest elsewhere.
                keyHolder: {
                    sign: (message) => Promise.resolve({
                        signature: Buffer.from(key.signMessage(message)),
                        key: { $case: 'publicKey', publicKey },
                    }),
                },
            });
            const pem = await (0,deadline/* race */.O4)(signer.sign(Buffer.alloc(0)), signal)
                .then(({ key: answer }) => (answer.$case === 'x509Certificate' ? answer.certificate : undefined))
                .catch((error) => {
                throw refusal(url, error);
            });
            try {
                return readCertificate(new external_node_crypto_.X509Certificate(pem ?? '').raw);
            }
            catch (cause) {
                const text = `POST ${url} answered without a certificate that can be read`;
                throw (0,service_failure/* serviceFailure */.K)('certificateAuthority', 'response', { text, cause });
            }
        },
    };
}
function refusal(url, thrown) {
    if (thrown instanceof errors/* ActionError */.l)
        return thrown;
    const { status, error } = clientFailure('certificateAuthority', url, thrown);
    if (status === 401 || (status === 400 && /token/i.test(error.message))) {
        return new errors/* ActionError */.l('E_FULCIO_TOKEN_REJECTED', error.message, {
            fix: 'check that this Fulcio trusts the issuer of the token, and its audience (`audience`)',
            cause: thrown,
        });
    }
    return error;
}

;// CONCATENATED MODULE: ./src/adapters/sigstore/timestamp-authority.ts
/*
 * Owns the use of sigstore-js's timestamp client: one RFC 3161 timestamp for one signature. Must not verify it.
 */








/** timestampAuthority returns the client of one authority; `timeout` is the engine's own limit in milliseconds. */
function timestampAuthority(service, timeout) {
    const { url } = service;
    const witness = new sign_dist/* TSAWitness */.gs({ tsaBaseURL: url, timeout, retry: false });
    return {
        url,
        reach: (signal) => reach('timestampAuthority', url, timeout, signal),
        timestamp: async (signature, signal) => {
            // The engine hashes the signature alone; the digest is a field that it does not look at.
            const messageDigest = { algorithm: protobuf_specs_dist.HashAlgorithm.SHA2_256, digest: Buffer.alloc(32) };
            const content = {
                $case: 'messageSignature',
                messageSignature: { messageDigest, signature: Buffer.from(signature) },
            };
            const answer = await (0,deadline/* race */.O4)(witness.testify(content), signal).catch((error) => {
                throw error instanceof errors/* ActionError */.l ? error : clientFailure('timestampAuthority', url, error).error;
            });
            const der = answer.rfc3161Timestamps[0]?.signedTimestamp ?? Buffer.alloc(0);
            if (readTimestamp(der) !== undefined)
                return der;
            const refusal = refusalOf(der);
            const text = `POST ${url} ${refusal === undefined ? 'gave an answer that is no timestamp' : `answered with ${refusal.text}`}`;
            const kind = refusal === undefined ? 'response' : refusal.mayPass ? 'unavailable' : 'rejected';
            throw (0,service_failure/* serviceFailure */.K)('timestampAuthority', kind, { text });
        },
    };
}

// EXTERNAL MODULE: ./src/core/bundle/read-log-entry.ts
var read_log_entry = __webpack_require__(6076);
// EXTERNAL MODULE: ./src/core/shared/json.ts
var json = __webpack_require__(11471);
;// CONCATENATED MODULE: ./src/adapters/sigstore/transparency-log.ts
/*
 * Owns the use of sigstore-js's Rekor clients, v1 and v2: one entry for one signature. Must not judge the entry.
 */








/** transparencyLog returns the client of one Rekor; `timeout` is the engine's own limit in milliseconds. */
function transparencyLog(service, timeout) {
    const { url, majorApiVersion } = service;
    const entriesUrl = `${url}/api/v${String(majorApiVersion)}/log/entries`;
    const witness = new sign_dist/* RekorWitness */.fU({
        rekorBaseURL: url,
        majorApiVersion,
        timeout,
        retry: false,
        // A lost reply makes the next try a 409: the engine then fetches the entry that exists.
        fetchOnConflict: true,
    });
    return {
        url,
        majorApiVersion,
        reach: (signal) => reach('transparencyLog', url, timeout, signal),
        record: async ({ digest, signature, certificate }, signal) => {
            const messageDigest = { algorithm: protobuf_specs_dist.HashAlgorithm.SHA2_256, digest: Buffer.from(digest, 'hex') };
            const messageSignature = { messageDigest, signature: Buffer.from(signature) };
            try {
                const work = witness.testify({ $case: 'messageSignature', messageSignature }, certificate.pem);
                return toLogEntry((await (0,deadline/* race */.O4)(work, signal)).tlogEntries[0]);
            }
            catch (error) {
                throw transparency_log_refusal(entriesUrl, error);
            }
        },
    };
}
function toLogEntry(entry) {
    if (entry === undefined)
        throw new Error('no entry');
    return (0,read_log_entry/* readLogEntry */.J)((0,json/* readJson */.V)(protobuf_specs_dist.TransparencyLogEntry.toJSON(entry), (path, problem) => new Error(`${path} ${problem}`)));
}
function transparency_log_refusal(url, thrown) {
    if (thrown instanceof errors/* ActionError */.l)
        return thrown;
    const { status, error } = clientFailure('transparencyLog', url, thrown);
    // 404 is about the entry that the log says it has: the engine then asks for that one.
    if (status === 409 || (status === 404 && thrown instanceof Error && thrown.message.includes('fetching'))) {
        return new errors/* ActionError */.l('E_REKOR_CONFLICT', error.message, {
            fix: 'run the job again: it signs with a new key, which no entry has',
            cause: thrown,
        });
    }
    return error;
}

;// CONCATENATED MODULE: ./src/adapters/sigstore/signing-engine.ts
/*
 * Owns the door to everything that loads sigstore-js, so that an entry can load it while the files are being read.
 */







/***/ })

};
