using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace ShardClient.Tests.Unit.Architecture;

/// <param name="Member">The member of <paramref name="From"/> that refers; empty for the type's own declaration.</param>
internal readonly record struct Reference(TypeDefinition From, string Member, TypeDefinition To);

/// <summary>Every reference from one type of a module to another of the same module, as compiled.</summary>
internal static class CompiledReferences
{
    public static IEnumerable<Reference> Of(ModuleDefinition module) =>
        from type in module.GetAllTypes()
        from use in Of(type)
        from target in Parts(use.Type)
        let definition = target as TypeDefinition
        where definition is not null && definition.Module == module && definition != type
        select new Reference(type, use.Member, definition);

    private static IEnumerable<(string Member, TypeReference? Type)> Of(TypeDefinition type)
    {
        yield return ("", type.BaseType);
        foreach (var contract in type.Interfaces)
            yield return ("", contract.InterfaceType);
        foreach (var used in Attributes(type).Concat(Constraints(type)))
            yield return ("", used);
        foreach (var field in type.Fields)
        {
            yield return (field.Name, field.FieldType);
            foreach (var used in Attributes(field))
                yield return (field.Name, used);
        }

        foreach (var property in type.Properties)
        {
            foreach (var used in Attributes(property))
                yield return (property.Name, used);
        }

        foreach (var method in type.Methods)
        {
            foreach (var used in Signature(method).Concat(Body(method)))
                yield return (method.Name, used);
        }
    }

    private static IEnumerable<TypeReference?> Signature(MethodDefinition method)
    {
        yield return method.ReturnType;
        foreach (var parameter in method.Parameters)
        {
            yield return parameter.ParameterType;
            foreach (var used in Attributes(parameter))
                yield return used;
        }

        foreach (var used in Attributes(method).Concat(Constraints(method)))
            yield return used;
    }

    private static IEnumerable<TypeReference?> Body(MethodDefinition method)
    {
        if (!method.HasBody)
            yield break;
        foreach (var variable in method.Body.Variables)
            yield return variable.VariableType;
        foreach (var handler in method.Body.ExceptionHandlers)
            yield return handler.CatchType;
        foreach (var instruction in method.Body.Instructions)
        {
            foreach (var used in Operand(instruction))
                yield return used;
        }
    }

    private static IEnumerable<TypeReference?> Operand(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        MethodReference method =>
        [
            method.DeclaringType, method.ReturnType, .. method.Parameters.Select(parameter => parameter.ParameterType),
            .. method is GenericInstanceMethod generic ? generic.GenericArguments : [],
        ],
        _ => [],
    };

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider provider) =>
        from attribute in provider.CustomAttributes
        from type in attribute.ConstructorArguments.Concat(attribute.Properties.Select(property => property.Argument))
            .Select(argument => argument.Value as TypeReference).Append(attribute.AttributeType)
        select type;

    private static IEnumerable<TypeReference?> Constraints(IGenericParameterProvider provider) =>
        from parameter in provider.GenericParameters
        from constraint in parameter.Constraints
        select constraint.ConstraintType;

    /// <summary>The type itself and, of arrays, pointers and generic types, what they are made of.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => Parts(generic.ElementType).Concat(generic.GenericArguments.SelectMany(Parts)),
        FunctionPointerType pointer => Parts(pointer.ReturnType).Concat(pointer.Parameters.SelectMany(parameter => Parts(parameter.ParameterType))),
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type],
    };
}
