using System.Globalization;

namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>How a database is to be loaded.</summary>
/// <param name="Requests">Places asked for instead of the proposed ones.</param>
/// <param name="DryRun">Only say what would be done.</param>
/// <param name="Strict">A view that the cluster refuses is a failure.</param>
internal sealed record FromOptions(string File, IReadOnlyList<PlaceRequest> Requests, int Shards, bool DryRun, bool Strict);

/// <summary>Collects the options that go with <c>--from</c>.</summary>
internal sealed class FromOptionsReader
{
    private const int MaxShards = 1024;

    private readonly List<PlaceRequest> _requests = [];
    private string? _file;
    private string? _other;
    private int _shards = ClusterSetup.Shards;
    private bool _dryRun;
    private bool _strict;

    public static bool TakesValue(string option) => option is "--from" or "--shard" or "--reference" or "--single" or "--shards";

    public bool ReadFlag(string option)
    {
        if (option is not ("--dry-run" or "--strict"))
            return false;
        _other ??= option;
        _dryRun |= option == "--dry-run";
        _strict |= option == "--strict";
        return true;
    }

    public void Read(string option, string value)
    {
        if (option == "--from")
        {
            _file = value;
            return;
        }

        _other ??= option;
        switch (option)
        {
            case "--shard":
                _requests.Add(new PlaceRequest(TableKind.Sharded, value));
                break;
            case "--reference":
                _requests.Add(new PlaceRequest(TableKind.Reference, value));
                break;
            case "--single":
                _requests.Add(new PlaceRequest(TableKind.Single, value));
                break;
            default:
                _shards = Number(value);
                break;
        }
    }

    /// <returns>Null when no database is to be loaded.</returns>
    public FromOptions? Read()
    {
        if (_file is null)
            return _other is null ? null : throw new UsageException($"{_other} goes with --from FILE.");
        return new FromOptions(_file, _requests, _shards, _dryRun, _strict);
    }

    private static int Number(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MaxShards
        ? number
        : throw new UsageException($"--shards {value}: a cluster has 1 to {MaxShards} shards.");
}
