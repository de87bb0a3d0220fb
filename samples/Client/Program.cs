using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Client;

// A client from its first key to its first call of an API, and what becomes of a stolen token; or, with "rotate", one that changes its key.
if (args.FirstOrDefault() == "rotate")
{
    return await KeyRotation.RunAsync(
        args.ElementAtOrDefault(1) ?? "https://localhost:8443",
        args.ElementAtOrDefault(2) ?? "samples/AuthorizationServer/mtlsauth-data");
}

string authorizationServer = args.ElementAtOrDefault(0) ?? "https://localhost:8443";
string api = args.ElementAtOrDefault(1) ?? "https://localhost:8444";
string trustedServerCertificate = args.ElementAtOrDefault(2) ?? "samples/AuthorizationServer/mtlsauth-data/server.crt";

using X509Certificate2 server = X509CertificateLoader.LoadCertificateFromFile(trustedServerCertificate);
using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
using X509Certificate2 certificate = SelfSignedCertificate.Create("CN=sample client", key);
using ECDsa otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
using X509Certificate2 otherCertificate = SelfSignedCertificate.Create("CN=sample client", otherKey);

using MtlsHttpClient own = new(server, certificate);
using MtlsHttpClient thief = new(server, otherCertificate);
using MtlsHttpClient nobody = new(server, null);

Trace.Step("The client makes a key and a certificate over it, and registers the key.");
string clientId = await own.RegisterAsync(authorizationServer, certificate);
Trace.Result($"client_id {clientId}");

Trace.Step("It shows the certificate at the token endpoint.");
string token = await own.GetTokenAsync(authorizationServer, clientId);
Trace.Result($"access token {token[..24]}..., bound to {MtlsHttpClient.ReadConfirmation(token)}");

bool isAsExpected = true;
Trace.Step("It calls the API over the same certificate.");
isAsExpected &= Trace.Response(200, await own.CallAsync(api, token));

Trace.Step("Somebody else presents the token over another certificate with the same name.");
isAsExpected &= Trace.Response(401, await thief.CallAsync(api, token));

Trace.Step("Somebody else presents the token without a certificate.");
isAsExpected &= Trace.Response(401, await nobody.CallAsync(api, token));

Trace.Step("Somebody else asks for a token with the client's id.");
isAsExpected &= Trace.Response(401, await thief.RequestTokenAsync(authorizationServer, clientId));

Console.WriteLine();
Console.WriteLine(isAsExpected ? "All as it should be." : "Something is not as it should be.");
return isAsExpected ? 0 : 1;
