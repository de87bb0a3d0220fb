using System.Text.Json.Serialization;

namespace MtlsAuth.Clients;

/// <summary>Reads and writes the names of <see cref="SelfSignedMatching"/>, and no numbers, which could be none of its values.</summary>
internal sealed class SelfSignedMatchingJsonConverter()
    : JsonStringEnumConverter<SelfSignedMatching>(namingPolicy: null, allowIntegerValues: false);
