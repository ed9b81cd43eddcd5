using ShardClient.Backends;
using ShardClient.Values;

namespace ShardClient.Catalog.Metadata;

/// <summary>The catalog's own statements on a session: few, small and never kept prepared.</summary>
internal static class SessionWork
{
    public static async ValueTask RunAsync(this ShardSession session, string text, Call call, params Value[] inputs)
    {
        using var result = await session.ExecuteAsync(Statement(text, inputs), inputs, call.IOBehavior, call.Deadline, call.CancellationToken)
            .ConfigureAwait(false);
        while (await result.ReadAsync(call.IOBehavior, call.CancellationToken).ConfigureAwait(false))
        {
        }
    }

    public static async ValueTask<List<Value[]>> QueryAsync(this ShardSession session, string text, Call call, params Value[] inputs)
    {
        using var result = await session.ExecuteAsync(Statement(text, inputs), inputs, call.IOBehavior, call.Deadline, call.CancellationToken)
            .ConfigureAwait(false);
        var rows = new List<Value[]>();
        while (await result.ReadAsync(call.IOBehavior, call.CancellationToken).ConfigureAwait(false))
        {
            var row = new Value[result.ColumnCount];
            for (var column = 0; column < row.Length; column++)
                row[column] = result.GetValue(column);
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Queries on a session that is taken for this only.</summary>
    public static async ValueTask<List<Value[]>> QueryAsync(this ShardPool pool, string text, Call call, params Value[] inputs)
    {
        var session = await pool.RentAsync(SessionAccess.Read, null, call.IOBehavior, call.Deadline, call.CancellationToken).ConfigureAwait(false);
        try
        {
            return await session.QueryAsync(text, call, inputs).ConfigureAwait(false);
        }
        finally
        {
            pool.Return(session);
        }
    }

    /// <summary>The text, or null for SQL NULL.</summary>
    public static string? Text(this in Value value) => value.Kind == ValueKind.Text ? value.GetText() : null;

    private static SessionStatement Statement(string text, Value[] inputs)
    {
        var order = new int[inputs.Length];
        for (var index = 0; index < order.Length; index++)
            order[index] = index;
        return new SessionStatement(text, order, Reusable: false) { IsPlanned = false };
    }
}
