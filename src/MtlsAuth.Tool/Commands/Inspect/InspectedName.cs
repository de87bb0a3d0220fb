namespace MtlsAuth.Tool.Commands;

/// <summary>A subject alternative name.</summary>
internal sealed record InspectedName(string Type, string Value)
{
    public override string ToString() => $"{Type}: {Value}";
}
