using System.Data;
using System.Globalization;
using System.Text;
using ShardClient.Execution;
using ShardClient.Values;

namespace ShardClient;

/// <summary>One call of a stored procedure or function: its statement, the values that go in, and the parameters that get one.</summary>
internal sealed class RoutineCall
{
    private readonly int _shard;
    private readonly string _name;

    private RoutineCall(int shard, string name, PreparedStatement statement)
    {
        _shard = shard;
        _name = name;
        Statement = statement;
    }

    public PreparedStatement Statement { get; }

    public required Value[] Inputs { get; init; }

    /// <summary>In the order in which the server sends them.</summary>
    public required IReadOnlyList<Output> Outputs { get; init; }

    public required bool IsFunction { get; init; }

    /// <param name="text">The routine's name, with a hint before it or not.</param>
    /// <exception cref="InvalidOperationException">The routine has a parameter that is not given.</exception>
    public static async ValueTask<RoutineCall> CreateAsync(
        LogicalSession session, string text, ShardParameterCollection parameters, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var runtime = session.Runtime;
        var hinted = DirectText.ShardOf(text);
        var hint = hinted is null ? "" : text[..(text.IndexOf("*/", StringComparison.Ordinal) + 2)];
        var shard = hinted is null ? runtime.DefaultShard : runtime.ShardIndex(hinted);
        var name = Quoted(text[hint.Length..].Trim());
        var returned = parameters.Items.FirstOrDefault(static parameter => parameter.Direction == ParameterDirection.ReturnValue);
        var bare = name[(name.LastIndexOf('.') + 1)..].Trim('`');
        var known = await runtime.Routines.OfAsync(shard, bare, session, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        var arguments = Arguments(name, parameters, known);
        var places = string.Join(", ", Enumerable.Repeat("?", arguments.Count));
        var statement = session.Prepare($"{hint}{(returned is null ? "CALL" : "SELECT")} {name}({places})").Statements[0];
        return new RoutineCall(shard, bare, statement)
        {
            Inputs = [.. arguments.Select(static argument => argument.Goes ? argument.Parameter.EncodeInput(EngineKind.MySql) : Value.Null)],
            Outputs = returned is not null ? [new Output(returned, IsText: false)] : [.. arguments.Where(static argument => argument.Comes).Select(static argument => new Output(argument.Target, argument.IsText))],
            IsFunction = returned is not null,
        };
    }

    /// <summary>The routine may be another one now: what it takes is asked anew the next time.</summary>
    public void Forget(ClusterRuntime runtime) => runtime.Routines.Forget(_shard, _name);

    /// <summary>Gives the parameters the values of a row.</summary>
    public void Take(RowCursor row, ColumnGetters getters)
    {
        for (var index = 0; index < Outputs.Count; index++)
        {
            if (Outputs[index] is { Target: { } parameter } output)
                parameter.Value = Converted(Shown(getters.GetValue(row, index), output.IsText), parameter.ExplicitType);
        }
    }

    private static List<Argument> Arguments(string routine, ShardParameterCollection parameters, RoutineParameter[] known)
    {
        var given = parameters.Items.Where(static parameter => parameter.Direction != ParameterDirection.ReturnValue).ToList();
        if (known.Length == 0)
            return given.ConvertAll(static parameter => new Argument(parameter, parameter.Direction != ParameterDirection.Output, parameter.Direction != ParameterDirection.Input, IsText: false));
        if (known.Length == given.Count && given.TrueForAll(static parameter => parameter.ParameterName.Length == 0))
            return [.. given.Zip(known, Of)];
        var arguments = new List<Argument>(known.Length);
        foreach (var parameter in known)
        {
            var index = parameters.IndexOfBare(parameter.Name);
            if (index < 0)
                throw new InvalidOperationException($"Routine {routine} takes a parameter '{parameter.Name}' and the command has none of that name. Add it to Parameters.");
            arguments.Add(Of(parameters[index], parameter));
        }

        return arguments;
    }

    private static Argument Of(ShardParameter given, RoutineParameter known) =>
        new(given, known.IsInput && given.ExplicitDirection != ParameterDirection.Output, known.IsOutput, known.IsText);

    /// <summary>A plain or quoted name is written as it is; one with other letters is quoted whole.</summary>
    private static string Quoted(string name) => name.Contains('`', StringComparison.Ordinal) || name.All(static letter => char.IsLetterOrDigit(letter) || letter is '_' or '$' or '.')
        ? name
        : $"`{name}`";

    private static object Shown(object value, bool isText) => isText && value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : value;

    /// <summary>As the type that the caller has set: he casts to that.</summary>
    private static object Converted(object value, DbType? type)
    {
        var culture = CultureInfo.InvariantCulture;
        return value is DBNull ? value : type switch
        {
            DbType.Boolean => Convert.ToBoolean(value, culture),
            DbType.Byte => Convert.ToByte(value, culture),
            DbType.SByte => Convert.ToSByte(value, culture),
            DbType.Int16 => Convert.ToInt16(value, culture),
            DbType.UInt16 => Convert.ToUInt16(value, culture),
            DbType.Int32 => Convert.ToInt32(value, culture),
            DbType.UInt32 => Convert.ToUInt32(value, culture),
            DbType.Int64 => Convert.ToInt64(value, culture),
            DbType.UInt64 => Convert.ToUInt64(value, culture),
            DbType.Single => Convert.ToSingle(value, culture),
            DbType.Double => Convert.ToDouble(value, culture),
            DbType.Decimal or DbType.Currency => Convert.ToDecimal(value, culture),
            DbType.String or DbType.AnsiString or DbType.StringFixedLength or DbType.AnsiStringFixedLength when value is IConvertible or Guid => Convert.ToString(value, culture)!,
            DbType.Guid when value is string text => Guid.Parse(text),
            _ => value,
        };
    }

    /// <param name="Target">Null for a value that nobody asked for.</param>
    internal readonly record struct Output(ShardParameter? Target, bool IsText);

    /// <param name="Goes">Its value is sent.</param>
    /// <param name="Comes">The server sends one back.</param>
    private readonly record struct Argument(ShardParameter Parameter, bool Goes, bool Comes, bool IsText)
    {
        /// <summary>Who gets the value that comes; nobody where the caller said that the parameter is an input.</summary>
        public ShardParameter? Target => Parameter.ExplicitDirection == ParameterDirection.Input ? null : Parameter;
    }
}
