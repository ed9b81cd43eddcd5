using System.Globalization;
using System.Text;

namespace ShardClient.Tests.Oracle.Statements.Tree;

/// <summary>A statement as it is sent: the text and its parameters.</summary>
internal sealed record SqlText(string Text, IReadOnlyList<SqlParameterValue> Parameters)
{
    public static SqlText Of(Node node)
    {
        var writer = new Writer(node);
        writer.Write(node);
        return new SqlText(writer.Text.ToString(), writer.Parameters);
    }

    public override string ToString() => Parameters.Count == 0 ? Text
        : $"{Text}\n  with {string.Join(", ", Parameters.Select(static parameter => $"{parameter.Name} = {parameter.Value}"))}";

    private sealed class Writer(Node root)
    {
        private int? _style;

        private readonly Dictionary<Node, string> _names = new(ReferenceEqualityComparer.Instance);

        public StringBuilder Text { get; } = new();

        public List<SqlParameterValue> Parameters { get; } = [];

        public void Write(Node node)
        {
            if (node.Value is { } value)
            {
                Text.Append(node.IsParameter ? NameOf(node, value) : value.Literal);
                return;
            }

            if (node.PositionOf != 0)
            {
                Text.Append(PositionOf(node.PositionOf));
                return;
            }

            for (var index = 0; index < node.Parts.Count; index++)
            {
                if (index > 0 && node.Role == NodeRole.List)
                    Text.Append(node.Separator);
                var (text, child) = node.Parts[index];
                if (child is not null)
                    Write(child);
                else
                    Text.Append(text);
            }
        }

        /// <summary>The same for the same tree, whatever was made before it.</summary>
        private static int Style(SqlValue first) => first.Literal.Sum(static letter => letter) % 6;

        /// <summary>The position as it is now; NULL, which sorts nothing, when the minimiser dropped the item.</summary>
        private string PositionOf(int item)
        {
            foreach (var list in root.All())
            {
                if (list.Role != NodeRole.List)
                    continue;
                for (var index = 0; index < list.Parts.Count; index++)
                {
                    if (list.Parts[index].Child is { PositionOf: 0 } child && child.Id == item)
                        return (index + 1).ToString(CultureInfo.InvariantCulture);
                }
            }

            return "NULL";
        }

        private string NameOf(Node node, SqlValue value)
        {
            if (_names.TryGetValue(node, out var name))
                return name;
            name = (_style ??= Style(value)) switch
            {
                0 => string.Create(CultureInfo.InvariantCulture, $":p{_names.Count}"),
                1 => string.Create(CultureInfo.InvariantCulture, $"$p{_names.Count}"),
                2 => string.Create(CultureInfo.InvariantCulture, $"?{_names.Count + 1}"),
                _ => string.Create(CultureInfo.InvariantCulture, $"@p{_names.Count}"),
            };
            _names.Add(node, name);
            Parameters.Add(new SqlParameterValue(name, value));
            return name;
        }
    }
}

/// <summary>A parameter of a statement.</summary>
internal sealed record SqlParameterValue(string Name, SqlValue Value);
