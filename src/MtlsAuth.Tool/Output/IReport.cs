using System.Text.Json.Serialization.Metadata;

namespace MtlsAuth.Tool.Output;

/// <summary>One thing that a command found out: an object that is written as JSON, or for people.</summary>
internal interface IReport
{
    /// <summary>How it is written as a line of JSON; made by the compiler, so that it works ahead of time compiled.</summary>
    JsonTypeInfo JsonType { get; }

    /// <summary>Writes it for people.</summary>
    void WriteTo(IPage page);
}
