namespace MtlsAuth.AspNetCore.Endpoints;

/// <summary>What can be malformed about a request: for the log and for the client, so without anything that the request says.</summary>
internal static class RequestMalformation
{
    public const string NotPost = "The request must be a POST";
    public const string NoContentType = "The body must be application/x-www-form-urlencoded, and there is no Content-Type";
    public const string Json = "The body must be application/x-www-form-urlencoded and not JSON";
    public const string Multipart = "The body must be application/x-www-form-urlencoded and not multipart/form-data";
    public const string NoForm = "The body must be application/x-www-form-urlencoded";
    public const string TooLong = "The body is too long";
    public const string Incomplete = "The body has not arrived as announced";
    public const string Unreadable = "The body has too many parameters, a name that is too long, or a character that is not allowed";
    public const string SeveralCredentials = "The request uses more than one method of client authentication";
    public const string SeveralClients = "The request names more than one client";
    public const string Basic = "The Authorization header has no Basic credentials that can be read";
    public const string AssertionParameters = "client_assertion and client_assertion_type must come together";
    public const string Assertion = "client_assertion must be a signed JWT that names the client as sub, and nobody else as iss";

    public static string InAddress(string name) => $"{name} must be in the body and not in the address";

    public static string Repeated(string name) => $"{name} is repeated";
}
