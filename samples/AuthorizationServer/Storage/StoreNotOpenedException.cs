namespace AuthorizationServer.Storage;

/// <summary>The store cannot be reached when the server starts. The message is for whoever starts it.</summary>
internal sealed class StoreNotOpenedException(string message, Exception innerException) : Exception(message, innerException);
