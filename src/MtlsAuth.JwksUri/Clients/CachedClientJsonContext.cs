using System.Text.Json.Serialization;
using ZiggyCreatures.Caching.Fusion.Internals.Distributed;

namespace MtlsAuth.JwksUri.Clients;

[JsonSerializable(typeof(FusionCacheDistributedEntry<CachedClient>))]
internal sealed partial class CachedClientJsonContext : JsonSerializerContext;
