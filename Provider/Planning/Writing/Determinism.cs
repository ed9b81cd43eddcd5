using ShardClient.Planning.Selecting;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Writing;

/// <summary>Tells what gives another value each time, or each moment, that it is worked out.</summary>
internal static class Determinism
{
    private static readonly string[] Clocks = ["date", "time", "datetime", "julianday", "unixepoch", "strftime", "timediff"];

    /// <summary>True for random() and for functions of the application's own, which may be like it. In a statement moments are inputs by now.</summary>
    public static bool MayDiffer(Node node) => Find(node) is { Random: not null } or { HasUnknown: true };

    /// <summary>True for CURRENT_TIMESTAMP and the date functions, which may mean now.</summary>
    public static bool HasMoment(Node node) => Find(node).HasMoment;

    /// <summary>The first call of random() or randomblob(); null without one.</summary>
    public static FunctionExpression? RandomIn(Node node) => Find(node).Random;

    private static Finder Find(Node node)
    {
        var finder = new Finder();
        finder.Visit(node);
        return finder;
    }

    private sealed class Finder : SyntaxWalker
    {
        public FunctionExpression? Random { get; private set; }

        public bool HasUnknown { get; private set; }

        public bool HasMoment { get; private set; }

        public override void Visit(Node node)
        {
            HasMoment |= node is LiteralExpression { Kind: LiteralKind.CurrentDate or LiteralKind.CurrentTime or LiteralKind.CurrentTimestamp };
            if (node is FunctionExpression call)
            {
                HasMoment |= Clocks.Any(call.Name.Is);
                HasUnknown |= !AggregateFunctions.IsKnownScalar(call) && !AggregateFunctions.Is(call) && call.Over is null;
                if (call.Name.Is("random") || call.Name.Is("randomblob"))
                    Random ??= call;
            }

            VisitChildren(node);
        }
    }
}
