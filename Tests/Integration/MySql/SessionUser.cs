using System.Globalization;
using System.Text;
using ShardClient.Backends;
using ShardClient.Values;

namespace ShardClient.Tests.Integration.MySql;

/// <summary>One session of any driver as a test uses it: text in, rows as text out, synchronously or not.</summary>
internal class SessionUser : IDisposable
{
    private readonly IOBehavior _behavior;

    public SessionUser(ShardSession session, bool isAsync = false)
    {
        _behavior = isAsync ? IOBehavior.Asynchronous : IOBehavior.Synchronous;
        Session = session;
    }

    public ShardSession Session { get; }

    protected IOBehavior Behavior => _behavior;

    public void Dispose() => Session.DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Runs a statement to its end; rows as <see cref="Describe(RowCursor, int)"/> says.</summary>
    /// <param name="isPrepared">By the binary protocol, else as text.</param>
    public List<string[]> Rows(string text, bool isPrepared, params Value[] inputs) =>
        RowsAsync(text, isPrepared, Deadline.Never, default, inputs).GetAwaiter().GetResult();

    public List<string[]> Rows(string text, params Value[] inputs) => Rows(text, false, inputs);

    public async Task<List<string[]>> RowsAsync(string text, bool isPrepared, Deadline deadline, CancellationToken cancellationToken, params Value[] inputs)
    {
        var statement = new SessionStatement(text, [.. Enumerable.Range(0, inputs.Length)], isPrepared);
        var result = await Session.ExecuteAsync(statement, inputs, _behavior, deadline, cancellationToken);
        try
        {
            return await ReadAsync(result, _behavior, cancellationToken);
        }
        finally
        {
            await Ending(result);
        }
    }

    /// <summary>Runs a statement up to its first row, synchronously.</summary>
    public SessionResult Start(string text, bool isPrepared = true, params Value[] inputs) => Session.ExecuteAsync(
        new SessionStatement(text, [.. Enumerable.Range(0, inputs.Length)], isPrepared), inputs, IOBehavior.Synchronous, Deadline.Never, default).Completed();

    public string Scalar(string text, params Value[] inputs) => Rows(text, inputs)[0][0];

    /// <summary>Rows changed; -1 for a query.</summary>
    public long Do(string text, params Value[] inputs) => Do(text, false, inputs);

    public long Do(string text, bool isPrepared, params Value[] inputs)
    {
        var statement = new SessionStatement(text, [.. Enumerable.Range(0, inputs.Length)], isPrepared);
        var result = Session.ExecuteAsync(statement, inputs, _behavior, Deadline.Never, default).AsTask().GetAwaiter().GetResult();
        var affected = result.RecordsAffected;
        Ending(result).AsTask().GetAwaiter().GetResult();
        return affected;
    }

    public ValueTask Ending(RowCursor result)
    {
        if (_behavior == IOBehavior.Asynchronous)
            return result.DisposeAsync();
        result.Dispose();
        return default;
    }

    /// <summary>The storage class and the value: <c>Integer 5</c>, <c>Text ä</c>, <c>Blob 00FF</c>, <c>Null</c>.</summary>
    public static string Describe(RowCursor row, int column) => row.GetKind(column) switch
    {
        ValueKind.Integer => string.Create(CultureInfo.InvariantCulture, $"Integer {row.GetInteger(column)}"),
        ValueKind.Real => string.Create(CultureInfo.InvariantCulture, $"Real {row.GetReal(column):R}"),
        ValueKind.Text => $"Text {Encoding.UTF8.GetString(row.GetBytes(column))}",
        ValueKind.Blob => $"Blob {Convert.ToHexString(row.GetBytes(column))}",
        _ => "Null",
    };

    protected static async Task<List<string[]>> ReadAsync(RowCursor result, IOBehavior behavior, CancellationToken cancellationToken)
    {
        var rows = new List<string[]>();
        while (await result.ReadAsync(behavior, cancellationToken))
            rows.Add([.. Enumerable.Range(0, result.ColumnCount).Select(column => Describe(result, column))]);
        return rows;
    }
}
