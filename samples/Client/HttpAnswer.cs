namespace Client;

/// <summary>A response.</summary>
internal sealed record HttpAnswer(int StatusCode, string? Challenge, string Body);
