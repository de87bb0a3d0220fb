using Mono.Cecil;

namespace MtlsAuth.TestSupport.Architecture;

/// <summary>A top-level type of a library, with all that is nested in it.</summary>
/// <param name="Definition">What was compiled.</param>
/// <param name="Name">Its name without type parameters.</param>
/// <param name="File">Its source file, which is named after it, or null if there is none.</param>
/// <param name="Room">The folder of the file.</param>
public sealed record LibraryType(TypeDefinition Definition, string Name, string? File, string Room);
