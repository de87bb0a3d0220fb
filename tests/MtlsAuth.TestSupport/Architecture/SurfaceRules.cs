using System.Runtime.CompilerServices;
using Mono.Cecil;

namespace MtlsAuth.TestSupport.Architecture;

/// <summary>What the public types of a library promise. Each rule answers with what breaks it.</summary>
public static class SurfaceRules
{
    private static readonly HashSet<string> MutableTypes = new(StringComparer.Ordinal)
    {
        "System.Collections.Generic.ICollection`1",
        "System.Collections.Generic.IList`1",
        "System.Collections.Generic.ISet`1",
        "System.Collections.Generic.IDictionary`2",
        "System.Collections.Generic.List`1",
        "System.Collections.Generic.HashSet`1",
        "System.Collections.Generic.Dictionary`2",
        "System.Collections.IList",
        "System.Collections.IDictionary",
        "System.Memory`1",
        "System.Text.StringBuilder",
        "System.Text.Json.Nodes.JsonNode",
        "System.Text.Json.Nodes.JsonObject",
        "System.Text.Json.Nodes.JsonArray",
        "System.Security.Cryptography.X509Certificates.X509Certificate2Collection",
    };

    /// <summary>Public types stand in few namespaces, all others in the one of their room.</summary>
    public static IReadOnlyList<string> FindStrayNamespaces(Library library, IReadOnlyList<string> publicNamespaces, string root) =>
    [
        .. library.Types.Where(type => type.Definition.IsPublic
                ? !publicNamespaces.Contains(type.Definition.Namespace, StringComparer.Ordinal)
                : type.Definition.Namespace != $"{root}.{type.Room}")
            .Select(static type =>
                $"{type.Room}/{type.Name} ({(type.Definition.IsPublic ? "public" : "internal")}) stands in {type.Definition.Namespace}"),
    ];

    /// <summary>Nobody derives from a public class that does not expect it: it is sealed, or only its own library can derive.</summary>
    public static IReadOnlyList<string> FindOpenTypes(Library library) =>
    [
        .. PublicTypes(library)
            .Where(static type => type is { IsClass: true, IsSealed: false })
            .SelectMany(static type => type.IsAbstract
                ? type.Methods.Where(static method => method.IsConstructor && IsVisible(method))
                    .Select(method => $"{type.FullName}: whoever likes can derive, by {method.Name}, which is not private protected")
                : [$"{type.FullName} is not sealed"]),
    ];

    /// <summary>What is public stays as it was made.</summary>
    /// <param name="library">The library.</param>
    /// <param name="isSettings">
    /// The types, by name, that applications and the configuration binder fill in before they are used.
    /// </param>
    public static IReadOnlyList<string> FindMutableMembers(Library library, Func<string, bool> isSettings) =>
    [
        .. PublicTypes(library).Where(type => !isSettings(type.Name)).SelectMany(static type => FindMutableMembers(type)),
    ];

    private static IEnumerable<string> FindMutableMembers(TypeDefinition type) =>
    [
        .. type.Properties.Where(static property => property.SetMethod is { } setter && IsVisible(setter) && !IsInitOnly(setter))
            .Select(property => $"{type.FullName}.{property.Name} can be set"),
        .. type.Fields.Where(static field => IsVisible(field) && field is { IsInitOnly: false, IsLiteral: false, IsSpecialName: false })
            .Select(field => $"{type.FullName}.{field.Name} is a field that can be set"),
        .. type.Properties
            .Where(static property => property.GetMethod is { } getter && IsVisible(getter) && IsMutable(property.PropertyType))
            .Select(property => $"{type.FullName}.{property.Name} is of a type that can be changed: {property.PropertyType.FullName}"),
        .. type.Fields.Where(static field => IsVisible(field) && IsMutable(field.FieldType))
            .Select(field => $"{type.FullName}.{field.Name} is of a type that can be changed: {field.FieldType.FullName}"),
    ];

    private static IEnumerable<TypeDefinition> PublicTypes(Library library) =>
        library.Types.Select(static type => type.Definition).Where(static type => type.IsPublic).SelectMany(WithNested);

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) =>
        type.NestedTypes.Where(static nested => nested.IsNestedPublic).SelectMany(WithNested).Prepend(type);

    private static bool IsVisible(MethodDefinition method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsVisible(FieldDefinition field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    private static bool IsInitOnly(MethodDefinition setter) =>
        setter.ReturnType is RequiredModifierType { ModifierType.FullName: var name } && name == typeof(IsExternalInit).FullName;

    private static bool IsMutable(TypeReference type) => type.IsArray || MutableTypes.Contains(type.GetElementType().FullName);
}
