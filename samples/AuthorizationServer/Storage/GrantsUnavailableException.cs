namespace AuthorizationServer.Storage;

/// <summary>The store of grants cannot be reached. Says nothing about the request.</summary>
internal sealed class GrantsUnavailableException(Exception innerException)
    : Exception("The database with the grants cannot be reached.", innerException);
