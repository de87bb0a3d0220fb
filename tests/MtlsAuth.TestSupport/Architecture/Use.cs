using Mono.Cecil;

namespace MtlsAuth.TestSupport.Architecture;

/// <summary>A place in a type that uses another one.</summary>
/// <param name="Member">The member with the use.</param>
/// <param name="Type">The type that is used.</param>
/// <param name="Called">The method or field of it, if one is used.</param>
public sealed record Use(string Member, TypeReference Type, MemberReference? Called = null);
