using System.Data.Common;
using System.Runtime.InteropServices;
using ShardClient.Backends.MySql;
using ShardClient.Values;

namespace ShardClient.Backends.AdoNet;

/// <summary>A driver's command for one text, with a parameter for each of the text's.</summary>
internal sealed class AdoNetCommand : IDisposable
{
    private readonly AdoNetDialect _dialect;

    public AdoNetCommand(DbConnection connection, AdoNetDialect dialect, SessionStatement statement)
    {
        _dialect = dialect;
        Effects = TextEffects.Of(statement.Text, dialect.Engine, statement.LeavesNoTraces);
        Command = connection.CreateCommand();
        Command.CommandText = statement.Text;
        for (var index = 0; index < statement.Inputs.Length; index++)
        {
            var parameter = Command.CreateParameter();
            parameter.ParameterName = dialect.ParameterName(index);
            Command.Parameters.Add(parameter);
        }
    }

    public DbCommand Command { get; }

    public TextEffects Effects { get; }

    /// <summary>Its columns when it ran last; null before.</summary>
    public AdoNetColumns? Columns { get; set; }

    public bool IsPrepared { get; private set; }

    /// <summary>False for what the server runs, but does not prepare.</summary>
    public bool CanPrepare { get; set; } = true;

    /// <summary>How many parameters the text has; null where only the driver knows.</summary>
    public int? CountPlaces()
    {
        if (_dialect.Engine != EngineKind.MySql)
            return null;
        var places = new Placeholders(Command.CommandText, noBackslashEscapes: false);
        var count = 0;
        while (places.Next() >= 0)
            count++;
        return count;
    }

    public void Bind(ReadOnlySpan<Value> inputs, int[] sources)
    {
        for (var index = 0; index < sources.Length; index++)
            Command.Parameters[index].Value = ToObject(inputs[sources[index]]);
    }

    public async ValueTask PrepareAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (ioBehavior == IOBehavior.Synchronous)
            Command.Prepare();
        else
            await Command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        IsPrepared = true;
    }

    public void Dispose() => Command.Dispose();

    private static object ToObject(in Value value) => value.Kind switch
    {
        ValueKind.Integer => value.Integer,
        ValueKind.Real => value.Real,
        ValueKind.Text => value.GetText(),
        ValueKind.Blob => MemoryMarshal.TryGetArray(value.Bytes, out var bytes) && bytes.Offset == 0 && bytes.Count == bytes.Array!.Length
            ? bytes.Array
            : value.Bytes.ToArray(),
        _ => DBNull.Value,
    };
}
