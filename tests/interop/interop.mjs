// Drives the sample authorization server with two OAuth clients from npm, by mutual TLS, and with what must fail.
//
// usage: node interop.mjs ISSUER SERVER_CERTIFICATE FOLDER
// FOLDER holds client1.key, client1.crt, client2.key, client2.crt: EC keys on P-256 with self-signed certificates.
import assert from 'node:assert/strict';
import { createHash, createPublicKey, randomBytes, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { Agent, fetch } from 'undici';

const [issuer, serverCertificate, folder] = process.argv.slice(2);
const ca = readFileSync(serverCertificate);
const redirectUri = 'https://client.example/callback';

// A fetch over the client's certificate, or over none.
function fetchOver(name) {
  const credentials = name ? { key: readFileSync(`${folder}/${name}.key`), cert: readFileSync(`${folder}/${name}.crt`) } : {};
  const dispatcher = new Agent({ connect: { ca, ...credentials } });
  return (url, options) => fetch(url, { ...options, dispatcher });
}

async function register(name) {
  const certificate = new X509Certificate(readFileSync(`${folder}/${name}.crt`));
  const response = await fetchOver(null)(`${issuer}/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      token_endpoint_auth_method: 'pub_key_tls_client_auth',
      redirect_uris: [redirectUri],
      jwks: { keys: [createPublicKey(certificate.publicKey.export({ type: 'spki', format: 'pem' })).export({ format: 'jwk' })] },
    }),
  });
  assert.equal(response.status, 201);
  return (await response.json()).client_id;
}

const thumbprint = (name) =>
  createHash('sha256').update(new X509Certificate(readFileSync(`${folder}/${name}.crt`)).raw).digest('base64url');
const confirmation = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url')).cnf;

const client1 = await register('client1');
const client2 = await register('client2');

const discover = (clientId, certificate) =>
  openid.discovery(new URL(issuer), clientId, { use_mtls_endpoint_aliases: true }, openid.TlsClientAuth(), {
    algorithm: 'oauth2',
    [openid.customFetch]: fetchOver(certificate),
  });

async function authorize(configuration) {
  const verifier = openid.randomPKCECodeVerifier();
  const url = openid.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'accounts',
    state: 'af0ifjsldkj',
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const response = await fetchOver(null)(url, { redirect: 'manual' });
  assert.equal(response.status, 302);
  return { callback: new URL(response.headers.get('location')), verifier };
}

const redeem = (configuration, { callback, verifier }) =>
  openid.authorizationCodeGrant(configuration, callback, { pkceCodeVerifier: verifier, expectedState: 'af0ifjsldkj' });

test('openid-client finds the aliases and gets a bound token', async () => {
  const configuration = await discover(client1, 'client1');
  assert.equal(configuration.serverMetadata().mtls_endpoint_aliases.token_endpoint, `${issuer}/token`);
  assert.equal(configuration.serverMetadata().tls_client_certificate_bound_access_tokens, true);

  const tokens = await openid.clientCredentialsGrant(configuration);

  assert.deepEqual(confirmation(tokens.access_token), { 'x5t#S256': thumbprint('client1') });
});

test('openid-client redeems a code, refreshes and introspects', async () => {
  const configuration = await discover(client1, 'client1');

  const first = await redeem(configuration, await authorize(configuration));
  const second = await openid.refreshTokenGrant(configuration, first.refresh_token);
  const introspection = await openid.tokenIntrospection(configuration, second.access_token);

  assert.equal(introspection.active, true);
  assert.equal(introspection.client_id, client1);
  assert.equal(introspection.scope, 'accounts');
  assert.deepEqual(introspection.cnf, { 'x5t#S256': thumbprint('client1') });
});

test('a code of client 1 is nothing to client 2', async () => {
  const code = await authorize(await discover(client1, 'client1'));

  await assert.rejects(redeem(await discover(client2, 'client2'), code), { error: 'invalid_grant', status: 400 });
});

test('a refresh token of client 1 is nothing to client 2, and nothing without a certificate', async () => {
  const configuration = await discover(client1, 'client1');
  const { refresh_token: refreshToken } = await redeem(configuration, await authorize(configuration));

  await assert.rejects(openid.refreshTokenGrant(await discover(client2, 'client2'), refreshToken), { error: 'invalid_grant' });
  await assert.rejects(openid.refreshTokenGrant(await discover(client1, null), refreshToken), isChallenged);
  await openid.refreshTokenGrant(configuration, refreshToken);
  await assert.rejects(openid.refreshTokenGrant(configuration, refreshToken), { error: 'invalid_grant' });
});

test('client 1 is not authenticated by the certificate of client 2', async () =>
  assert.rejects(openid.clientCredentialsGrant(await discover(client1, 'client2')), isChallenged));

test('introspection tells nothing to whoever is not authenticated', async () => {
  const tokens = await openid.clientCredentialsGrant(await discover(client1, 'client1'));

  await assert.rejects(openid.tokenIntrospection(await discover(client1, null), tokens.access_token), isChallenged);
});

test('oauth4webapi gets a bound token by the alias', async () => {
  const options = { [oauth.customFetch]: fetchOver('client2') };
  const server = await oauth.processDiscoveryResponse(
    new URL(issuer), await oauth.discoveryRequest(new URL(issuer), { algorithm: 'oauth2', ...options }));
  const client = { client_id: client2, use_mtls_endpoint_aliases: true };

  const response = await oauth.clientCredentialsGrantRequest(server, client, oauth.TlsClientAuth(), { scope: 'accounts' }, options);
  const tokens = await oauth.processClientCredentialsResponse(server, client, response);

  assert.deepEqual(confirmation(tokens.access_token), { 'x5t#S256': thumbprint('client2') });
});

test('the token endpoint that asks for no certificate authenticates nobody', async () => {
  const document = await (await fetchOver(null)(`${issuer}/.well-known/oauth-authorization-server`)).json();
  const response = await fetchOver('client1')(document.token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: client1 }),
  });

  assert.notEqual(document.token_endpoint, document.mtls_endpoint_aliases.token_endpoint);
  assert.equal(response.status, 401);
  const { error, error_description: description } = await response.json();
  assert.equal(error, 'invalid_client');
  assert.match(description, /^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
});

test('an unknown client is answered as one with a wrong certificate', async () =>
  assert.rejects(openid.clientCredentialsGrant(await discover(randomBytes(16).toString('hex'), 'client1')), isChallenged));

// The libraries report a 401 with a challenge as such; the body says invalid_client.
function isChallenged(error) {
  assert.equal(error.status ?? error.cause?.status ?? error.response?.status, 401);
  return true;
}
