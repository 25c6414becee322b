// A provider of logins (OIDC) that others wrote, on this machine. It lets in whoever gives a name, and says who it is.
// node provider.mjs ISSUER REDIRECT CLIENT SECRET SECONDS
import { Provider } from "oidc-provider";

const [issuer, redirect, client_id, client_secret, lasts] = process.argv.slice(2);
const provider = new Provider(issuer, {
  clients: [{ client_id, client_secret, redirect_uris: [redirect], post_logout_redirect_uris: [redirect] }],
  claims: { openid: ["sub"], profile: ["name"] },
  conformIdTokenClaims: false, // the name stands in the token itself, as Entra ID has it
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: `${id[0].toUpperCase()}${id.slice(1)} Holm` }) }),
  loadExistingGrant: async ({ oidc }) => { // no one is asked what the program may know of them
    const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
  ttl: { IdToken: Number(lasts) },
});
provider.on("authorization.success", (context) => console.log(`prompt ${context.oidc.params.prompt}`));
provider.listen(Number(new URL(issuer).port), "127.0.0.1", () => console.log("listening"));
