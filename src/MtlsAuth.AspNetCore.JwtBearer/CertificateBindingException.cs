using Microsoft.AspNetCore.Authentication;

namespace MtlsAuth.AspNetCore.JwtBearer;

/// <summary>Tells the challenge that it was the binding that failed.</summary>
/// <remarks>Why is for the log, and not for whoever may have stolen the token.</remarks>
internal sealed class CertificateBindingException()
    : AuthenticationFailureException("The access token is not bound to the presented client certificate");
