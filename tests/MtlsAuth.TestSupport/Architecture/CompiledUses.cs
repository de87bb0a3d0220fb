using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MtlsAuth.TestSupport.Architecture;

/// <summary>All types that a compiled type uses: in its signatures, bodies, attributes, type arguments and nested types.</summary>
public static class CompiledUses
{
    public static IEnumerable<Use> Of(TypeDefinition type) =>
    [
        .. Types(type).SelectMany(Spread).Select(static used => new Use("its declaration", used)),
        .. type.Fields.SelectMany(static field => Attributes(field).Append(field.FieldType).SelectMany(Spread)
            .Select(used => new Use(field.Name, used))),
        .. type.Properties.SelectMany(static property => Attributes(property).SelectMany(Spread)
            .Select(used => new Use(property.Name, used))),
        .. type.Events.SelectMany(static item => Attributes(item).SelectMany(Spread).Select(used => new Use(item.Name, used))),
        .. type.Methods.SelectMany(static method => Of(method)),
        .. type.NestedTypes.SelectMany(static nested => Of(nested).Select(use => use with { Member = $"{nested.Name}.{use.Member}" })),
    ];

    private static IEnumerable<Use> Of(MethodDefinition method) =>
        Types(method).SelectMany(Spread).Select(used => new Use(method.Name, used))
            .Concat(method.HasBody ? Of(method, method.Body) : []);

    private static IEnumerable<Use> Of(MethodDefinition method, MethodBody body) =>
    [
        .. body.Variables.Select(static variable => variable.VariableType)
            .Concat(body.ExceptionHandlers.Select(static handler => handler.CatchType))
            .SelectMany(Spread)
            .Select(used => new Use(method.Name, used)),
        .. body.Instructions.SelectMany(static instruction => Of(instruction)).Select(use => use with { Member = method.Name }),
    ];

    private static IEnumerable<Use> Of(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => Spread(type).Select(static used => new Use(string.Empty, used)),
        FieldReference field => Spread(field.DeclaringType).Append(field.FieldType).SelectMany(Spread)
            .Select(used => new Use(string.Empty, used, field)),
        MethodReference called => Types(called).SelectMany(Spread).Select(used => new Use(string.Empty, used, called)),
        _ => [],
    };

    private static IEnumerable<TypeReference?> Types(TypeDefinition type) =>
        Attributes(type)
            .Append(type.BaseType)
            .Concat(type.Interfaces.Select(static item => item.InterfaceType))
            .Concat(Constraints(type));

    private static IEnumerable<TypeReference?> Types(MethodDefinition method) =>
        Attributes(method)
            .Concat(method.Parameters.SelectMany(static parameter => Attributes(parameter)))
            .Concat(Attributes(method.MethodReturnType))
            .Concat(method.Overrides.Select(static overridden => overridden.DeclaringType))
            .Concat(Constraints(method))
            .Concat(method.Parameters.Select(static parameter => parameter.ParameterType))
            .Append(method.ReturnType);

    private static IEnumerable<TypeReference?> Types(MethodReference called) =>
        called.Parameters.Select(static parameter => parameter.ParameterType)
            .Append(called.ReturnType)
            .Append(called.DeclaringType)
            .Concat(called is GenericInstanceMethod generic ? generic.GenericArguments : []);

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider provider) =>
        provider.CustomAttributes.SelectMany(static attribute => attribute.ConstructorArguments
            .Concat(attribute.Properties.Select(static property => property.Argument))
            .Select(static argument => argument.Value as TypeReference ?? argument.Type)
            .Append(attribute.AttributeType));

    private static IEnumerable<TypeReference?> Constraints(IGenericParameterProvider provider) =>
        provider.GenericParameters.SelectMany(static parameter => parameter.Constraints.Select(static item => item.ConstraintType));

    // The type itself, and those it is put together of.
    private static IEnumerable<TypeReference> Spread(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => Spread(generic.ElementType).Concat(generic.GenericArguments.SelectMany(Spread)),
        IModifierType modified => Spread(modified.ElementType).Concat(Spread(modified.ModifierType)),
        TypeSpecification specification => Spread(specification.ElementType),
        _ => [type],
    };
}
