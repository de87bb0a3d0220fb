using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ZiggyCreatures.Caching.Fusion.Internals.Distributed;
using ZiggyCreatures.Caching.Fusion.Serialization;

namespace MtlsAuth.JwksUri.Caching;

/// <summary>Writes what instances share as JSON, with what the compiler has generated, so that it works without reflection.</summary>
/// <remarks>An entry without a value is refused, as one of another version is.</remarks>
internal sealed class CacheSerializer(JsonSerializerContext context) : IFusionCacheSerializer
{
    private readonly JsonSerializerOptions _options = new(context.Options)
    {
        TypeInfoResolver = context.WithAddedModifier(RequireValue),
    };

    public byte[] Serialize<T>(T? obj) => JsonSerializer.SerializeToUtf8Bytes(obj!, TypeInfoOf<T>());

    public T? Deserialize<T>(byte[] data) =>
        JsonSerializer.Deserialize(data, TypeInfoOf<T>()) ?? throw new JsonException("There is no entry.");

    public ValueTask<byte[]> SerializeAsync<T>(T? obj, CancellationToken token = default) => ValueTask.FromResult(Serialize(obj));

    public ValueTask<T?> DeserializeAsync<T>(byte[] data, CancellationToken token = default) => ValueTask.FromResult(Deserialize<T>(data));

    private static void RequireValue(JsonTypeInfo type)
    {
        if (type.Type.IsConstructedGenericType && type.Type.GetGenericTypeDefinition() == typeof(FusionCacheDistributedEntry<>))
        {
            JsonPropertyInfo value =
                type.Properties.Single(static property => property.Name == nameof(FusionCacheDistributedEntry<object>.Value));
            value.IsRequired = true;
            value.IsSetNullable = false;
        }
    }

    private JsonTypeInfo<T> TypeInfoOf<T>() => (JsonTypeInfo<T>)_options.GetTypeInfo(typeof(T));
}
