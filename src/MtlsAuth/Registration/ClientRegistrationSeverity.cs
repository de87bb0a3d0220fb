namespace MtlsAuth.Registration;

/// <summary>What follows from a finding.</summary>
public enum ClientRegistrationSeverity
{
    /// <summary>Worth knowing: the registration works as it is meant.</summary>
    Information,

    /// <summary>A part of the registration has no effect, or soon will have none.</summary>
    Warning,

    /// <summary>The registration must be refused.</summary>
    Error,
}
