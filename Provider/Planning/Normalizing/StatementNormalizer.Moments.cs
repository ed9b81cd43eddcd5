using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Normalizing;

/// <content>What the client computes once for all shards: the statement's moment, the logical session's counters.</content>
internal sealed partial class StatementNormalizer
{
    // A server's moment is of its session's time zone, which only the server knows.
    private Expression Moment(LiteralExpression literal) => _isForServers ? literal : literal.Kind switch
    {
        LiteralKind.CurrentTimestamp => Shared(new InputSource(InputKind.MomentTimestamp), literal.Span),
        LiteralKind.CurrentDate => Shared(new InputSource(InputKind.MomentDate), literal.Span),
        LiteralKind.CurrentTime => Shared(new InputSource(InputKind.MomentTime), literal.Span),
        _ => literal,
    };

    private Expression Call(FunctionExpression call)
    {
        if (SessionCall(call) is { } answered)
            return answered;
        var before = _extracts;
        _extracts = false;
        var result = (FunctionExpression)VisitChildren(call);
        _extracts = before;
        return call.Over is null && !_isForServers ? WithMoment(result) : result;
    }

    /// <summary>'now', written or meant, in the date functions: https://sqlite.org/lang_datefunc.html.</summary>
    private FunctionExpression WithMoment(FunctionExpression call)
    {
        var first = FirstTimeValue(call.Name);
        if (first < 0)
            return call;
        var arguments = new List<Expression>(call.Arguments);
        if (arguments.Count == first || (arguments.Count > first && IsText(arguments[first], "subsec", "subsecond")))
            arguments.Insert(first, Shared(new InputSource(InputKind.MomentNow), call.Span));
        var last = call.Name.Is("timediff") ? 1 : first;
        var changed = arguments.Count != call.Arguments.Count;
        for (var index = first; index <= last && index < arguments.Count; index++)
        {
            if (!IsText(arguments[index], "now"))
                continue;
            arguments[index] = Shared(new InputSource(InputKind.MomentNow), arguments[index].Span);
            changed = true;
        }

        return changed ? call with { Arguments = NodeList.Wrap(arguments.ToArray()) } : call;
    }

    private static int FirstTimeValue(Identifier name)
    {
        if (name.Is("date") || name.Is("time") || name.Is("datetime") || name.Is("julianday") || name.Is("unixepoch") || name.Is("timediff"))
            return 0;
        return name.Is("strftime") ? 1 : -1;
    }

    private static bool IsText(Expression argument, params ReadOnlySpan<string> texts)
    {
        if (argument is not LiteralExpression { Kind: LiteralKind.String } literal)
            return false;
        foreach (var text in texts)
        {
            if (literal.Text.Equals(text, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>One input for all places that mean the same.</summary>
    private InputExpression Shared(InputSource source, SourceSpan span)
    {
        _mustBeWritten = true;
        var known = _extras.IndexOf(source);
        return known >= 0 ? new InputExpression(_parameters + known) { Span = span } : Input(source, span);
    }
}
