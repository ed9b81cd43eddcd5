using System.Text.RegularExpressions;
using Mono.Cecil;

namespace ShardClient.Tests.Unit.Architecture;

/// <summary>
/// The room of each compiled type: by its namespace below <c>ShardClient</c>, and for the public types, which share one namespace, by the
/// folder of the file that declares them.
/// </summary>
internal sealed partial class RoomMap(string rootNamespace, IReadOnlyDictionary<string, string> folderOfType)
{
    public static RoomMap OfProvider()
    {
        var folders = new Dictionary<string, string>();
        foreach (var file in Repository.SourceFiles("Provider"))
        {
            foreach (Match declaration in TypeDeclaration().Matches(Repository.Read(file)))
                folders[declaration.Groups["name"].Value] = file["Provider/".Length..];
        }

        return new RoomMap("ShardClient", folders);
    }

    /// <summary>Null for what the compiler and its generators add.</summary>
    public string? RoomOf(TypeDefinition type)
    {
        while (type.DeclaringType is not null)
            type = type.DeclaringType;
        if (type.Namespace == rootNamespace)
            return RoomOfFile(folderOfType.GetValueOrDefault(SimpleName(type), ""));
        if (!type.Namespace.StartsWith(rootNamespace + ".", StringComparison.Ordinal))
            return null;

        var parts = type.Namespace[(rootNamespace.Length + 1)..].Split('.');
        return folderOfType.TryGetValue(SimpleName(type), out var file) && file.StartsWith(parts[0] + "/", StringComparison.Ordinal)
            ? RoomOfFile(file)
            : RoomOfFile(string.Join('/', parts) + "/");
    }

    private static string RoomOfFile(string file)
    {
        var parts = file.Split('/');
        return parts switch
        {
            [_] => Rooms.Root,
            ["Catalog", var name] when name.StartsWith("Logical", StringComparison.Ordinal) => Rooms.CatalogValues,
            ["Planning", "Operators" or "Scalars", ..] => Rooms.PlanOperators,
            _ => parts[0],
        };
    }

    private static string SimpleName(TypeDefinition type) => type.Name.Split('`')[0];

    [GeneratedRegex(@"^(?:public|internal|file)\s+(?:[a-z]+\s+)*?(?:record\s+struct|record\s+class|class|struct|record|enum|interface)\s+(?<name>\w+)|^(?:public|internal)\s+delegate\s+[^(]*?\b(?<name>\w+)(?:<[^(]*>)?\(", RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();
}
