// Reads one JSON line {contexts, lists}, then a line per document {kind, document}; writes a line per document {ok, words}.
// Verifiers by others, offline: every context, key and status list comes from the first line; anything else is an error.
import {createInterface} from 'node:readline';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {driver} from '@digitalbazaar/did-method-key';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {checkStatus as checkBits} from '@digitalbazaar/vc-bitstring-status-list';
import {verifyCredential as verifyByConsortium} from '@digitalcredentials/verifier-core';

// Nothing leaves this process: what a verifier would fetch by itself (schemas, registries) is simply not there.
globalThis.fetch = async url => { throw new Error(`not asked: ${url}`); };
for(const name of ['log', 'warn', 'error']) { console[name] = () => {}; }

let known = {contexts: {}, lists: {}};
const keys = driver();
keys.use({multibaseMultikeyHeader: 'z6Mk', fromMultibase: Ed25519Multikey.from});

async function documentLoader(url) {
  if(url.startsWith('did:key:')) {
    const [did, fragment] = url.split('#');
    const document = await keys.get({did: fragment ? url : did});
    return {contextUrl: null, documentUrl: url, document};
  }
  const document = known.contexts[url] ?? known.lists[url];
  if(!document) {
    throw new Error(`not here: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document};
}

const suite = new DataIntegrityProof({cryptosuite});
const checkStatus = options => checkBits({...options, documentLoader, suite, verifyBitstringStatusListCredential: true,
  verifyMatchingIssuers: true});

const verifiers = {
  // Digital Bazaar's vc: data model, proof, dates; the status list where the credential names one.
  async bazaar(document) {
    const status = document.credentialStatus ? {checkStatus} : {};
    const result = await vc.verifyCredential({credential: document, suite, documentLoader, now: new Date(known.now), ...status});
    const set = result.statusResult?.results?.some(one => one.status) ?? false;
    return {ok: result.verified === true && !set, words: words(result.error ?? result.statusResult?.error)};
  },
  // The verifier of the Digital Credentials Consortium (MIT and others); its own contexts.
  async consortium(document) {
    const result = await verifyByConsortium({credential: document, knownDIDRegistries: []});
    const step = result.log?.find(entry => entry.id === 'valid_signature');
    return {ok: step?.valid === true && !(result.errors?.length), words: words(result.errors?.[0] ?? result)};
  }
};

function words(error) {
  const parts = [error?.message, ...(error?.errors ?? []).map(one => one?.message)];
  return parts.filter(Boolean).join('; ').slice(0, 400);
}

let first = true;
for await (const line of createInterface({input: process.stdin, crlfDelay: Infinity})) {
  const content = JSON.parse(line);
  if(first) {
    known = content;
    first = false;
    continue;
  }
  let answer;
  try {
    answer = await verifiers[content.by](content.document);
  } catch(error) {
    answer = {ok: false, words: words(error)};
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
