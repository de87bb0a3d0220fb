using System.Runtime.CompilerServices;
using MtlsAuth.Certificates;

namespace MtlsAuth.Authentication;

/// <summary>Parses the distinguished names that clients registered, each once for as long as its metadata lives. Thread-safe.</summary>
internal sealed class RegisteredNames
{
    // By the text's identity: metadata that stays in memory brings the same string with each request.
    private readonly ConditionalWeakTable<string, DistinguishedName> _parsed = [];

    /// <summary>The name; null if the text is none, or the empty one, which identifies nobody.</summary>
    public DistinguishedName? Find(string text)
    {
        if (_parsed.TryGetValue(text, out DistinguishedName? name))
        {
            return name;
        }

        if (!DistinguishedName.TryParse(text, out name, out _) || name.IsEmpty)
        {
            return null;
        }

        _parsed.AddOrUpdate(text, name);
        return name;
    }
}
