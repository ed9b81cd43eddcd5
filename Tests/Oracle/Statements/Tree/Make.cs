using System.Globalization;
using System.Runtime.CompilerServices;

namespace ShardClient.Tests.Oracle.Statements.Tree;

/// <summary>Makes nodes from interpolated texts, so that a generator reads like the statement it makes.</summary>
internal static class Make
{
    public static readonly Node Nothing = new(NodeRole.Text, []);

    public static Node Text(Pieces pieces, params string[] constructs) => new(NodeRole.Text, pieces.Parts) { Constructs = constructs };

    public static Node Expression(Pieces pieces, params string[] constructs) => new(NodeRole.Expression, pieces.Parts) { Constructs = constructs };

    public static Node Query(Pieces pieces, params string[] constructs) => new(NodeRole.Query, pieces.Parts) { Constructs = constructs };

    public static Node Source(Pieces pieces, params string[] constructs) => new(NodeRole.Source, pieces.Parts) { Constructs = constructs };

    public static Node Clause(Pieces pieces, params string[] constructs) => new(NodeRole.Clause, pieces.Parts) { Constructs = constructs };

    public static Node List(IEnumerable<Node> items, string separator = ", ", Marker marker = Marker.None) =>
        new(NodeRole.List, [.. items.Select(static item => new Part(null, item))]) { Separator = separator, Marker = marker };

    public static Node Value(SqlValue value, bool isParameter = false) =>
        new(NodeRole.Expression, []) { Value = value, IsParameter = isParameter, Constructs = isParameter ? [Construct.Parameter] : [] };

    /// <summary>The position of an item in its select list.</summary>
    public static Node Position(Node item, params string[] constructs) => new(NodeRole.Text, []) { PositionOf = item.Id, Constructs = constructs };

    /// <summary>The text and the nodes of an interpolated string.</summary>
    [InterpolatedStringHandler]
    internal readonly struct Pieces(int literalLength, int formattedCount)
    {
        private readonly List<Part> _parts = new(literalLength > 0 ? formattedCount * 2 : formattedCount);

        public IReadOnlyList<Part> Parts => _parts;

        public void AppendLiteral(string text) => _parts.Add(new Part(text, null));

        public void AppendFormatted(Node node)
        {
            if (!ReferenceEquals(node, Nothing))
                _parts.Add(new Part(null, node));
        }

        public void AppendFormatted(string text)
        {
            if (text.Length > 0)
                _parts.Add(new Part(text, null));
        }

        public void AppendFormatted(int number) => _parts.Add(new Part(number.ToString(CultureInfo.InvariantCulture), null));
    }
}
