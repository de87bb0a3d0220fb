using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ZiggyCreatures.Caching.Fusion.Serialization;

namespace MtlsAuth.JwksUri.Caching;

/// <summary>Writes what instances share as JSON, with what the compiler has generated, so that it works without reflection.</summary>
internal sealed class CacheSerializer(JsonSerializerContext context) : IFusionCacheSerializer
{
    public byte[] Serialize<T>(T? obj) => JsonSerializer.SerializeToUtf8Bytes(obj!, TypeInfoOf<T>());

    public T? Deserialize<T>(byte[] data) => JsonSerializer.Deserialize(data, TypeInfoOf<T>());

    public ValueTask<byte[]> SerializeAsync<T>(T? obj, CancellationToken token = default) => ValueTask.FromResult(Serialize(obj));

    public ValueTask<T?> DeserializeAsync<T>(byte[] data, CancellationToken token = default) => ValueTask.FromResult(Deserialize<T>(data));

    private JsonTypeInfo<T> TypeInfoOf<T>() => context.GetTypeInfo(typeof(T)) as JsonTypeInfo<T>
        ?? throw new NotSupportedException($"{typeof(T)} is not cached.");
}
