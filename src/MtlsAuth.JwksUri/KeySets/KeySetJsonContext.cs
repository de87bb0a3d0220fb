using System.Text.Json.Serialization;
using ZiggyCreatures.Caching.Fusion.Internals.Distributed;

namespace MtlsAuth.JwksUri.KeySets;

/// <summary>What instances share of keys, as JSON: sets, and when they were last asked for out of turn.</summary>
[JsonSerializable(typeof(FusionCacheDistributedEntry<KeySetEntry>))]
[JsonSerializable(typeof(FusionCacheDistributedEntry<DateTimeOffset>))]
internal sealed partial class KeySetJsonContext : JsonSerializerContext;
