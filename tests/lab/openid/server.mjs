// SPDX-FileCopyrightText: hardening.minio contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A real OpenID provider, by the library oidc-provider: discovery, keys, tokens and userinfo, by https.
// node server.mjs FILE, a JSON document: address, port, issuer, certificate and key (files), keys (file of its keys for
// signatures, made where it is missing), clients (id, secret), accounts (password and claims by name; life, the seconds that
// an ID token of theirs is valid).
//
// People log in with a browser. Tests and MinIO's proof by login have none, so the grant "password" of RFC 6749 is added.

import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import https from 'node:https';

import Provider, { errors } from 'oidc-provider';

const settings = JSON.parse(readFileSync(process.argv[2]));
const { accounts } = settings;

function signatureKeys(path) {
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'lab-1' };
    writeFileSync(path, JSON.stringify({ keys: [key] }), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(path));
}

async function findAccount(ctx, name) {
  return accounts[name] && { accountId: name, claims: async () => ({ sub: name, ...accounts[name].claims }) };
}

const provider = new Provider(settings.issuer, {
  jwks: signatureKeys(settings.keys),
  clients: settings.clients.map(({ id, secret }) => ({
    client_id: id,
    client_secret: secret,
    grant_types: ['password'],
    redirect_uris: [],
    response_types: [],
  })),
  claims: { openid: ['sub', 'policy', 'groups'] },
  conformIdTokenClaims: false,
  features: { devInteractions: { enabled: false } },
  findAccount,
  ttl: { AccessToken: 600, Grant: 600, IdToken: 600 },
});

async function byPassword(ctx) {
  const { client, params } = ctx.oidc;
  const account = accounts[params.username];
  if (account === undefined || account.password !== params.password) {
    throw new errors.InvalidGrant('unknown user or wrong password');
  }
  const grant = new provider.Grant({ accountId: params.username, clientId: client.clientId });
  grant.addOIDCScope('openid');
  const grantId = await grant.save();
  const accessToken = new provider.AccessToken({
    accountId: params.username, client, grantId, gty: 'password', scope: 'openid',
  });
  const idToken = new provider.IdToken({ sub: params.username, ...account.claims }, { ctx });
  idToken.scope = 'openid';
  const expiresAt = Math.floor(Date.now() / 1000) + (account.life ?? 600);
  ctx.body = {
    access_token: await accessToken.save(),
    expires_in: accessToken.expiration,
    id_token: await idToken.issue({ use: 'idtoken', expiresAt }),
    scope: 'openid',
    token_type: 'Bearer',
  };
}

provider.registerGrantType('password', byPassword, ['username', 'password', 'scope']);
const tls = { cert: readFileSync(settings.certificate), key: readFileSync(settings.key) };
https.createServer(tls, provider.callback()).listen(settings.port, settings.address);
