using System.Runtime.CompilerServices;
using MtlsAuth.Certificates;

namespace MtlsAuth.Authentication;

/// <summary>Parses the distinguished names that clients registered, each once for as long as its metadata lives. Thread-safe.</summary>
internal sealed class RegisteredNames
{
    // By the text's identity: metadata that stays in memory brings the same string with each request.
    private readonly ConditionalWeakTable<string, DistinguishedName> _parsed = [];

    /// <summary>The name, or null and what is wrong with the text.</summary>
    public DistinguishedName? Find(string text, out DistinguishedNameFault? fault)
    {
        if (_parsed.TryGetValue(text, out DistinguishedName? name))
        {
            fault = null;
            return name;
        }

        name = DistinguishedName.ParseRegistered(text, out fault);
        if (name is not null)
        {
            _parsed.AddOrUpdate(text, name);
        }

        return name;
    }
}
