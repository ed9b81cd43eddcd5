using System.Data.Common;
using System.Diagnostics;
using System.Globalization;

namespace ShardClient.Tests.Oracle.Tpch;

/// <summary>The process of a server on this machine, for the processor time that it uses; of one that is not here nothing is known.</summary>
internal sealed class ServerProcess
{
    private readonly Process? _process;

    private ServerProcess(Process? process) => _process = process;

    public TimeSpan ProcessorTime
    {
        get
        {
            _process?.Refresh();
            return _process?.TotalProcessorTime ?? TimeSpan.Zero;
        }
    }

    public static ServerProcess Of(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "/*+ shard(s0) */ SELECT CASE WHEN @@pid_file LIKE '/%' THEN @@pid_file ELSE CONCAT(@@datadir, @@pid_file) END";
        var file = Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        return new ServerProcess(File.Exists(file) ? Process.GetProcessById(int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture)) : null);
    }
}
